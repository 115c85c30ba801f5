/* SPDX-License-Identifier: BSD-2-Clause */
/* The serial line: finds the PL011's page in the device untypeds, maps it, and prints by polling. */
#include <framework/console.h>
#include <framework/objects.h>

#define UART_PADDR 0x09000000ul
#define UART_VADDR 0x10000000ul
#define PAGE_SIZE (1ul << seL4_PageBits)
#define REGISTER_DATA 0u
#define REGISTER_FLAGS 6u
#define FLAG_TRANSMIT_FULL (1u << 5)

volatile uint32_t *uart_registers(void)
{
    return (volatile uint32_t *)UART_VADDR;
}

/* The boot untyped that covers the page at `paddr`, and where it starts. */
static seL4_CPtr covering_untyped(seL4_Word paddr, seL4_Word *start)
{
    for (seL4_Word i = 0; i < boot->untyped.end - boot->untyped.start; i++) {
        const seL4_UntypedDesc *description = &boot->untypedList[i];

        if (description->paddr <= paddr && paddr - description->paddr < 1ul << description->sizeBits) {
            *start = description->paddr;
            return boot->untyped.start + i;
        }
    }
    return 0;
}

/* Moves the untyped's watermark from `start` to `paddr` by cutting off the largest pieces that fit. */
static bool skip_to(seL4_CPtr untyped, seL4_Word start, seL4_Word paddr)
{
    while (start < paddr) {
        unsigned bits = seL4_PageBits;

        while (start % (2ul << bits) == 0 && start + (2ul << bits) <= paddr) {
            bits++;
        }
        if (retype(untyped, seL4_UntypedObject, bits, slot_new()) != seL4_NoError) {
            return false;
        }
        start += 1ul << bits;
    }
    return true;
}

bool console_start(void)
{
    seL4_Word start = 0;
    seL4_CPtr untyped = covering_untyped(UART_PADDR, &start);
    seL4_CPtr frame = slot_new();

    return untyped != 0 && skip_to(untyped, start, UART_PADDR) &&
           retype(untyped, seL4_ARM_SmallPageObject, 0, frame) == seL4_NoError &&
           map_with_tables(frame, ROOT_VSPACE, UART_VADDR, seL4_ReadWrite, seL4_ARM_ExecuteNever) ==
               seL4_NoError;
}

static void print_character(char character)
{
    volatile uint32_t *uart = uart_registers();

    while (uart[REGISTER_FLAGS] & FLAG_TRANSMIT_FULL) {
    }
    uart[REGISTER_DATA] = (uint32_t)(unsigned char)character;
}

void print(const char *text)
{
    for (; *text != '\0'; text++) {
        print_character(*text);
    }
}

static void print_in_base(seL4_Word number, unsigned base)
{
    char digits[21];
    unsigned position = sizeof digits - 1;

    digits[position] = '\0';
    do {
        digits[--position] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number > 0);
    print(&digits[position]);
}

void print_number(seL4_Word number)
{
    print_in_base(number, 10);
}

void print_hex(seL4_Word number)
{
    print("0x");
    print_in_base(number, 16);
}

void expect_console(const char *text)
{
    print("EXPECT ");
    print(text);
    print("\n");
}
