# SPDX-License-Identifier: BSD-2-Clause
# Host tests of the console.
include test/host/sddf/sddf.mk

$(call os_host_test,console,test_line,os/console/line.c)
