/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared types special to Arm: none beyond sel4/shared_types.h. */
#pragma once
