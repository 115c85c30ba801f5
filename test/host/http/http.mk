# SPDX-License-Identifier: BSD-2-Clause
# Host tests of the web server's HTTP core and of the site packer, under ASan and UBSan.

HTTP_TEST_OUT   := $(BUILD)/test/host/http
HTTP_TEST_CORE  := $(addprefix os/webserver/,text.c http_status.c http_token.c http_field.c http_parser.c \
                       http_parser_step.c http_path.c http_range.c http_date.c site.c http_validator.c \
                       http_response.c http_connection.c)
HTTP_TEST_CASES := test_parser test_path test_range_date test_site test_response test_connection \
                   fuzz_connection
HTTP_TEST_FLAGS := -std=gnu11 -g -O1 -Wall -Wextra -Wconversion -Werror -fsanitize=address,undefined \
                   -fno-sanitize-recover=all -Ios/webserver -Itest/host/http \
                   -DTEST_SITE='"$(HTTP_TEST_OUT)/site.img"' -MMD -MP

HOST_TESTS += $(addprefix $(HTTP_TEST_OUT)/,$(HTTP_TEST_CASES))

# The files that the tests pack: fixed ones, and one large enough not to fit any buffer.
HTTP_TEST_FILES := $(shell find test/host/http/site -type f -not -name '* *')
$(HTTP_TEST_OUT)/site.img: os/webserver/pack $(HTTP_TEST_FILES) test/host/http/http.mk
	@mkdir -p $(@D)
	$(PYTHON) -c "open('$(@D)/large.bin','wb').write(bytes((i * 7 + i // 251) % 256 for i in range(1 << 20)))"
	SOURCE_DATE_EPOCH=1700000000 $(PYTHON) os/webserver/pack test/host/http/site $@ \
	    --add /large.bin=$(HTTP_TEST_OUT)/large.bin

$(HTTP_TEST_OUT)/core/%.o: os/webserver/%.c
	@mkdir -p $(@D)
	gcc $(HTTP_TEST_FLAGS) -c $< -o $@

$(HTTP_TEST_OUT)/%.o: test/host/http/%.c
	@mkdir -p $(@D)
	gcc $(HTTP_TEST_FLAGS) -c $< -o $@

HTTP_TEST_OBJECTS := $(patsubst os/webserver/%.c,$(HTTP_TEST_OUT)/core/%.o,$(HTTP_TEST_CORE)) \
                     $(HTTP_TEST_OUT)/fixture.o

$(addprefix $(HTTP_TEST_OUT)/,$(HTTP_TEST_CASES)): %: %.o $(HTTP_TEST_OBJECTS) $(HTTP_TEST_OUT)/site.img
	gcc $(HTTP_TEST_FLAGS) $(filter %.o,$^) -lcmocka -o $@

-include $(HTTP_TEST_OBJECTS:.o=.d) $(addsuffix .d,$(addprefix $(HTTP_TEST_OUT)/,$(HTTP_TEST_CASES)))
