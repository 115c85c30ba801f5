/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_status.h. */
#include "http_status.h"

const struct http_status http_statuses[HTTP_STATUS_KINDS] = {
    {200, "OK"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {416, "Range Not Satisfiable"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
};

#define INDEX_OF_500 13

size_t http_status_index(unsigned code)
{
    for (size_t i = 0; i < HTTP_STATUS_KINDS; i++) {
        if (http_statuses[i].code == code) {
            return i;
        }
    }
    return INDEX_OF_500;
}
