# SPDX-License-Identifier: BSD-2-Clause
"""An SDK directory with board data only: enough for everything the tool does before it opens an ELF file.

Three architectures stand side by side, so that rules for kernels which Nemea cannot build yet are tested too.
"""

import json
import pathlib
import subprocess

ARM = {
    "SEL4_ARCH": "aarch64", "WORD_SIZE": "64", "PADDR_USER_DEVICE_TOP": str(1 << 40), "ROOT_CNODE_SIZE_BITS": "17",
    "RETYPE_FAN_OUT_LIMIT": "256", "MAX_NUM_BOOTINFO_UNTYPED_CAPS": "230", "ENABLE_SMP_SUPPORT": False,
    "NUM_DOMAINS": "16", "NUM_DOMAIN_SCHEDULES": "100", "HAVE_FPU": True, "ARM_HYPERVISOR_SUPPORT": True,
    "ARM_PA_SIZE_BITS_40": True, "ARM_PA_SIZE_BITS_44": False, "ALLOW_SMC_CALLS": True,
}
ARM_EL1 = ARM | {"ARM_HYPERVISOR_SUPPORT": False, "ALLOW_SMC_CALLS": False}
ARM_SMP = ARM | {"ENABLE_SMP_SUPPORT": True, "MAX_NUM_NODES": "4"}
RISCV = {key: value for key, value in ARM.items() if "ARM" not in key and key != "ALLOW_SMC_CALLS"} | {
    "SEL4_ARCH": "riscv64"}
X86 = RISCV | {"SEL4_ARCH": "x86_64", "VTX": False, "IOMMU": False}
X86_VTX = X86 | {"VTX": True, "IOMMU": True}

# (board, configuration): kernel configuration, last user address
BOARDS = {
    ("qemu_virt_aarch64", "debug"): (ARM, 0xffffffffff),
    ("qemu_virt_aarch64", "smp-debug"): (ARM_SMP, 0xffffffffff),
    ("qemu_virt_aarch64_el1", "debug"): (ARM_EL1, 0x7fffffffffff),
    ("qemu_virt_riscv64", "debug"): (RISCV, 0x3fffffefff),
    ("x86_64_generic", "debug"): (X86, 0x7fffffffefff),
    ("x86_64_generic_vtx", "debug"): (X86_VTX, 0x7fffffffefff),
}

SIZES = {"tcb": 11, "endpoint": 4, "notification": 6, "small_page": 12, "large_page": 21, "asid_pool": 12,
         "asid_table": 9, "slot": 5, "min_untyped_bits": 4, "max_untyped_bits": 47, "vspace": 13, "reply": 5,
         "vcpu": 12, "page_table": 12, "huge_page": 30}
PLATFORM = {"memory": [{"start": 0x40000000, "end": 0xc0000000}],
            "devices": [{"start": 0, "end": 0x8000000}, {"start": 0x8040000, "end": 0x40000000}]}
# Memory for devices ends here; what examples expand to depends on it.
COMPOSITION = {"paddr_top": 0x60000000}
DEVICE_TREE = pathlib.Path(__file__).parent / "files" / "board.dts"
ELF_FILES = ("sel4.elf", "monitor.elf", "initialiser.elf", "loader.elf")


def make(root):
    """Create the SDK at the pathlib.Path `root` and return it."""
    for (board, config), (kernel, user_top) in BOARDS.items():
        directory = root / "board" / board / config
        (directory / "include/kernel").mkdir(parents=True)
        (directory / "elf").mkdir()
        for name in ELF_FILES:
            (directory / "elf" / name).write_bytes(b"")
        contents = {
            "include/kernel/gen_config.json": kernel,
            "object_sizes.json": SIZES,
            "address_space_constants.json": {"page_table_index_bits": 9, "vspace_user_top": user_top},
            "invocations_all.json": {},
        }
        if kernel["SEL4_ARCH"] != "x86_64":
            contents["platform_gen.json"] = PLATFORM
        if kernel["SEL4_ARCH"] == "aarch64":
            contents["composition.json"] = COMPOSITION
            subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", directory / "board.dtb", DEVICE_TREE], check=True)
        for name, content in contents.items():
            (directory / name).write_text(json.dumps(content))
    (root / "board" / "README").write_text("A file among the boards is no board.\n")
    (root / "bin").mkdir()
    return root
