/* SPDX-License-Identifier: BSD-2-Clause */
/* The release configuration, in which <os/build.h> finds nothing set. */
#pragma once
