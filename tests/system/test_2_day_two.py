# SPDX-License-Identifier: GPL-2.0-only
"""The second boot of the same card: nothing is built again, what the user did is
still there; by way of U-Boot's prompt."""

import os

import pytest

from host import BUILD, KERNELS, VAR, sh

LED = "/sys/class/leds/sp6_led%d/"


def newest(folder):
    """When anything below the folder was last written."""
    return max(os.stat(os.path.join(path, name), follow_symlinks=False).st_mtime_ns
               for path, _, names in os.walk(folder) for name in names)


@pytest.fixture(scope="module")
def system(card, booted):  # pylint: disable=unused-argument
    """Boots by way of the U-Boot prompt."""
    before = {folder: newest(folder) for folder in
              ("cache", "build/guest", "build/host", "build/tools",
               *(BUILD + "/" + part for part in ("boot", "rootfs")),
               *(kernel + "/" + part for kernel in KERNELS.values() for part in ("modules", "target")))}
    it = booted("day-two")
    it.built = it.console.expect("(?s)(.*)==> Starting the board").group(1)
    it.console.expect("Hit any key to stop autoboot")
    it.console.tty.send(" ")
    it.console.expect("=> ")
    it.unchanged = before == {folder: newest(folder) for folder in before}
    it.console.type("boot")
    it.console.enter()
    it.console.expect("dom0 login: ")
    it.log_in()
    return it


def test_a_deploy_without_changes_writes_nothing(card):
    result = sh("./deploy", "ex")
    assert result.returncode == 0, result.stderr
    assert "boot partition: 0 of 5 files, Dom0: 0 of" in result.stdout


def test_boot_at_the_uboot_prompt_goes_on(system):
    assert "board: alive" in system.dom0("sp6ctl status")
    system.domu("echo 1 > " + LED % 0 + "brightness")
    system.panel.wait_leds(0x3f, 0x01)
    system.domu("echo 0 > " + LED % 0 + "brightness")
    system.panel.wait_leds(0x3f, 0x00)


def test_the_second_stex_builds_and_downloads_nothing(system):
    assert system.built == ""
    assert system.unchanged


def test_the_users_file_survived_the_deploy(system):
    assert system.dom0("cat /root/mine") == "kept by the user"


def test_both_ends_can_be_unbound_and_bound(system):
    """The guest's LEDs stay, and their state comes back."""
    system.domu("echo 1 > " + LED % 2 + "brightness")
    system.panel.wait_leds(0x04, 0x04)
    drivers = {"DOM0": ("/sys/bus/xen-backend/drivers/xen-ledback/", "vled-1-0"),
               "DOM1": ("/sys/bus/xen/drivers/xen-ledfront/", "vled-0")}
    for domain, (driver, device) in drivers.items():
        system.console.run(domain, "echo %s > %sunbind" % (device, driver))
        system.console.run(domain, "echo %s > %sbind" % (device, driver))
        system.dom0("sp6ctl attach domu")
        assert "vled 0: connected" in system.dom0("sp6ctl status")
        system.domu("echo 0 > " + LED % 2 + "brightness")
        system.panel.wait_leds(0x04, 0x00)
        system.domu("echo 1 > " + LED % 2 + "brightness")
        system.panel.wait_leds(0x04, 0x04)
    system.domu("echo 0 > " + LED % 2 + "brightness")
    system.panel.wait_leds(0x3f, 0x00)


def test_poweroff_ends_the_board_as_well(system):
    system.dom0("sync")
    system.console.type("poweroff")
    system.console.enter()
    assert system.console.wait_end() == 0
    assert not os.path.exists(VAR + "/run/panel.sock")
