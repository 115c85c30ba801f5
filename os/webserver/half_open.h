/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Connections that a stranger began and never completed. lwIP remembers each for 20 seconds and admits no one
 * else while there are too many, so a short flood of SYN packets would shut the server for that long.
 */
#pragma once

/*
 * Forgets the oldest half-open connections once three quarters of the backlog are taken. To be called a few
 * times a second, outside of lwIP's callbacks.
 */
void half_open_shed(void);
