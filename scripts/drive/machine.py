# SPDX-License-Identifier: GPL-2.0-only
"""The booted system, as a person at its serial console has it. Runs in the project's root.
Knows nothing of what is done with it."""

import os

from console import Console, until


class Machine:
    """What ./stex boots, or ./st, with the environment ENV; it ends with its console."""

    def __init__(self, arguments, log, env=os.environ, command="./stex"):
        self.console = Console([command, *arguments], dict(env), log)

    def dom0(self, command, **options):
        return self.console.run("DOM0", command, **options)

    def domu(self, command, **options):
        return self.console.run("DOM1", command, **options)

    def log_in(self):
        for domain, host in (("DOM1", "domu"), ("DOM0", "dom0")):
            self.console.go_to(domain)
            self.console.log_in(host)
            # No kernel messages into what is read; dmesg has them.
            self.console.run(domain, "dmesg -n 1")

    def wait_for(self, condition, domain="DOM0", **options):
        """Until a shell command succeeds in the domain."""
        self.console.run(domain, until(condition), **options)

    def come_up(self):
        """Waits for Dom0, logs in to both domains, and waits for the guest's devices."""
        self.console.expect("dom0 login: ")
        self.log_in()
        for device in ("vled", "vinput", "vfb"):
            self.wait_for("sp6ctl status domu | grep -q '%s 0: connected'" % device)
