# SPDX-License-Identifier: GPL-2.0-only
"""A card with more on it than a user's: the modules, scripts and programs of
tests/ that the domains run. Knows nothing of what is tested with them."""

import os
import shutil

from host import ROOT, sh

FOLDER = "/lib/modules/test"  # in both domains

GUEST = ("bad-ledfront.ko", "bad-inputfront.ko", "bad-fbfront.ko", "evtool")
DOM0 = ("bad-ledback.ko", "bad-inputback.ko", "bad-focus.ko", "evtool", "poll-file", "time-focus")
SCRIPTS = ("modules/attack", "modules/await-log", "modules/good-driver.sh", "modules/light",
           "modules/rebind", "modules/restore", "modules/wait.sh", "programs/await-keys",
           "programs/await-record", "programs/letters", "programs/make-device", "programs/record")


def host(script, *arguments):
    """A shell script with what the project's scripts share."""
    result = sh("sh", "-ec", ". scripts/lib.sh; . scripts/card.sh; " + script, "sh",
                *map(str, arguments))
    assert result.returncode == 0, result.stderr


def fill(folder, files, kernel):
    """What goes to a domain: modules for its kernel and programs, and all scripts."""
    folder.mkdir(parents=True)
    for file in files:
        built = "%s/modules/tests/modules" % kernel if file.endswith(".ko") else "build/tests"
        host('"${CROSS_COMPILE}strip" -g -o "$1/$2" "%s/$2"' % built, folder, file)
    for script in SCRIPTS:
        shutil.copy(os.path.join(ROOT, "tests", script), folder)


def put_into_guest(work):
    """Behind the guest's initramfs: the kernel unpacks one after the other."""
    fill(work / "guest" / FOLDER[1:], GUEST, "$DOMU_KERNEL")
    host('{ cat "$BUILD/boot/domu.cpio.gz"; cd "$1/guest"; find . | cpio --quiet -o -H newc |'
         'gzip; } >"$1/domu.cpio.gz"; mcopy -o -i "$OLDPWD/$CARD$card_boot" "$1/domu.cpio.gz" ::',
         work)


def put_into_dom0(work):
    """Into its file system."""
    fill(work / "dom0", DOM0, "$DOM0_KERNEL")
    host('{ echo "mkdir $1"; for file in "$2"/*; do echo "write $file $1/${file##*/}"; done; } |'
         'card_edit "$CARD"; card_check "$CARD"', FOLDER, work / "dom0")
