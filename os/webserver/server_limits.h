/* SPDX-License-Identifier: BSD-2-Clause */
/* How many clients the web server takes at once. lwIP's pools (lwipopts.h) are sized from this. */
#pragma once

/* Connections that are served. */
#define WEBSERVER_SERVED 96

/* More, which are only told that the server is busy; beyond them, connections are reset. */
#define WEBSERVER_REFUSED 16

#define WEBSERVER_CONNECTIONS (WEBSERVER_SERVED + WEBSERVER_REFUSED)

/* Connections that are not established yet; 255 is the most that lwIP can count. */
#define WEBSERVER_BACKLOG 255

/* lwIP's connections: the above, and those that have ended but must be remembered for a while. */
#define WEBSERVER_PCBS (WEBSERVER_CONNECTIONS + WEBSERVER_BACKLOG + 96)

/* Bytes a client may send ahead: HTTP_INPUT_CAPACITY, which lwIP's headers cannot include. */
#define WEBSERVER_WINDOW 5840
