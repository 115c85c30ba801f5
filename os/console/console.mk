# SPDX-License-Identifier: BSD-2-Clause
# The interactive console.
include os/component.mk

$(call os_component,console,os/console/console.c os/console/line.c os/console/terminal.c,$(OS_PRINT_SERIAL))
