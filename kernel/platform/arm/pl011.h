/* SPDX-License-Identifier: BSD-2-Clause */
/* The serial port that debug builds print on. User level may drive it too: it is not reserved (BOOT-21). */
#pragma once

/* Waits until the port accepts the byte. The loader or firmware has set the port up. */
void console_put_byte(char byte);
