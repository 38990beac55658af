# SPDX-License-Identifier: GPL-2.0-only
"""A card with more on it than a user's: modules, scripts and programs that the domains
run, those of tests/ if nothing else is said. Knows nothing of what is tested with them."""

import os
import shutil

from host import ROOT, sh

FOLDER = "/lib/modules/test"  # in both domains

BUILT = "$kernel/modules/tests/modules/"  # of the domain it goes to
GUEST = (BUILT + "bad-ledfront.ko", BUILT + "bad-inputfront.ko", BUILT + "bad-fbfront.ko",
         "build/tests/evtool")
DOM0 = (BUILT + "bad-ledback.ko", BUILT + "bad-inputback.ko", BUILT + "bad-focus.ko",
        "build/tests/evtool", "build/tests/poll-file")
SCRIPTS = ("tests/modules/attack", "tests/modules/await-log", "tests/modules/good-driver.sh",
           "tests/modules/light", "tests/modules/rebind", "tests/modules/restore",
           "tests/modules/wait.sh", "tests/programs/await-keys", "tests/programs/await-record",
           "tests/programs/letters", "tests/programs/make-device", "tests/programs/record")


def host(script, *arguments):
    """A shell script with what the project's scripts share."""
    result = sh("sh", "-ec", ". scripts/lib.sh; . scripts/card.sh; " + script, "sh",
                *map(str, arguments))
    assert result.returncode == 0, result.stderr


def fill(folder, kernel, files, scripts):
    """What goes to a domain: modules for its kernel and programs, and all scripts."""
    folder.mkdir(parents=True)
    for file in files:
        host('kernel=%s; "${CROSS_COMPILE}strip" -g -o "$1/$2" "%s"' % (kernel, file),
             folder, os.path.basename(file))
    for script in scripts:
        shutil.copy(os.path.join(ROOT, script), folder)


def put_into_guest(work, files=GUEST, scripts=SCRIPTS):
    """Behind the guest's initramfs: the kernel unpacks one after the other."""
    fill(work / "guest" / FOLDER[1:], "$DOMU_KERNEL", files, scripts)
    host('{ cat "$BUILD/boot/domu.cpio.gz"; cd "$1/guest"; find . | cpio --quiet -o -H newc |'
         'gzip; } >"$1/domu.cpio.gz"; mcopy -o -i "$OLDPWD/$CARD$card_boot" "$1/domu.cpio.gz" ::',
         work)


def put_into_dom0(work, files=DOM0, scripts=SCRIPTS):
    """Into its file system."""
    fill(work / "dom0", "$DOM0_KERNEL", files, scripts)
    host('{ echo "mkdir $1"; for file in "$2"/*; do echo "write $file $1/${file##*/}"; done; } |'
         'card_edit "$CARD"; card_check "$CARD"', FOLDER, work / "dom0")
