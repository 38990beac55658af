# SPDX-License-Identifier: GPL-2.0-only
"""The board's screen shows the domain that has the focus, pixel for pixel: Dom0 and guests
draw, the focus moves, guests and drivers come and go, and programs get in the way."""

import re

import pytest

from buttons import BOARD
from conftest import rounds
from host import sh
from screen import BLACK, SIZE, difference, palette, picture, read_png

DOMU = 1  # the number of the default guest
BACK = "/sys/bus/xen-backend/devices/vfb-%d-0/"
PAGES = "cat /sys/bus/xen-backend/devices/vfb-*/pages"
MEMORY = "cat /sys/devices/system/xen_memory/xen_memory0/info/current_kb"
FRAME = 800 * 480 * 4  # bytes
SMALL = (640, 400)
GREY = b"\xaa\xaa\xaa"  # of the text console's letters

# The page that names a guest without a screen.
PAPER, INK = b"\x20\x24\x2c", b"\xd8\xdc\xe4"

CLEAR = r"printf '\033[?25l\033[H\033[2J%s' >/dev/tty1"


@pytest.fixture(scope="module")
def system(laden_card, booted):  # pylint: disable=unused-argument
    it = booted("screen")
    it.come_up()
    it.use_test_card()
    return it


@pytest.fixture(autouse=True)
def dom0_has_the_focus(system):
    system.focus("Dom0")


def draw(system, console, domain, name, size=SIZE):
    """What the domain has on its screen from now on, shown or not."""
    system.console.run(console, "sp6-picture " + name)
    return picture(domain, name, size)


def press(system, button, number):
    """A focus key; until the domain has the focus."""
    system.panel("press", button)
    system.await_focus(number)


def counter(system, name, domid=DOMU):
    return int(system.dom0("cat " + BACK % domid + name))


def is_text(image):
    """Of a text console that has not been left black."""
    return image.colours() == {BLACK, GREY}


def is_long_text(image):
    return is_text(image) and image.count(GREY) > 100


def is_page(image):
    return image.colours() == {PAPER, INK}


# --- Dom0 and a guest ---------------------------------------------------------------


def test_after_boot_both_domains_say_that_they_are_ready(system):
    """On their text consoles: the guest's is shown although it wrote there before it had a
    screen."""
    system.screen.wait(is_long_text)
    system.focus("domu")
    system.screen.wait(is_long_text)


def test_pictures_change_hands(system):
    """A and B do not move: each change shows the other one, pixel for pixel, and nothing
    after it is different."""
    dom0 = draw(system, "DOM0", "dom0", "A")
    domu = draw(system, "DOM1", "domu", "B")
    system.screen.wait(dom0)
    for _ in rounds(200, 10):
        press(system, "BACKSPACE", DOMU)
        system.screen.wait(domu)
        press(system, "ESC", 0)
        system.screen.wait(dom0)
    system.screen.stays(dom0)
    press(system, "BACKSPACE", DOMU)
    system.screen.wait(domu)
    system.screen.stays(domu)


def test_the_first_look_after_a_change_is_whole(system):
    """As soon as the focus has moved, not only some time later."""
    dom0 = draw(system, "DOM0", "dom0", "whole")
    system.screen.wait(dom0)
    for name in "CD":
        domu = draw(system, "DOM1", "domu", name)
        for domain, wanted in (("domu", domu), ("Dom0", dom0)):
            system.focus(domain)
            shown = system.screen.shot()
            assert shown == wanted, difference(shown, wanted)


def test_moving_pictures_do_not_mix(system):
    """Each pixel has a colour of the domain that is shown."""
    for run in (system.dom0, system.domu):
        run("sp6-picture --animate >/dev/null & :")
    colours = {number: palette(domain) for number, domain in ((0, "dom0"), (DOMU, "domu"))}
    try:
        for number in (DOMU, 0):
            press(system, "BACKSPACE" if number else "ESC", number)
            system.screen.wait(lambda image, of=colours[number]: image.colours() <= of)
        for _ in rounds(100, 10):
            for button, number in (("BACKSPACE", DOMU), ("ESC", 0)):
                press(system, button, number)
                for _ in range(3):
                    assert system.screen.shot().colours() <= colours[number]
    finally:
        for run in (system.dom0, system.domu):
            run("kill $!; wait")


def test_a_picture_moves(system):
    """Not only the first frame is shown."""
    system.domu("sp6-picture --animate >/dev/null & :")
    system.focus("domu")
    seen = set()
    try:
        system.screen.wait(lambda image: seen.add(image) or len(seen) > 3)
    finally:
        system.domu("kill $!; wait")


def test_what_is_drawn_while_not_shown_is_there_when_it_is(system):
    system.focus("domu")
    domu = draw(system, "DOM1", "domu", "shown")
    system.screen.wait(domu)
    dom0 = draw(system, "DOM0", "dom0", "meanwhile")
    system.screen.stays(domu)
    system.focus("Dom0")
    system.screen.wait(dom0)
    domu = draw(system, "DOM1", "domu", "meanwhile")
    system.screen.stays(dom0)
    system.focus("domu")
    system.screen.wait(domu)


def test_nothing_is_copied_while_it_is_not_shown(system):
    assert counter(system, "shown") == 0
    before = counter(system, "copies"), counter(system, "bytes")
    system.domu("sp6-picture --animate --frames 50 >/dev/null")
    assert (counter(system, "copies"), counter(system, "bytes")) == before
    system.focus("domu")
    assert counter(system, "shown") == 1
    assert counter(system, "bytes") >= before[1] + FRAME


def test_of_a_letter_no_whole_frame_is_copied(system):
    system.domu(CLEAR % "")
    system.focus("domu")
    system.screen.wait(lambda image: image.colours() == {BLACK})
    before = counter(system, "bytes")
    system.domu("printf X >/dev/tty1")
    system.screen.wait(is_text)
    assert 0 < counter(system, "bytes") - before < FRAME / 10


def test_the_text_console_works_in_both_domains(system):
    """fbcon draws the same letters in both, but for the names."""
    system.dom0(CLEAR % "text")
    system.domu(CLEAR % "text")
    dom0 = system.screen.wait(is_text)
    system.focus("domu")
    system.screen.wait(dom0)
    system.domu(CLEAR % "of domu")
    domu = system.screen.wait(lambda image: is_text(image) and image != dom0)
    system.focus("Dom0")
    system.screen.wait(dom0)
    system.focus("domu")
    system.screen.wait(domu)


# --- sizes --------------------------------------------------------------------------


def test_a_guest_that_resizes_its_screen(system):
    """What is smaller is in the middle, on black."""
    system.focus("domu")
    for _ in rounds(20, 2):
        system.domu("sp6-picture --size %dx%d small" % SMALL)
        system.screen.wait(picture("domu", "small", SMALL).on_black())
        system.domu("sp6-picture --size %dx%d large" % SIZE)
        system.screen.wait(picture("domu", "large"))


def test_a_size_that_is_kept_by_a_new_binding(system):
    system.domu("sp6-picture --size %dx%d kept" % SMALL)
    wanted = picture("domu", "kept", SMALL).on_black()
    system.focus("domu")
    system.screen.wait(wanted)
    rebind(system)
    system.screen.wait(wanted)
    system.domu("sp6-picture --size %dx%d" % SIZE)
    system.screen.wait(picture("domu"))


@pytest.mark.parametrize("size", ((640, 400), (64, 64), (800, 600)), ids=str)
def test_a_screen_of_another_size(system, size):
    """One that is larger than the display is cut off on both sides alike."""
    system.dom0("sp6ctl detach domu")
    said = system.dom0("sp6ctl attach domu --timeout 60 --screen %dx%d" % size)
    assert said == "domu: screen is connected, %dx%d" % size
    system.focus("domu")
    system.domu("sp6-picture")
    wanted = picture("domu", "A", size)
    cut = (size[1] - SIZE[1]) // 2
    if cut > 0:
        rows = b"".join(wanted.rows()[cut:cut + SIZE[1]])
        wanted = wanted._replace(height=SIZE[1], pixels=rows)
    system.screen.wait(wanted.on_black())
    system.dom0("sp6ctl detach domu; sp6ctl attach domu --timeout 60")
    system.focus("domu")
    system.domu("sp6-picture")
    system.screen.wait(picture("domu"))


# --- the back-end goes and comes ----------------------------------------------------


def rebind(system):
    """Until the guest in focus is connected again."""
    driver = "/sys/bus/xen-backend/drivers/xen-fbback/"
    system.dom0("echo vfb-1-0 >{0}unbind; echo vfb-1-0 >{0}bind".format(driver))
    system.dom0("sp6ctl attach domu --timeout 60 >/dev/null; sp6ctl focus domu")


def test_the_picture_is_there_again_after_a_new_binding(system):
    """The guest's front-end, which does not come back by itself, notices nothing of it."""
    domu = draw(system, "DOM1", "domu", "bound")
    pages = system.dom0(PAGES)
    for _ in rounds(50, 5):
        rebind(system)
        system.screen.wait(domu)
        assert system.dom0(PAGES) == pages
    system.screen.wait(draw(system, "DOM1", "domu", "after"))


def test_without_a_back_end_a_page_names_the_guest(system):
    """It has the focus still, by its buttons."""
    driver = "/sys/bus/xen-backend/drivers/xen-fbback/"
    domu = draw(system, "DOM1", "domu", "gone")
    system.focus("domu")
    system.screen.wait(domu)
    system.dom0("echo vfb-1-0 >%sunbind" % driver)
    system.screen.wait(is_page)
    domu = draw(system, "DOM1", "domu", "back")
    system.dom0("echo vfb-1-0 >%sbind; sp6ctl attach domu --timeout 60" % driver)
    system.screen.wait(domu)


# --- programs in Dom0 that get in the way ---------------------------------------------


def test_what_takes_the_display_from_a_guest_is_put_right(system):
    """A virtual terminal that is set to text mode forces itself upon everybody."""
    domu = draw(system, "DOM1", "domu", "stolen")
    system.focus("domu")
    system.screen.wait(domu)
    system.dom0("dmesg -c >/dev/null")
    for _ in rounds(20, 3):
        system.dom0("sp6-picture --text")
        system.screen.wait(domu)
    system.wait_for("dmesg | grep -q 'took the display'")
    system.screen.stays(domu)
    system.dom0(CLEAR % "Dom0")
    system.screen.stays(domu)
    system.focus("Dom0")
    system.screen.wait(is_text)


def test_a_program_that_has_the_display_keeps_the_focus_in_dom0(system):
    """It is DRM master, as a desktop is. Buttons stay with it, too."""
    dom0 = draw(system, "DOM0", "dom0", "master")
    domu = draw(system, "DOM1", "domu", "waits")
    system.screen.wait(dom0)
    system.dom0("sleep 10000 9</dev/dri/card0 & :")
    status, said = system.console.attempt("DOM0", "sp6ctl focus domu 2>&1")
    assert status == 1 and "something in Dom0 keeps it from domu" in said
    system.panel("press", "BACKSPACE")
    system.screen.stays(dom0)
    system.await_focus(0)
    system.dom0("kill $!; wait")
    system.focus("domu")
    system.screen.wait(domu)


def test_a_program_that_opens_the_display_while_a_guest_is_shown_does_not_get_it(system):
    domu = draw(system, "DOM1", "domu", "kept")
    system.focus("domu")
    system.screen.wait(domu)
    system.dom0("sleep 10000 9</dev/dri/card0 & :")
    system.screen.stays(domu)
    system.dom0("kill $!; wait")
    system.screen.stays(domu)


# --- pictures of it -------------------------------------------------------------------


def test_a_screenshot_is_what_the_screen_shows(system, tmp_path):
    system.screen.wait(draw(system, "DOM0", "dom0", "screenshot"))
    file = tmp_path / "a picture.png"
    result = sh("scripts/screenshot", str(file))
    assert (result.returncode, result.stdout) == (0, "%s\n" % file), result.stderr
    shown = read_png(file.read_bytes())
    assert shown == picture("dom0", "screenshot"), difference(shown, picture("dom0", "screenshot"))
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_screenshot_that_cannot_be_written(system):
    result = sh("scripts/screenshot", "/nowhere/x.png")
    assert result.returncode == 1
    assert re.fullmatch(r"screenshot: QEMU refuses: .*/nowhere/x.*\n", result.stderr)
    assert not result.stdout


# --- a second guest -------------------------------------------------------------------


class Guest2:
    """Its domain number changes each time that it is started."""

    def __init__(self, system):
        self.system = system
        system.start_guest2()
        self.log_in()

    def log_in(self):
        self.system.log_in_to_guest2()

    def number(self):
        return int(self.system.dom0("xl domid guest2"))

    def draw(self, name):
        return draw(self.system, "guest2", "guest2", name)

    def restart(self):
        self.system.create_guest2()
        self.log_in()


@pytest.fixture(scope="module")
def guest2(system):
    return Guest2(system)


def test_backspace_goes_round_and_each_guest_shows_its_own(system, guest2):
    dom0 = draw(system, "DOM0", "dom0", "round")
    domu = draw(system, "DOM1", "domu", "round")
    other = guest2.draw("round")
    number = guest2.number()
    for _ in rounds(50, 3):
        for button, who, wanted in (("BACKSPACE", DOMU, domu), ("BACKSPACE", number, other),
                                    ("BACKSPACE", DOMU, domu), ("ESC", 0, dom0)):
            press(system, button, who)
            system.screen.wait(wanted)
    assert [counter(system, "shown", domid) for domid in (DOMU, number)] == [0, 0]


def test_a_guest_without_a_screen_has_a_page_that_names_it(system, guest2):
    """It has buttons, from xl. A screen that it gets then is shown at once."""
    dom0 = draw(system, "DOM0", "dom0", "named")
    domu = draw(system, "DOM1", "domu", "named")
    system.dom0("sp6ctl detach guest2")
    system.focus("guest2")
    page = system.screen.wait(is_page)
    assert 100 < page.count(INK) < 5000
    system.dom0("xl rename guest2 renamed")
    for domain, wanted in (("domu", domu), ("Dom0", dom0)):
        system.focus(domain)
        system.screen.wait(wanted)
    system.focus("renamed")
    renamed = system.screen.wait(is_page)
    assert renamed != page
    system.dom0("xl rename renamed guest2; sp6ctl attach guest2 --timeout 60")
    system.screen.wait(lambda image: not is_page(image))
    system.screen.wait(guest2.draw("named"))


def settled_memory(system):
    """Dom0's, once it does not change any more: pages come back a moment after they were
    given back."""
    before, now = None, system.dom0(MEMORY)
    while now != before:
        before, now = now, system.dom0("usleep 3000000; " + MEMORY)
    return now


def test_dom0_is_shown_when_the_guest_on_screen_is_destroyed(system, guest2):
    """As it was drawn last, and of neither domain's memory is anything lost."""
    domu = draw(system, "DOM1", "domu", "alive")
    pages = memory = None
    for _ in rounds(20, 2):
        system.focus("guest2")
        system.screen.wait(guest2.draw("dying"))
        dom0 = draw(system, "DOM0", "dom0", "survivor")
        system.dom0("xl destroy guest2")
        system.screen.wait(dom0)
        system.await_focus(0)
        system.wait_for("! xl list | grep -q null")  # a guest whose pages somebody has
        pages = pages or system.dom0(PAGES)
        assert system.dom0(PAGES) == pages
        memory = memory or settled_memory(system)
        system.wait_for("[ $(%s) -eq %s ]" % (MEMORY, memory))
        system.focus("domu")
        system.screen.wait(domu)
        system.focus("Dom0")
        guest2.restart()


def test_a_guest_that_is_destroyed_while_it_draws(system, guest2):
    for _ in rounds(10, 2):
        dom0 = draw(system, "DOM0", "dom0", "still-here")
        system.console.run("guest2", "sp6-picture --animate --rate 0 >/dev/null & :")
        system.focus("guest2")
        of_guest2 = palette("guest2")
        system.screen.wait(lambda image, of=of_guest2: image.colours() <= of)
        system.dom0("xl destroy guest2")
        system.screen.wait(dom0)
        guest2.restart()


def test_a_guest_that_reboots_has_its_screen_again(system, guest2):
    """By itself, as another domain."""
    before = guest2.number()
    system.focus("guest2")
    system.screen.wait(guest2.draw("before"))
    dom0 = draw(system, "DOM0", "dom0", "rebooting")
    system.console.go_to("guest2")
    system.console.type("reboot")
    system.console.enter()
    system.console.guest_ended()
    system.wait_for("[ $(xl domid guest2 2>/dev/null || echo {0}) != {0} ]".format(before), timeout=300)
    system.await_guest2()
    system.screen.wait(dom0)
    system.focus("guest2")
    system.screen.wait(is_text)  # it says that it is ready
    guest2.log_in()
    system.screen.wait(guest2.draw("after"))


def test_a_guest_with_buttons_alone_does_not_keep_its_last_picture(system, guest2):
    """Its screen is taken away while it is shown."""
    system.focus("guest2")
    system.screen.wait(guest2.draw("taken"))
    system.dom0("sp6ctl detach guest2")
    system.screen.wait(is_page)
    assert system.dom0("sp6ctl focus") == "guest2"
    assert BOARD in system.dom0("sp6ctl status guest2")
    system.dom0("sp6ctl attach guest2 --timeout 60")


# --- the end --------------------------------------------------------------------------


def test_no_kernel_had_to_complain(system):
    system.check_kernels()


def test_the_default_guest_is_destroyed_while_it_is_shown(system):
    dom0 = draw(system, "DOM0", "dom0", "end")
    system.focus("domu")
    system.screen.wait(draw(system, "DOM1", "domu", "end"))
    system.console.attempt("DOM0", "xl destroy domu")
    system.wait_for("! xl domid domu 2>/dev/null")
    system.screen.wait(dom0)
    system.wait_for("! xenstore-exists /local/domain/0/backend/vfb/%d" % DOMU)
    assert system.complaints("DOM0") == ""

