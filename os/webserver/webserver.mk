# SPDX-License-Identifier: BSD-2-Clause
# The web server's program, and the rule by which systems pack a site for it:
#
#   $(call packed_site,IMAGE,FOLDER,PATH=FILE ...)
#       packs FOLDER, and each FILE as PATH, into IMAGE; again whenever anything in FOLDER changed.
include os/component.mk

$(call os_lwip_library,webserver,os/webserver)

WEBSERVER_SOURCES := $(addprefix os/webserver/,main.c server.c half_open.c status.c address.c text.c \
                         http_status.c http_token.c http_field.c http_parser.c http_parser_step.c http_path.c \
                         http_range.c http_date.c http_validator.c http_response.c http_connection.c site.c)

$(call os_component,webserver,$(WEBSERVER_SOURCES),\
    $(OS_OUT)/lib_sddf_lwip_webserver.a $(OS_LIBC_LIBRARY) $(OS_PRINT_SERIAL),\
    $(OS_LWIP_CFLAGS) -Ios/webserver)

# Headers of third parties must be there before anything that includes them is compiled.
$(WEBSERVER_SOURCES:%.c=$(OS_OUT)/obj/webserver/%.o): | $(MUSL)/lib/libc.a $(THIRD_PARTY)/lwip/fetched

# Names in a site may hold any character, so make is not told of the files: find says whether any is newer, and the
# image is packed again when its folder is another one than the last time.
.PHONY: site-changed
define packed_site_rules
$(1): os/webserver/pack $(foreach addition,$(3),$(lastword $(subst =, ,$(addition)))) \
      $$(if $$(shell test -e $(1) && test "$$$$(cat $(1).folder)" = "$(2)" && \
                     find "$(2)" -newer $(1) -print -quit 2>&1 || echo other),site-changed)
	@mkdir -p $$(@D)
	$(PYTHON) os/webserver/pack "$(2)" $$@ $(addprefix --add ,$(3))
	@echo "$(2)" >$$@.folder
endef
packed_site = $(eval $(call packed_site_rules,$(strip $(1)),$(strip $(2)),$(strip $(3))))
