# SPDX-License-Identifier: GPL-2.0-only
"""The host: where things lie, and programs that run there. Knows nothing of the
system that is tested."""

import os
import subprocess

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
VAR = os.environ["XEN_SP6_VAR"]
BUILD = os.environ["BUILD"]
KERNELS = {"DOM0": os.environ["DOM0_KERNEL"], "DOM1": os.environ["DOMU_KERNEL"]}  # their folders


def sh(*command, timeout=600, env=None):
    """Runs a program on the host, in the project's root."""
    return subprocess.run(command, cwd=ROOT, timeout=timeout, env=env, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)


def read(path):
    """A file of the project."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()
