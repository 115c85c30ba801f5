/* SPDX-License-Identifier: BSD-2-Clause */
/* <timer>: a passive driver that its clients call (04 SDF-40). */
#include <sddf/timer/config.h>

#include "base/diag.h"
#include "compose/composer.h"
#include "compose/element.h"
#include "sdf/sdf_value.h"

static const char *const directories[] = {"timer", NULL};

static void add_client(struct composer *c, struct xml_element *driver, struct xml_element *client)
{
    timer_client_config_t config = {.magic = SDDF_TIMER_MAGIC};

    config.driver_id = composer_channel(c, driver, client, true).client;
    composer_section(c, client, ".timer_client_config", mem_format("timer_client_%s.data", composer_name(client)),
                     &config, sizeof config);
}

/* The timer answers on its callers' time. */
static void make_passive(const struct composer *c, struct xml_element *driver)
{
    if (!attribute_given(driver, "passive")) {
        element_set(driver, c->at, "passive", "true");
    } else if (!value_flag_or(driver, "passive", false)) {
        sdf_error(attribute_place(driver, "passive"), "Remove the attribute.", "the driver of a timer is passive");
    }
}

void compose_timer(struct composer *c, const struct xml_element *element)
{
    const struct driver *driver = composer_driver(c, directories);
    const struct role role = {
        .attribute = "driver",
        .name = "timer_driver",
        .program = driver == NULL ? "timer_driver.elf" : mem_format("timer_driver_%s.elf", driver->name),
        .priority = "253",
    };
    struct role_set taken = {0};
    struct xml_element *pd = composer_role(c, &role, &taken);

    make_passive(c, pd);
    composer_device(c, driver, pd);
    FOR_EACH_CHILD (client, element, "client") {
        c->at.element = client;
        add_client(c, pd, composer_client(c, client, &taken));
    }
    c->at.element = element;
}
