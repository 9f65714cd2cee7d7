#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Runs bench-window, for a user who has never started Prony, and prints its figures. Runs
inside xvfb-run and dbus-run-session. Usage: window-history.py BUILD DATABASE"""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../journeys"))

from driver import Home  # noqa: E402: it lies beside the journeys


def main():
    build, database = sys.argv[1:]
    with Home() as home:
        subprocess.run([os.path.join(build, "tests/bench/bench-window"),
                        f"--since-us={time.monotonic_ns() // 1000}", database],
                       env={**home.environment, "NO_AT_BRIDGE": "1", "GTK_A11Y": "none"},
                       check=True)


if __name__ == "__main__":
    main()
