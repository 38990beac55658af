# SPDX-License-Identifier: GPL-2.0-only
"""sp6ctl watch, as it runs in Dom0 from boot: guests get their LEDs, buttons and screen by
themselves, what a person took or detached stays so, and what the dead left goes away."""

import json

import pytest

LED = "/sys/class/leds/sp6_led%d/"
BACK = "/sys/bus/xen-backend/drivers/xen-ledback/"
BACK_ENDS = "/local/domain/0/backend/"
LOCK = "/run/sp6ctl-watch.lock"
CONNECTED = ("domu: LED device is connected, %d LEDs\n"
             "domu: input device reptar_sp6_buttons is connected\n"
             "domu: screen is connected, 800x480")


@pytest.fixture(scope="module")
def system(card, booted):  # pylint: disable=unused-argument
    it = booted("watch")
    it.boot = it.console.expect("(?s)(.*)dom0 login: ").group(1)
    it.log_in()
    it.borrow_configuration()
    return it


def wait_owner(system, led, owner):
    system.wait_for("sp6ctl status | grep -q 'sp6_led%d .* of 1  *%s'" % (led, owner))


def wait_said(system, words):
    system.wait_for("logread | grep -q '%s'" % words)


def trigger(system, led):
    return system.dom0("sed 's/.*\\[//; s/\\].*//' %strigger" % (LED % led))


def test_the_devices_are_connected_when_dom0_is_ready(system):
    lines = system.boot.replace("\r", "").split("\n")
    for line in (CONNECTED % 6).split("\n"):
        assert lines.index("dom0: " + line) < lines.index("dom0: ready")
    assert [trigger(system, led) for led in range(6)] == ["vled1-0-%d" % led for led in range(6)]
    system.domu("echo 1 > %sbrightness" % (LED % 0))
    system.panel.wait_leds(0x3f, 0x01)
    system.domu("echo 0 > %sbrightness" % (LED % 0))
    system.panel.wait_leds(0x3f, 0x00)


def test_status_as_json(system):
    status = json.loads(system.dom0("sp6ctl status --json"))
    assert status["board"] == "alive"
    assert status["focus"] == {"domid": 0, "name": "Dom0"}
    (guest,) = status["guests"]
    assert (guest["domid"], guest["name"], guest["runs"]) == (1, "domu", True)
    assert [device["kind"] for device in guest["devices"]] == ["vled", "vinput", "vfb"]
    for device in guest["devices"]:
        assert device["connected"] and device["back_end"] == device["front_end"] == "Connected"
    leds, buttons, screen = guest["devices"]
    assert screen["screen"] == {"width": 800, "height": 480, "shown": False}
    assert buttons["input"] == {"name": "reptar_sp6_buttons", "present": True}
    assert leds["leds"] == [
        {"name": "sp6_led%d" % led, "target": "sp6_led%d" % led, "brightness": 0,
         "max_brightness": 1, "driven_by": {"type": "guest", "domid": 1, "name": "domu",
                                            "trigger": "vled1-0-%d" % led}}
        for led in range(6)]


def test_leds_come_back_with_the_back_end_but_not_the_one_taken(system):
    system.dom0("echo none > %strigger" % (LED % 0))
    system.dom0("echo vled-1-0 > %sunbind; rmmod xen-ledback; modprobe xen-ledback" % BACK)
    for led in range(1, 6):
        system.wait_for("grep -q '\\[vled1-0-%d\\]' %strigger" % (led, LED % led))
    system.domu("echo 1 > %sbrightness; echo 1 > %sbrightness" % (LED % 0, LED % 1))
    system.panel.wait_leds(0x3f, 0x02)
    assert trigger(system, 0) == "none"
    system.dom0("sp6ctl attach domu")
    system.panel.wait_leds(0x3f, 0x03)
    system.domu("echo 0 > %sbrightness; echo 0 > %sbrightness" % (LED % 0, LED % 1))
    system.panel.wait_leds(0x3f, 0x00)


def test_leds_come_back_with_the_board(system):
    system.dom0("modprobe -r sp6; modprobe sp6")
    for led in range(6):
        system.wait_for("grep -q '\\[vled1-0-%d\\]' %strigger" % (led, LED % led))


def test_what_the_dead_left_goes_and_what_was_detached_stays_so(system):
    system.dom0("sp6ctl detach domu")
    for kind in ("vled", "vinput", "vfb"):
        node = BACK_ENDS + kind + "/77"
        system.dom0("xenstore-write %s/0/state 1" % node)
        system.wait_for("! xenstore-exists %s" % node)
    wait_said(system, "domain 77 is gone: its screen is removed")
    assert "no devices attached" in system.dom0("sp6ctl status domu")
    assert system.dom0("sp6ctl attach domu") == CONNECTED % 6


def test_there_is_one_watch_and_it_can_be_ended_and_started(system):
    for option in ("", "--background"):
        status, said = system.console.attempt("DOM0", "sp6ctl watch " + option)
        assert (status, said) == (1, "sp6ctl: sp6ctl watch runs already: 'kill $(cat %s)' ends it"
                                  % LOCK)
    system.dom0("pid=$(cat %s); kill $pid; u '! kill -0 $pid 2>/dev/null'" % LOCK)
    assert system.dom0("sp6ctl watch --background") == CONNECTED % 6
    system.dom0("kill -0 $(cat %s)" % LOCK)
    status, said = system.console.attempt("DOM0", "sp6ctl watch --config /nowhere")
    assert status == 1 and "/nowhere" in said


def test_the_configuration_can_be_changed_and_a_faulty_one_is_not_used(system):
    """LED 5 becomes that of the second guest."""
    system.dom0("echo led > /etc/xen-sp6/faulty.conf; kill -HUP $(cat %s)" % LOCK)
    wait_said(system, "faulty.conf:1: .*; the configuration stays as it was")
    system.dom0("rm /etc/xen-sp6/faulty.conf; sed -i /sp6_led5/d /etc/xen-sp6/domu.conf; "
                "kill -HUP $(cat %s)" % LOCK)
    wait_said(system, "the configuration was read again")
    system.dom0("sp6ctl detach domu")
    assert system.dom0("sp6ctl attach domu") == CONNECTED % 5
    assert trigger(system, 5) == "none"


def domid(system):
    return int(system.dom0("xl domid guest2"))


def reload_back(system):
    system.dom0("echo vled-1-0 > %sunbind; rmmod xen-ledback" % BACK)
    system.dom0("modprobe xen-ledback")


def test_a_configured_led_follows_the_focus(system):
    """From the moment that the configuration is read, where nobody has the LED."""
    system.dom0("echo 'focus-led = sp6_led5 4' > /etc/xen-sp6/focus.conf; kill -HUP $(cat %s)" % LOCK)
    wait_owner(system, 4, "domu")
    system.wait_for("grep -q '\\[vled-focus-4\\]' %strigger" % (LED % 5))
    system.domu("echo 1 > %sbrightness" % (LED % 4))
    system.panel.wait_leds(0x3f, 0x10)
    system.dom0("sp6ctl focus domu")
    system.panel.wait_leds(0x3f, 0x30)
    reload_back(system)
    system.panel.wait_leds(0x3f, 0x30)
    system.dom0("sp6ctl focus dom0")
    system.panel.wait_leds(0x3f, 0x10)
    system.domu("echo 0 > %sbrightness" % (LED % 4))
    system.panel.wait_leds(0x3f, 0x00)

    # Not configured any more: it is free after the next reload.
    system.dom0("rm /etc/xen-sp6/focus.conf; kill -HUP $(cat %s)" % LOCK)
    reload_back(system)
    wait_owner(system, 4, "domu")
    assert trigger(system, 5) == "none"


def test_a_guest_that_starts_gets_its_led_by_itself(system):
    system.dom0("xl create -q /etc/xen/guest2.cfg")
    wait_owner(system, 5, "guest2")
    system.wait_for("sp6ctl status guest2 | grep -q 'vinput 0: connected (reptar_sp6_buttons)'")
    system.wait_for("sp6ctl status guest2 | grep -q 'vfb 0: connected (800x480, not shown)'")
    before = domid(system)
    wait_said(system, "guest2: LED device is connected, 1 LED$")
    system.console.go_to("guest2")
    system.console.log_in("guest2")
    system.console.run("guest2", "echo 1 > %sbrightness" % (LED % 5))
    system.panel.wait_leds(0x3f, 0x20)

    # Its next life has another domid.
    system.console.type("reboot")
    system.console.enter()
    system.console.guest_ended()
    system.wait_for("[ $(xl domid guest2 2>/dev/null || echo %d) -ne %d ]" % (before, before))
    wait_owner(system, 5, "guest2")
    system.wait_for("! xenstore-exists %svled/%d" % (BACK_ENDS, before))
    system.console.go_to("guest2")
    system.console.log_in("guest2")
    system.console.run("guest2", "echo 1 > %sbrightness" % (LED % 5))
    system.panel.wait_leds(0x3f, 0x20)


def test_a_dead_guests_led_goes_dark(system):
    last = domid(system)
    system.dom0("xl destroy guest2")
    system.panel.wait_leds(0x3f, 0x00)
    for kind in ("vled", "vinput", "vfb"):
        system.wait_for("! xenstore-exists %s%s/%d" % (BACK_ENDS, kind, last))
