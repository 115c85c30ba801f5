/* SPDX-License-Identifier: BSD-2-Clause */
/* Choosing and checking Ethernet addresses. */
#include "compose/mac.h"

#include <string.h>

#include "base/diag.h"
#include "sdf/sdf_value.h"

enum { MAC_TEXT_LENGTH = 17, MAC_BYTES = 6, GROUP_BIT = 1, LOCAL_BIT = 2 };

static bool parse(const char *text, mac_addr_t *mac)
{
    if (strlen(text) != MAC_TEXT_LENGTH) {
        return false;
    }
    for (int i = 0; i < MAC_BYTES; i++) {
        int high = hex_digit(text[3 * i]);
        int low = hex_digit(text[3 * i + 1]);
        if (high < 0 || low < 0 || (i + 1 < MAC_BYTES && text[3 * i + 2] != ':')) {
            return false;
        }
        mac->addr[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* FNV-1a of the name, as a locally administered address of one station. */
static mac_addr_t of_name(const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    mac_addr_t mac;

    for (; *name != '\0'; name++) {
        hash = (hash ^ (uint8_t)*name) * UINT64_C(0x100000001b3);
    }
    for (int i = 0; i < MAC_BYTES; i++) {
        mac.addr[i] = (uint8_t)(hash >> (8 * i));
    }
    mac.addr[0] = (uint8_t)((mac.addr[0] & ~GROUP_BIT) | LOCAL_BIT);
    return mac;
}

void mac_take(struct mac_set *set, const struct xml_element *client, const char *name, mac_addr_t *mac)
{
    struct place at = attribute_place(client, "mac");

    if (attribute_given(client, "mac") && !parse(value_text(client, "mac"), mac)) {
        sdf_error(at, "Write six bytes in hexadecimal: 52:54:01:00:00:10.",
                  "'mac' is '%s', which is no Ethernet address",
                  value_text(client, "mac"));
    }
    if (!attribute_given(client, "mac")) {
        *mac = of_name(name);
    }
    if ((mac->addr[0] & GROUP_BIT) != 0) {
        sdf_error(at, "The first byte of one station's address is even.",
                  "'mac' is '%s', the address of a group of stations", value_text(client, "mac"));
    }
    for (size_t i = 0; i < set->taken.count; i++) {
        if (memcmp(&set->taken.items[i].mac, mac, sizeof *mac) == 0) {
            sdf_error_related(at, (struct related){set->taken.items[i].at, "it is first used here"},
                              "Give each client an address of its own.", "duplicate Ethernet address of client '%s'",
                              name);
        }
    }
    *LIST_ADD(&set->taken) = (struct taken_mac){*mac, at};
}
