# SPDX-License-Identifier: BSD-2-Clause
"""Composition: what device classes expand to, and the bytes of the configuration, by the offsets of the format.

`compose/NAME.system` must expand to exactly `compose/NAME.expected`. `python3 test/tool/golden.py` rewrites those.
Wrong compositions are among the descriptions of test_sdf.py.
"""

import json
import shutil
import struct

import pytest

from conftest import HERE, ROOT

BOARD = ("--board", "qemu_virt_aarch64", "--config", "debug")
MAGIC = {"device": 1, "serial": 3, "net": 5, "timer": 6, "lwip": 8}


def systems():
    return sorted((HERE / "compose").glob("*.system"))


def expand(tool, path, *args, cwd, drivers=ROOT / "os/drivers"):
    return tool.run("expand", path, *BOARD, "--drivers", drivers, *args, "--search-path", HERE / "files", cwd=cwd)


@pytest.mark.parametrize("path", systems(), ids=lambda path: path.stem)
def test_expansion(tool, path):
    result = expand(tool, path.name, cwd=path.parent)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == path.with_suffix(".expected").read_text()


@pytest.mark.parametrize("path", systems(), ids=lambda path: path.stem)
def test_expansion_is_a_description_that_expands_to_itself(tool, path, tmp_path):
    shutil.copy(path.with_suffix(".expected"), tmp_path / "plain.system")
    result = tool.run("expand", "plain.system", *BOARD, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == path.with_suffix(".expected").read_text()


def data_of(tool, name, tmp_path):
    result = expand(tool, name + ".system", "-o", tmp_path / "plain.system", "--data", tmp_path / "data",
                    cwd=HERE / "compose")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    return {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()}


def words(data, at, count=2):
    return struct.unpack_from(f"<{count}Q", data, at)


def check_magic(data, kind):
    assert data[:5] == b"sDDF" + bytes([MAGIC[kind]])


def test_timer_configuration(tool, tmp_path):
    files = data_of(tool, "timer", tmp_path)
    assert set(files) == {"timer_driver_device_resources.data", "timer_client_a.data", "timer_client_b.data"}
    device = files["timer_driver_device_resources.data"]
    check_magic(device, "device")
    assert len(device) == 1608
    assert (device[5], device[6], device[1544]) == (0, 1, 0)  # no region, one interrupt, with id 0
    for client, channel in (("a", 5), ("b", 0)):  # `a` uses ids 0 to 4 itself
        config = files[f"timer_client_{client}.data"]
        check_magic(config, "timer")
        assert (len(config), config[5]) == (6, channel)


def test_serial_configuration(tool, tmp_path):
    files = data_of(tool, "serial", tmp_path)
    assert set(files) == {"serial_driver_device_resources.data", "serial_driver_config.data", "serial_virt_tx.data",
                          "serial_virt_rx.data", "serial_client_a.data", "serial_client_b.data"}
    for name, size in (("serial_driver_config", 104), ("serial_virt_tx", 6840), ("serial_virt_rx", 2616),
                       ("serial_client_a", 88), ("serial_client_b", 88)):
        assert len(files[name + ".data"]) == size
        check_magic(files[name + ".data"], "serial")
    device = files["serial_driver_device_resources.data"]
    # The registers start within a page: CFG-5.
    assert words(device, 8, 3) == (0x20000080, 0x2000, 0xc002000)
    driver = files["serial_driver_config.data"]
    assert words(driver, 8, 4) == (0x20002000, 0x1000, 0x20003000, 0x10000) and driver[8 + 32] == 1
    assert words(driver, 48, 4) == (0x20013000, 0x1000, 0x20014000, 0x20000) and driver[48 + 32] == 2
    assert words(driver, 88, 1) == (9600,) and driver[96] == 1
    tx = files["serial_virt_tx.data"]
    assert words(tx, 8, 4) == (0x20000000, 0x1000, 0x20001000, 0x20000) and tx[8 + 32] == 0
    assert tx[48 + 40:48 + 42] == b"a\0" and tx[48 + 104 + 40:48 + 104 + 42] == b"b\0"
    assert words(tx, 48 + 104, 4)[3] == 0x4000 and tx[48 + 104 + 32] == 2
    assert tx[6704] == 2 and tx[6705:6711] == b"Hi\r\n\0\0" and tx[6833] == 1 and tx[6834] == 1
    rx = files["serial_virt_rx.data"]
    assert rx[2608] == 1 and rx[2609] == 29 and rx[2610] == 13
    assert rx[48 + 32] == 1
    assert words(files["serial_client_b.data"], 8, 5) == (0, 0, 0, 0, 0)  # it does not receive
    assert words(files["serial_client_a.data"], 48, 1) != (0,)


def test_network_configuration(tool, tmp_path):
    files = data_of(tool, "net", tmp_path)
    assert set(files) == {"eth_driver_device_resources.data", "net_driver.data", "net_virt_rx.data", "net_virt_tx.data",
                          "net_copy_net_copier_a.data", "net_client_a.data", "net_client_b.data", "net_client_c.data",
                          "net_tx_copy_guard.data", "net_copy_copier_c.data", "lib_sddf_lwip_config_a.data"}
    sizes = {"net_driver": 88, "net_virt_rx": 27744, "net_virt_tx": 134200, "net_copy_net_copier_a": 1128,
             "net_client_a": 128}
    for name, size in sizes.items():
        assert len(files[name + ".data"]) == size
        check_magic(files[name + ".data"], "net")
    driver, rx, tx = (files[f"net_{name}.data"] for name in ("driver", "virt_rx", "virt_tx"))
    assert struct.unpack_from("<HB", driver, 8 + 32) == (256, 1)
    assert struct.unpack_from("<HB", driver, 48 + 32) == (2048, 2)  # 512 + 128 + 512, rounded up
    device = files["eth_driver_device_resources.data"]
    assert (device[5], device[6]) == (2, 1)
    assert words(device, 8, 3) == (0x20000200, 0x1000, 0xa000000)
    rings = words(device, 32, 3)
    assert rings == (0x20001000, 0x10000, 0x5fff0000)
    assert words(rx, 48, 3)[1:] == (256 * 2048, 0x5ff70000)
    assert rx[27736] == 3
    for number, mac in enumerate((b"\x52\x54\x01\x00\x00\x10", None, b"\x52\x54\x01\x00\x00\x12")):
        entry = rx[88 + 432 * number:88 + 432 * (number + 1)]
        assert entry[424] == 1
        assert entry[40] & 3 == 2  # one station, locally administered
        assert mac is None or entry[40:46] == mac
        client = files[f"net_client_{'abc'[number]}.data"]
        assert client[120:126] == entry[40:46]
    assert tx[134192] == 3
    io_addresses = [words(tx, 48 + 2096 * i + 40 + 16, 1)[0] for i in range(3)]
    assert io_addresses == [0x5fe70000, 0x5fe30000, 0x5fd30000]
    # The client without a copier maps what the device writes.
    assert words(files["net_client_b.data"], 48)[1] == 256 * 2048
    guard = files["net_tx_copy_guard.data"]
    assert guard[-8:-2] == b"\x52\x54\x01\x00\x00\x12"[-6:] or b"\x0a\x00\x02\x43" in guard
    lwip = files["lib_sddf_lwip_config_a.data"]
    check_magic(lwip, "lwip")
    assert words(lwip, 8, 3)[1:] == (0xe000, 1024)


def test_addresses_of_clients_depend_on_their_names_only(tool, tmp_path):
    mac = data_of(tool, "net", tmp_path)["net_client_b.data"][120:126]
    (tmp_path / "x.system").write_text('<system><net><client pd="b"/></net><protection_domain name="b">'
                                       '<program_image path="x"/></protection_domain></system>')
    result = expand(tool, "x.system", "--data", "again", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "again/net_client_b.data").read_bytes()[120:126] == mac


def test_memory_for_devices_goes_around_fixed_regions(tool, tmp_path):
    (tmp_path / "x.system").write_text(
        '<system><memory_region name="m" size="0x1000" phys_addr="0x5ff80000"/><net><client pd="b"/></net>'
        '<protection_domain name="b"><program_image path="x"/></protection_domain></system>')
    result = expand(tool, "x.system", cwd=tmp_path)
    assert 'name="net/rx/data/device" size="0x100000" phys_addr="0x5fe80000"' in result.stdout


SERIAL = '<system><serial device="pl011@9000000"><client pd="b"/></serial><protection_domain name="b">' \
         '<program_image path="x"/></protection_domain></system>'


def refused(tool, tmp_path, *args, drivers):
    (tmp_path / "x.system").write_text(SERIAL)
    result = expand(tool, "x.system", *args, cwd=tmp_path, drivers=drivers)
    assert (result.returncode, result.stdout) == (1, "")
    return result.stderr


@pytest.mark.parametrize("config, message", [
    ("", "is not JSON"),
    ("[]", "expected an object"),
    ({}, "'compatible' must be an array"),
    ({"compatible": ["arm,pl011"], "more": 1}, "unknown key 'more'"),
    ({"compatible": [1]}, "must be text"),
    ({"compatible": ["a"] * 65}, "at most 64"),
    ({"compatible": ["arm,pl011"], "resources": {"regions": [{"name": "r"}]}}, "needs a 'dt_index' or a 'size'"),
    ({"compatible": ["arm,pl011"], "resources": {"regions": [{"dt_index": 0}]}}, "the 'name' of a region"),
    ({"compatible": ["arm,pl011"], "resources": {"regions": [{"name": "r", "size": 100}]}},
     "multiple of the page size"),
    ({"compatible": ["arm,pl011"], "resources": {"regions": [{"name": "r", "dt_index": -1}]}}, "must be a number"),
    ({"compatible": ["arm,pl011"], "resources": {"regions": [{"name": "r", "dt_index": 0, "cached": True}]}},
     "cannot be cached"),
    ({"compatible": ["arm,pl011"], "resources": {"regions": [{"name": "r", "dt_index": 0}, {"name": "s",
     "dt_index": 0}]}},
     "two regions"),
    ({"compatible": ["arm,pl011"], "resources": {"irqs": [{"dt_index": 0}, {"dt_index": 0}]}}, "two interrupts"),
    ({"compatible": ["arm,pl011"], "resources": {"irqs": [{}]}}, "needs a 'dt_index'"),
    ({"compatible": ["arm,pl011"], "resources": {"regions": [{"name": "r", "dt_index": 0, "size": 0x2000}]}},
     "the driver wants 0x2000 bytes"),
    ({"compatible": ["arm,pl011"], "resources": {"irqs": [{"dt_index": 1}]}}, "has no entry 1 in 'interrupts'"),
    ({"compatible": ["arm,pl011"], "resources": {"regions": [{"name": "r", "dt_index": 7}]}},
     "has no entry 7 in 'reg'"),
])
def test_wrong_database(tool, tmp_path, config, message):
    folder = tmp_path / "drivers/serial/x"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(config if isinstance(config, str) else json.dumps(config))
    assert message in refused(tool, tmp_path, drivers="drivers")


def test_two_drivers_for_one_device(tool, tmp_path):
    for name in "xy":
        folder = tmp_path / "drivers/serial" / name
        folder.mkdir(parents=True)
        (folder / "config.json").write_text(json.dumps({"compatible": ["arm,pl011"]}))
    assert "drivers/serial/x/config.json' also drives 'arm,pl011'" in refused(tool, tmp_path, drivers="drivers")


def test_no_database(tool, tmp_path):
    assert "--drivers 'nowhere' is not a directory" in refused(tool, tmp_path, drivers="nowhere")


@pytest.mark.parametrize("blob", [b"", b"x" * 100, b"\xd0\x0d\xfe\xed" + b"\xff" * 60])
def test_wrong_device_tree(tool, tmp_path, blob):
    (tmp_path / "x.dtb").write_bytes(blob)
    assert "the device tree 'x.dtb' is not a" in refused(tool, tmp_path, "--dtb", "x.dtb", drivers=ROOT / "os/drivers")


def test_fixed_channel_id_of_an_interrupt(tool, tmp_path):
    folder = tmp_path / "drivers/serial/x"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(
        json.dumps({"compatible": ["arm,pl011"], "resources": {"irqs": [{"dt_index": 0, "channel_id": 40}]}}))
    (tmp_path / "x.system").write_text(SERIAL)
    result = expand(tool, "x.system", cwd=tmp_path, drivers="drivers")
    assert '<irq irq="33" id="40" trigger="level" />' in result.stdout


def test_headers_of_a_composed_system(tool, tmp_path):
    (tmp_path / "x.system").write_text(SERIAL)
    result = tool.run("x.system", *BOARD, "--drivers", ROOT / "os/drivers", "--emit-headers", "out", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "#define SERIAL_DRIVER_IRQ_33 " in (tmp_path / "out/serial_driver.h").read_text()


def test_graph_shows_the_ends_of_long_names(tool, tmp_path):
    (tmp_path / "x.system").write_text(SERIAL)
    result = tool.run("graph", "x.system", "--drivers", ROOT / "os/drivers", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    picture = (tmp_path / "system.svg").read_text()
    assert picture.count(">\u2026/serial/queue</text>") == picture.count(">\u2026/serial/data</text>") == 4
    assert "pl011@9000000/serial/queue/serial_virt_tx/b" in picture  # under the pointer


def test_graph_and_check_see_what_was_composed(tool, tmp_path):
    (tmp_path / "x.system").write_text(SERIAL)
    result = tool.run("check", "x.system", "--drivers", ROOT / "os/drivers", "--reach", "pd:b", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "serial_virt_rx" in result.stdout
    result = tool.run("graph", "x.system", "--drivers", ROOT / "os/drivers", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "serial_virt_tx" in (tmp_path / "system.svg").read_text()
