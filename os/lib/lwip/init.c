/* SPDX-License-Identifier: BSD-2-Clause */
/* Starting lwIP and its interface, the clock, and what lwIP asks of its surroundings (NET-92, NET-94). */
#include <stdarg.h>
#include <string.h>

#include <lwip/dhcp.h>
#include <lwip/etharp.h>
#include <lwip/init.h>
#include <lwip/ip4_addr.h>
#include <netif/ethernet.h>

#include <os/sddf.h>
#include <sddf/timer/client.h>
#include <sddf/util/printf.h>

#include "port.h"

#define ETHERNET_MTU 1500
#define NS_IN_MS UINT64_C(1000000)

struct lwip_port lwip_port;

static void fail(const char *what)
{
    lwip_port.err_output("lwip: error: %s\n", what);
    __builtin_trap();
}

void os_lwip_print(const char *format, ...)
{
    char text[160];
    va_list arguments;

    va_start(arguments, format);
    sddf_vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    lwip_port.err_output("%s", text);
}

void os_lwip_assertion_failed(const char *message, const char *file, int line)
{
    lwip_port.err_output("%s:%d: lwip: assertion failed: %s\n", file, line, message);
    __builtin_trap();
}

void sddf_lwip_update_time(void)
{
    lwip_port.now = sddf_timer_time_now(lwip_port.timer_channel);
    lwip_random_stir(lwip_port.now);
}

uint64_t sddf_lwip_time_now(void)
{
    return lwip_port.now;
}

/* lwIP's clock, in milliseconds; it may wrap around. */
u32_t sys_now(void);
u32_t sys_now(void)
{
    return (u32_t)(lwip_port.now / NS_IN_MS);
}

const struct sddf_lwip_counters *sddf_lwip_counters(void)
{
    return &lwip_port.counters;
}

static void status_changed(struct netif *netif)
{
    char address[IP4ADDR_STRLEN_MAX];

    if (!ip4_addr_isany(netif_ip4_addr(netif))) {
        ip4addr_ntoa_r(netif_ip4_addr(netif), address, sizeof address);
        lwip_port.status_callback(address);
    }
}

static void print_address(char *address)
{
    sddf_printf("%s: address %s\n", sddf_get_pd_name(), address);
}

static err_t start_interface(struct netif *netif)
{
    netif->name[0] = 'e';
    netif->name[1] = '0';
    netif->mtu = ETHERNET_MTU;
    netif->hwaddr_len = ETH_HWADDR_LEN;
    memcpy(netif->hwaddr, lwip_port.net->mac_addr.addr, ETH_HWADDR_LEN);
    netif->output = etharp_output;
    netif->linkoutput = lwip_link_output;
    netif->flags =
        NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP | NETIF_FLAG_IGMP;
    return ERR_OK;
}

static void add_interface(const char *ip_str)
{
    ip4_addr_t address = {0};
    ip4_addr_t mask = {0};
    ip4_addr_t gateway = {0};

    if (ip_str != NULL) {
        if (!ip4addr_aton(ip_str, &address)) {
            fail("the static address is not of the form 10.0.2.15");
        }
        IP4_ADDR(&mask, 255, 255, 255, 0);
    }
    if (netif_add(&lwip_port.netif, &address, &mask, &gateway, &lwip_port, start_interface, ethernet_input) ==
        NULL) {
        fail("the interface cannot be added");
    }
    netif_set_default(&lwip_port.netif);
    netif_set_status_callback(&lwip_port.netif, status_changed);
    netif_set_up(&lwip_port.netif);
    if (ip_str == NULL && dhcp_start(&lwip_port.netif) != ERR_OK) {
        fail("DHCP cannot be started; the memory of lwipopts.h does not suffice");
    }
}

static void check(const lib_sddf_lwip_config_t *config, net_queue_handle_t rx)
{
    if (!lib_sddf_lwip_config_check_magic(config)) {
        fail("section .lib_sddf_lwip_config was not filled in");
    }
    if (config->num_pbufs < rx.capacity) {
        fail("fewer pbufs than receive buffers");
    }
    if (config->pbuf_pool.size / sizeof(struct pool_pbuf) < config->num_pbufs) {
        fail("the pbuf pool is smaller than its number of pbufs needs");
    }
}

void sddf_lwip_init(lib_sddf_lwip_config_t *lib_sddf_lwip_config, net_client_config_t *net_config,
                    timer_client_config_t *timer_config, net_queue_handle_t rx_queue,
                    net_queue_handle_t tx_queue, const char *ip_str, sddf_lwip_err_output_fn err_output,
                    sddf_lwip_netif_status_callback_fn netif_callback,
                    sddf_lwip_handle_empty_tx_free_fn handle_empty_tx_free,
                    sddf_lwip_tx_intercept_condition_fn tx_intercept_condition,
                    sddf_lwip_tx_handle_intercept_fn tx_handle_intercept)
{
    lwip_port = (struct lwip_port){
        .net = net_config,
        .timer_channel = timer_config->driver_id,
        .rx = rx_queue,
        .tx = tx_queue,
        .err_output = err_output ? err_output : sddf_printf_,
        .status_callback = netif_callback ? netif_callback : print_address,
        .handle_empty_tx_free = handle_empty_tx_free ? handle_empty_tx_free : lwip_tx_queue_empty,
        .intercept_condition = tx_handle_intercept ? tx_intercept_condition : NULL,
        .handle_intercept = tx_handle_intercept,
    };
    check(lib_sddf_lwip_config, rx_queue);
    sddf_lwip_update_time();
    lwip_pool_init(lib_sddf_lwip_config->pbuf_pool.vaddr, lib_sddf_lwip_config->num_pbufs);
    lwip_init();
    add_interface(ip_str);
}
