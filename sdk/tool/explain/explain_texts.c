/* SPDX-License-Identifier: BSD-2-Clause */
/* Explanations of the classes of messages, and the phrases that tell which class a message belongs to. */
#include "explain/explain_texts.h"

const struct explanation explanations[] = {
    {"E-XML", "the description is not well-formed XML",
     "The file cannot be read as XML at all: a tag is not closed, a quote is missing, '&' or '<' stands for\n"
     "itself (write &amp; and &lt;), or there are two outermost elements. The place is where reading stopped;\n"
     "the mistake can be before it, often in the line above. Document types and UTF-16 are refused on purpose.\n"},
    {"E-TEXT", "text stands where only elements may",
     "A system description keeps everything in elements and attributes. Text directly inside <system> usually is\n"
     "a comment without <!-- -->, or the rest of a tag that was edited.\n"},
    {"E-ELEM", "an element stands where it may not",
     "Each element has its place: <map>, <irq> and <setvar> inside <protection_domain>, <end> inside <channel>,\n"
     "<memory_region> and <channel> directly inside <system>. Check the spelling, and whether an element before\n"
     "this one was closed too early or too late. `microkit schema` prints the whole shape for your editor.\n"},
    {"E-ATTR", "an element has an attribute that it does not know",
     "Attributes that mean nothing are refused, because a mistyped one would otherwise be ignored silently: a\n"
     "map with 'perm' instead of 'perms' would be writable. Some are permitted only in one place: 'id' on a\n"
     "protection domain is for children, 'pp' belongs on the <end> of the caller.\n"},
    {"E-MISS", "a required attribute is missing",
     "The message names the attribute. Those without a sensible default have to be given: names, ids, addresses\n"
     "of maps, and paths of programs.\n"},
    {"E-NUM", "a value is not a number",
     "Numbers are decimal (4096), or hexadecimal behind 0x (0x1000); '_' may separate digits (0x10_000). Units,\n"
     "fractions and expressions do not exist. A number must be less than 2^64.\n"},
    {"E-VAL", "a value is not possible here",
     "The value can be read, but breaks a rule of its attribute: an id above 61, a priority above 254, an\n"
     "address or size that is not a multiple of the page size, a budget larger than its period. Sizes and\n"
     "addresses are multiples of 0x1000, and of 0x200000 if the region has pages of 2 MiB. The message says\n"
     "what is possible. An element that may stand once and stands twice is reported so too.\n"},
    {"E-REF", "a name refers to nothing",
     "A map, channel end, setvar or capability names a memory region, protection domain or scheduling domain\n"
     "that the description does not declare. Case matters; the order of declarations does not.\n"},
    {"E-DUP", "something that must be unique is there twice",
     "Two things have one name, or two channels, interrupts or children of one protection domain have one id.\n"
     "Ids of channels and interrupts are one space per protection domain, because notified() is called with\n"
     "either. An interrupt number belongs to one protection domain only. The note shows the first use.\n"},
    {"E-OVL", "two ranges overlap, or one exceeds its limit",
     "Two maps of one protection domain, or a map and its program, want the same addresses; or two memory\n"
     "regions the same physical memory; or a map reaches into the stack or beyond the end of the address\n"
     "space. Ranges are printed as [start, end), where `end` is the first byte behind. Remember that a range\n"
     "covers the whole region: a map of 2 MiB at 0x3000000 ends at 0x3200000.\n"},
    {"E-SEM", "elements do not fit together",
     "Each element is right, but not in this company. The most frequent one: the caller of a protected procedure\n"
     "must have a lower priority than the one it calls, because a server that runs below its client could be\n"
     "kept from answering. Raise the server, lower the client, or let the client notify instead of call.\n"},
    {"E-ARCH", "the board or its kernel cannot do that",
     "The feature belongs to another architecture, or this kernel was configured without it: virtual machines\n"
     "need a kernel at EL2, SMC calls need ALLOW_SMC_CALLS, I/O ports and I/O address spaces need x86-64.\n"
     "Choose another --board or --config, or do without.\n"},
    {"E-FILE", "a file is missing or is not what it should be",
     "Programs and prefill files are looked for in each --search-path in order, then in the current directory;\n"
     "the message lists where. A program must be a 64-bit ELF executable for the board's processor with its\n"
     "symbol table; if it was stripped, name the one with symbols as path_for_symbols.\n"},
    {"E-SYM", "a variable to be set is not in the program",
     "setvar and the setvar_ attributes write numbers into variables of the program before it starts. The variable\n"
     "must be global or static data of 8 bytes, defined once, and kept by the linker: an unused one is\n"
     "removed, so use it, or mark it __attribute__((used)). Declare it uintptr_t or uint64_t. Variables of C++\n"
     "need extern \"C\".\n"},
    {"E-MEM", "there is not enough physical memory, or not there",
     "A region with phys_addr must lie in memory or a device range that the kernel hands out; kernel, loader and\n"
     "interrupt controller are not among them. Regions without phys_addr must fit into the rest. The message lists\n"
     "what is available.\n"},
    {"E-DEV", "a device class cannot be composed from the board's devices",
     "<timer>, <serial> and <net> take registers and interrupts from the board's device tree, and what a driver needs\n"
     "from the database that --drivers names. A device is a path of exact node names with their unit addresses, as\n"
     "`dtc -I dtb -O dts board.dtb` shows them; it must be enabled, have a driver of the class, and be on buses that\n"
     "the processor can address. docs/composition.md has the rules.\n"},
};

const size_t explanation_count = sizeof explanations / sizeof explanations[0];

const struct message_phrase message_phrases[] = {
    {"not well-formed XML", "E-XML"},
    {"document type declarations", "E-XML"},
    {"elements nest deeper", "E-XML"},
    {"is not a system description", "E-XML"},
    {"stray text in element", "E-TEXT"},
    {"asks for an unsupported capability type", "E-ELEM"},
    {"is not permitted in element", "E-ELEM"},
    {"is not permitted on element", "E-ATTR"},
    {"is missing on element", "E-MISS"},
    {"is not a number", "E-NUM"},
    {"there is no domain", "E-REF"},
    {"there is no memory region", "E-REF"},
    {"there is no protection domain", "E-REF"},
    {"duplicate ", "E-DUP"},
    {" overlaps ", "E-OVL"},
    {"exceeds the usable addresses", "E-OVL"},
    {"exceeds the addresses", "E-OVL"},
    {"cannot find the file", "E-FILE"},
    {"cannot read the file", "E-FILE"},
    {"has no symbol table", "E-FILE"},
    {"cannot be allocated", "E-MEM"},
    {"not available", "E-ARCH"},
    {"is not possible on x86_64", "E-ARCH"},
    {"and it needs one", "E-SEM"},
    {"must be inside the protection domain of its monitor", "E-SEM"},
    {"a caller must have a lower priority", "E-SEM"},
    {"a virtual machine on x86_64 must have", "E-SEM"},
    {"but I/O address space", "E-SEM"},
    {"but on x86_64", "E-SEM"},
    {"names a domain, but the system has no", "E-SEM"},
    {"setvar_prefill_size needs", "E-SEM"},
    {"but must have between", "E-SEM"},
    {"virtual CPUs, but may have", "E-SEM"},
    {"cannot be re-initialised", "E-SEM"},
    {"is full: there is no place", "E-OVL"},
    {"the board's device tree ", "E-DEV"},
    {"no driver of class", "E-DEV"},
    {"no database of drivers", "E-DEV"},
    {"the driver wants", "E-DEV"},
    {"device '' ", "E-DEV"},
    {"no physical memory of", "E-MEM"},
    {"serves this class", "E-SEM"},
    {"two roles in this class", "E-SEM"},
    {"cannot be its own copier", "E-SEM"},
    {"neither receives nor sends", "E-SEM"},
    {"are for clients that receive", "E-SEM"},
    {"is for clients with a tx_copier", "E-SEM"},
    {"the driver of a timer is passive", "E-SEM"},
    {"there is no receive virtualiser", "E-SEM"},
    {"line of this client does not receive", "E-SEM"},
    {"which is no address", "E-VAL"},
    {"which is no Ethernet address", "E-VAL"},
    {"the address of a group", "E-VAL"},
    {"a section has its bytes from", "E-VAL"},
    {"is not a row of bytes", "E-VAL"},
    {"' has more than ", "E-VAL"},
    {"section '' ", "E-SYM"},
    {"symbol", "E-SYM"},
    {"contains a control character", "E-VAL"},
    {"may have only one", "E-VAL"},
    {"but must be", "E-VAL"},
    {"no PCI address", "E-VAL"},
    {" is empty", "E-VAL"},
    {"exactly two ends", "E-VAL"},
    {"holds no port", "E-VAL"},
    {"below the 20 microseconds", "E-VAL"},
    {"larger than period", "E-VAL"},
    {" does not exist: configuration", "E-VAL"},
    {"is not below the", "E-VAL"},
    {"is not a length of time", "E-VAL"},
    {"schedule entries", "E-VAL"},
    {"is not a multiple of", "E-VAL"},
    {"no domain id is left", "E-VAL"},
    {"only one end of a channel may call", "E-VAL"},
    {"page_size ", "E-VAL"},
    {"is larger than the limit", "E-VAL"},
    {"asks for memory that can be written and not read", "E-VAL"},
    {"may only have the letters", "E-VAL"},
    {"is not aligned to the page size", "E-VAL"},
    {"exceeds 40 bits", "E-VAL"},
    {" plus size ", "E-VAL"},
    {"exceed the ", "E-VAL"},
    {"exclude each other", "E-VAL"},
    {"is not between", "E-VAL"},
    {"more than the", "E-VAL"},
    {"the size of memory region", "E-VAL"},
};

const size_t message_phrase_count = sizeof message_phrases / sizeof message_phrases[0];
