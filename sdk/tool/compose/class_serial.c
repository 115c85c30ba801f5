/* SPDX-License-Identifier: BSD-2-Clause */
/* <serial>: a driver, a transmit virtualiser and, unless rx="false", a receive virtualiser (04 SDF-41, SER-5 to
 * SER-10). Each link has a queue, which both ends write, and characters, which only their producer writes. */
#include <sddf/serial/config.h>
#include <string.h>

#include "base/diag.h"
#include "compose/composer.h"
#include "sdf/sdf_value.h"

#define QUEUE_SIZE SMALL_PAGE
#define DEFAULT_DATA_SIZE UINT64_C(0x10000)
#define MAX_DATA_SIZE UINT64_C(0x40000000)

enum { DEFAULT_BAUD = 115200, SWITCH_CHAR = 28, TERMINATOR = '\r' };

static const char *const directories[] = {"serial", NULL};

struct serial {
    struct composer *c;
    struct xml_element *driver, *tx_virt, *rx_virt; /* rx_virt: NULL without receiving */
    serial_driver_config_t driver_config;
    serial_virt_tx_config_t tx_config;
    serial_virt_rx_config_t rx_config;
};

/* Both ends of a link. */
struct link {
    serial_connection_resource_t server, client;
};

/* SDF-41. `to_client`: the server produces the characters. */
static struct link make_link(struct composer *c, struct xml_element *server, struct xml_element *client,
                             uint64_t data_size, bool to_client)
{
    const char *ends = mem_format("%s/%s", composer_name(server), composer_name(client));
    const struct memory_region *queue =
        composer_region(c, mem_format("%sserial/queue/%s", c->prefix, ends), QUEUE_SIZE);
    const struct memory_region *data =
        composer_region(c, mem_format("%sserial/data/%s", c->prefix, ends), data_size);
    struct link link = {0};

    link.server.queue = composer_map(c, server, queue, "rw");
    link.server.data = composer_map(c, server, data, to_client ? "rw" : "r");
    link.client.queue = composer_map(c, client, queue, "rw");
    link.client.data = composer_map(c, client, data, to_client ? "r" : "rw");
    struct link_ids ids = composer_channel(c, server, client, false);
    link.server.id = ids.server;
    link.client.id = ids.client;
    return link;
}

static uint64_t data_size(const struct xml_element *element, const char *attribute, uint64_t missing)
{
    uint64_t size = composer_power(element, attribute, missing, MAX_DATA_SIZE);

    if (size % SMALL_PAGE != 0) {
        sdf_error(attribute_place(element, attribute), NULL, "'%s' is %ju, but must be a multiple of 0x1000",
                  attribute, (uintmax_t)size);
    }
    return size;
}

/* A character that is given as a number. */
static char character(const struct xml_element *element, const char *attribute, uint64_t missing)
{
    uint64_t number = value_number_or(element, attribute, missing);

    if (number == 0 || number > 127) {
        sdf_error(attribute_place(element, attribute), NULL,
                  "'%s' is %ju, but must be the number of an ASCII character", attribute, (uintmax_t)number);
    }
    return (char)number;
}

static void connect_receiving(struct serial *s, uint64_t size)
{
    struct link link = make_link(s->c, s->driver, s->rx_virt, size, true);

    s->driver_config.rx = link.server;
    s->driver_config.rx_enabled = true;
    s->rx_config.driver = link.client;
}

static void connect_transmitting(struct serial *s, uint64_t size)
{
    struct link link = make_link(s->c, s->driver, s->tx_virt, size, false);

    s->driver_config.tx = link.server;
    s->tx_config.driver = link.client;
}

static void add_receiver(struct serial *s, struct xml_element *client, uint64_t size,
                         serial_client_config_t *config)
{
    struct link link = make_link(s->c, s->rx_virt, client, size, true);

    s->rx_config.clients[s->rx_config.num_clients++] = link.server;
    config->rx = link.client;
}

static void add_transmitter(struct serial *s, struct xml_element *client, uint64_t size,
                            serial_client_config_t *config)
{
    struct link link = make_link(s->c, s->tx_virt, client, size, false);
    serial_virt_tx_client_config_t *entry = &s->tx_config.clients[s->tx_config.num_clients++];

    entry->conn = link.server;
    strncpy(entry->name, composer_name(client), sizeof entry->name - 1);
    config->tx = link.client;
}

static void set_begin(struct serial *s, const struct xml_element *element)
{
    const char *begin = attribute_given(element, "begin") ? value_text(element, "begin") : "Begin input\r\n";

    if (strlen(begin) >= sizeof s->tx_config.begin_str) {
        sdf_error(attribute_place(element, "begin"), NULL, "'begin' has more than %zu bytes",
                  sizeof s->tx_config.begin_str - 1);
    }
    strcpy(s->tx_config.begin_str, begin);
}

static void set_options(struct serial *s, const struct xml_element *element)
{
    s->driver_config.default_baud = value_number_or(element, "baud", DEFAULT_BAUD);
    s->tx_config.enable_colour = value_flag_or(element, "colour", true);
    s->tx_config.enable_rx = s->rx_virt != NULL;
    set_begin(s, element);
    s->rx_config.switch_char = character(element, "switch_char", SWITCH_CHAR);
    s->rx_config.terminate_num_char = character(element, "terminate_num_char", TERMINATOR);
}

static void make_roles(struct serial *s, const struct xml_element *element, const struct driver *driver,
                       struct role_set *taken)
{
    const struct role roles[] = {
        {"driver", "serial_driver",
         driver == NULL ? "serial_driver.elf" : mem_format("serial_driver_%s.elf", driver->name), "100", NULL, NULL},
        {"tx_virt", "serial_virt_tx", "serial_virt_tx.elf", "99", NULL, NULL},
        {"rx_virt", "serial_virt_rx", "serial_virt_rx.elf", "99", NULL, NULL},
    };

    s->driver = composer_role(s->c, &roles[0], taken);
    s->tx_virt = composer_role(s->c, &roles[1], taken);
    if (value_flag_or(element, "rx", true)) {
        s->rx_virt = composer_role(s->c, &roles[2], taken);
    } else if (attribute_given(element, "rx_virt")) {
        sdf_error(attribute_place(element, "rx_virt"), "Remove one of the two.",
                  "without receiving there is no receive virtualiser");
    }
}

static void write_configs(struct serial *s)
{
    struct composer *c = s->c;

    composer_section(c, s->driver, ".serial_driver_config", "serial_driver_config.data", &s->driver_config,
                     sizeof s->driver_config);
    composer_section(c, s->tx_virt, ".serial_virt_tx_config", "serial_virt_tx.data", &s->tx_config,
                     sizeof s->tx_config);
    if (s->rx_virt != NULL) {
        composer_section(c, s->rx_virt, ".serial_virt_rx_config", "serial_virt_rx.data", &s->rx_config,
                         sizeof s->rx_config);
    }
}

static bool receives(const struct serial *s, const struct xml_element *client)
{
    bool rx = value_flag_or(client, "rx", s->rx_virt != NULL);

    if (rx && s->rx_virt == NULL) {
        sdf_error(attribute_place(client, "rx"), NULL, "the serial line of this client does not receive");
    }
    return rx;
}

/* All links of the receiving side come first, as in sDDF's tool: ids depend on the order. */
static void connect(struct serial *s, const struct xml_element *element, const struct role_set *taken)
{
    struct composer *c = s->c;
    uint64_t size = data_size(element, "data_size", DEFAULT_DATA_SIZE);
    size_t count = xml_count(element, "client");
    serial_client_config_t *configs = MEM_ARRAY(serial_client_config_t, count);

    if (count > SDDF_SERIAL_MAX_CLIENTS) {
        sdf_error(c->at, NULL, "a serial line has at most %d clients", SDDF_SERIAL_MAX_CLIENTS);
    }
    if (s->rx_virt != NULL) {
        connect_receiving(s, size);
        serial_client_config_t *config = configs;
        FOR_EACH_CHILD (client, element, "client") {
            c->at.element = client;
            struct xml_element *pd = composer_client(c, client, taken);
            if (receives(s, client)) {
                add_receiver(s, pd, data_size(client, "data_size", size), config);
            }
            config++;
        }
        c->at.element = element;
    }
    connect_transmitting(s, s->tx_config.enable_colour ? 2 * size : size);
    serial_client_config_t *config = configs;
    FOR_EACH_CHILD (client, element, "client") {
        c->at.element = client;
        struct xml_element *pd = composer_client(c, client, taken);
        receives(s, client);
        memcpy(config->magic, (const char[])SDDF_SERIAL_MAGIC, sizeof config->magic);
        add_transmitter(s, pd, data_size(client, "data_size", size), config);
        composer_section(c, pd, ".serial_client_config", mem_format("serial_client_%s.data", composer_name(pd)),
                         config, sizeof *config);
        config++;
    }
    c->at.element = element;
}

void compose_serial(struct composer *c, const struct xml_element *element)
{
    struct serial *s = MEM_ARRAY(struct serial, 1);
    const struct driver *driver = composer_driver(c, directories);
    struct role_set taken = {0};

    s->c = c;
    memcpy(s->driver_config.magic, (const char[])SDDF_SERIAL_MAGIC, sizeof s->driver_config.magic);
    memcpy(s->tx_config.magic, (const char[])SDDF_SERIAL_MAGIC, sizeof s->tx_config.magic);
    memcpy(s->rx_config.magic, (const char[])SDDF_SERIAL_MAGIC, sizeof s->rx_config.magic);
    make_roles(s, element, driver, &taken);
    set_options(s, element);
    composer_device(c, driver, s->driver);
    connect(s, element, &taken);
    write_configs(s);
}
