# SPDX-License-Identifier: BSD-2-Clause
"""A composed system is the plain system that `microkit expand` prints, with its files patched in by objcopy."""

import os
import re
import subprocess

import pytest

import nemea

SECTIONS = {
    r".*_device_resources": ".device_resources",
    r"timer_client_.*": ".timer_client_config",
    r"serial_driver_config": ".serial_driver_config",
    r"serial_virt_rx": ".serial_virt_rx_config",
    r"serial_virt_tx": ".serial_virt_tx_config",
    r"serial_client_.*": ".serial_client_config",
    r"net_driver": ".net_driver_config",
    r"net_virt_rx": ".net_virt_rx_config",
    r"net_virt_tx": ".net_virt_tx_config",
    r"net_copy_.*": ".net_copy_config",
    r"net_client_.*": ".net_client_config",
    r"lib_sddf_lwip_config_.*": ".lib_sddf_lwip_config",
    r"echo\.net_echo_config": ".net_echo_config",
}
ROLES = {"serial_driver_config": "serial_driver", "net_driver": "eth_driver"}


def section_of(stem):
    return next(section for pattern, section in SECTIONS.items() if re.fullmatch(pattern, stem))


def pd_of(stem, pds):
    """The PD whose file it is: named by its role, or at the start or the end of the name."""
    named = [pd for pd in pds if stem in (pd, ROLES.get(pd)) or ROLES.get(stem) == pd or stem.endswith("_" + pd)
             or stem.startswith((pd + "_device", pd + "."))]
    return max(named, key=len)


@pytest.mark.parametrize("system", ["hello", "echo", "webserver"])
def test_plain_system_is_the_same_image(board, config, system, tmp_path):
    folder = nemea.ROOT / "build/systems" / system / board / config
    programs = nemea.ROOT / "build/os" / board / config
    usual = ["--board", board, "--config", config, "--search-path", str(tmp_path), str(programs), str(folder)]
    tool = nemea.ROOT / "build/sdk/bin/microkit"

    def run(*args):
        done = subprocess.run([tool, *args], cwd=tmp_path, capture_output=True, text=True,
                              env=dict(os.environ, MICROKIT_SDK=str(nemea.ROOT / "build/sdk")))
        assert done.returncode == 0, done.stderr

    run("expand", str(nemea.ROOT / "systems" / system / f"{system}.system"), "-o", "plain.system", "--data", "data",
        "--drivers", str(nemea.ROOT / "os/drivers"), *usual)
    plain = (tmp_path / "plain.system").read_text()
    images = dict(re.findall(r'<protection_domain name="([^"]*)"[^>]*>\s*<program_image path="([^"]*)"', plain))
    for path in sorted((tmp_path / "data").iterdir()):
        program = images[pd_of(path.stem, images)]
        source = tmp_path / program if (tmp_path / program).exists() else programs / program
        subprocess.run(["aarch64-linux-gnu-objcopy", "--update-section", f"{section_of(path.stem)}={path}", source,
                        tmp_path / program], check=True)
    run("plain.system", "-o", "loader.img", "-r", "report.txt", *usual)
    assert (tmp_path / "loader.img").read_bytes() == (folder / "loader.img").read_bytes()
