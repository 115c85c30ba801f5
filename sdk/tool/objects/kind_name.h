/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of object kinds for people and for the JSON dump (TOOL-27). */
#pragma once

#include "objects/graph.h"

const char *kind_name(enum object_kind kind);
