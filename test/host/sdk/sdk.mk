# SPDX-License-Identifier: BSD-2-Clause
# Host tests of the tool's back end and of the description that the initialiser reads.

SDK_TEST_DIR    := $(BUILD)/test/host/sdk
SDK_TEST_FLAGS  := -std=gnu11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Wconversion -Werror -fsanitize=address,undefined \
                   -fno-sanitize-recover=all -Isdk/tool -Isdk -Isdk/initialiser -Itest/host/sdk -MMD -MP
# What the tests need of the tool; catch.c replaces its messages.
SDK_TEST_SOURCES := $(addprefix sdk/tool/,base/memory.c base/file.c base/xml.c objects/elf_file.c \
                      objects/elf_symbols.c image/bootmem.c objects/graph.c objects/graph_region.c \
                      objects/graph_program.c objects/graph_system.c objects/graph_vm.c objects/graph_views.c \
                      objects/debug_info.c objects/reinit.c objects/content.c \
                      image/place.c image/place_report.c sdk/board.c base/json.c sdk/sdk.c base/suggest.c) \
                    sdk/initialiser/description.c \
                    $(addprefix test/host/sdk/,catch.c boards.c elf_make.c)
SDK_TEST_OBJECTS := $(SDK_TEST_SOURCES:%.c=$(SDK_TEST_DIR)/obj/%.o)
SDK_TESTS        := $(addprefix $(SDK_TEST_DIR)/,test_bootmem test_description test_elf test_graph test_place)

$(SDK_TEST_DIR)/obj/%.o: %.c
	@mkdir -p $(@D)
	gcc $(SDK_TEST_FLAGS) -c $< -o $@

$(SDK_TESTS): $(SDK_TEST_DIR)/%: $(SDK_TEST_DIR)/obj/test/host/sdk/%.o $(SDK_TEST_OBJECTS)
	gcc -fsanitize=address,undefined $^ -lcmocka -lexpat -ljansson -o $@

HOST_TESTS += $(SDK_TESTS)
-include $(SDK_TEST_OBJECTS:.o=.d) $(SDK_TESTS:$(SDK_TEST_DIR)/%=$(SDK_TEST_DIR)/obj/test/host/sdk/%.d)

# ---- libmicrokit against a scripted kernel ----

LIBMK_TEST_OBJ     := $(SDK_TEST_DIR)/libmicrokit
LIBMK_TEST_SOURCES := $(addprefix sdk/libmicrokit/,main.c state.c dbg.c report.c restart.c reinit.c) \
                      test/host/sdk/test_libmicrokit.c
LIBMK_TEST_OBJECTS := $(LIBMK_TEST_SOURCES:%.c=$(LIBMK_TEST_OBJ)/%.o)
# The library's main is called by the test, and its constructors are the section of the test.
LIBMK_TEST_FLAGS   := $(SDK_TEST_FLAGS) -Itest/host/sdk/kernel_mock -Isdk/libmicrokit/include -DCONFIG_PRINTING
$(LIBMK_TEST_OBJ)/sdk/libmicrokit/main.o: LIBMK_TEST_FLAGS += -Dmain=microkit_main \
    -D__init_array_start=__start_test_constructors -D__init_array_end=__stop_test_constructors

$(LIBMK_TEST_OBJ)/%.o: %.c
	@mkdir -p $(@D)
	gcc $(LIBMK_TEST_FLAGS) -c $< -o $@

$(SDK_TEST_DIR)/test_libmicrokit: $(LIBMK_TEST_OBJECTS)
	gcc -fsanitize=address,undefined $^ -lcmocka -o $@

HOST_TESTS += $(SDK_TEST_DIR)/test_libmicrokit
-include $(LIBMK_TEST_OBJECTS:.o=.d)
