/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The web server's protection domain: a client of network, timer and serial line that serves one packed site,
 * mapped read-only. It has no other authority: whatever a visitor may make of it, the rest of the system is
 * out of reach.
 */
#include <libc.h>

#include <lwip/timeouts.h>

#include <os/sddf.h>
#include <sddf/network/lib_sddf_lwip.h>
#include <sddf/serial/config.h>
#include <sddf/serial/queue.h>
#include <sddf/timer/client.h>
#include <sddf/util/printf.h>

#include "address.h"
#include "server.h"
#include "status.h"

#define HTTP_PORT 80

/* How often time limits are looked at, and how often lwIP's timers are. */
#define TICK_MS 100
#define TICK_NS UINT64_C(100000000)

#define CONFIG_SECTION(name) __attribute__((used, retain, section(name)))

CONFIG_SECTION(".timer_client_config") timer_client_config_t timer_config;
CONFIG_SECTION(".serial_client_config") serial_client_config_t serial_config;
CONFIG_SECTION(".net_client_config") net_client_config_t net_config;
CONFIG_SECTION(".lib_sddf_lwip_config") lib_sddf_lwip_config_t lwip_config;

/* Where the packed site is, and its size in bytes: set by the microkit tool from the map of the site's
 * region. */
uintptr_t site_vaddr;
uint64_t site_size;

static serial_queue_handle_t serial_tx;
static net_queue_handle_t rx;
static net_queue_handle_t tx;
static struct site site;
static struct http_counters counters;

static const struct http_dynamic dynamic[] = {
    {.path = "/status.json", .content_type = "application/json", .make = status_make},
};

static const struct http_service service = {
    .site = &site,
    .dynamic = dynamic,
    .dynamic_count = sizeof dynamic / sizeof dynamic[0],
    .counters = &counters,
};

void os_libc_write(const char *text, size_t length)
{
    sddf_printf("%.*s", (int)length, text);
}

/* Nothing can be served without these, so what is wrong is said and the domain ends in a fault. */
static void require(bool condition, const char *message)
{
    if (!condition) {
        sddf_printf("webserver: error: %s\n", message);
        __builtin_trap();
    }
}

static void address_changed(char *address)
{
    sddf_printf("webserver: serving %u files (%lu bytes) at http://%s:%u/\n", site.header->file_count,
                (unsigned long)site.header->size, address, HTTP_PORT);
}

/*
 * One of lwIP's timers, because those run even while packets arrive so fast that the handler below does not
 * return: time limits must hold then, too.
 */
static void tick(void *argument)
{
    sys_timeout(TICK_MS, tick, argument);
    address_tick();
    server_tick();
    server_resume();
}

static void init_console(void)
{
    serial_queue_init(&serial_tx, serial_config.tx.queue.vaddr, (uint32_t)serial_config.tx.data.size,
                      serial_config.tx.data.vaddr);
    serial_putchar_init(serial_config.tx.id, &serial_tx);
}

static void init_network(void)
{
    net_queue_init(&rx, net_config.rx.free_queue.vaddr, net_config.rx.active_queue.vaddr,
                   net_config.rx.num_buffers);
    net_queue_init(&tx, net_config.tx.free_queue.vaddr, net_config.tx.active_queue.vaddr,
                   net_config.tx.num_buffers);
    net_buffers_init(&tx, 0);
    sddf_lwip_init(&lwip_config, &net_config, &timer_config, rx, tx, NULL, NULL, address_changed, NULL, NULL,
                   NULL);
}

void init(void)
{
    os_libc_init(NULL, 0);
    init_console();
    require(timer_config_check_magic(&timer_config), "section .timer_client_config was not filled in");
    require(net_config_check_magic(&net_config), "section .net_client_config was not filled in");
    const char *problem = site_open(&site, (const void *)site_vaddr, site_size);
    require(problem == NULL, problem);
    init_network();
    status_init(&service, &rx, &tx);
    require(server_start(&service, HTTP_PORT, net_config.rx.num_buffers),
            "lwIP has no memory for a listening connection");
    tick(NULL);
    sddf_timer_set_timeout(timer_config.driver_id, TICK_NS);
    sddf_lwip_maybe_notify();
}

void notified(microkit_channel channel)
{
    if (channel == net_config.rx.id) {
        sddf_lwip_process_rx();
    } else if (channel == timer_config.driver_id) {
        sddf_lwip_process_timeout();
        sddf_timer_set_timeout(timer_config.driver_id, TICK_NS);
    } else if (channel == net_config.tx.id) {
        sddf_lwip_update_time();
        server_resume();
    }
    sddf_lwip_maybe_notify();
}
