/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C headers with the numbers of a system description, one per protection domain (ROAD-12), so that programs
 * need not repeat them. For a PD `net-driver`, DIRECTORY/net_driver.h defines
 *
 *   NET_DRIVER_<REGION>_VADDR, _SIZE, and _PADDR if it is fixed    for each map
 *   NET_DRIVER_CHANNEL_<OTHER PD>                                  for each channel end
 *   NET_DRIVER_IRQ_<NUMBER>                                        for each interrupt: its id
 *   NET_DRIVER_CHILD_<PD>                                          for each child: its id
 *
 * Letters are upper case, and everything else but digits becomes '_'. A name that is already taken in the
 * header (a region that is mapped twice, two channels to one PD) gets _2, _3, ... in document order.
 */
#pragma once

#include "sdf/model.h"

/* Writes the headers, making `directory` if its parent exists. Any error ends the process. */
void headers_write(const char *directory, const struct system *system);
