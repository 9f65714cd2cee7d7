# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Fails when a program that must run without a display links a toolkit."""

import re
import subprocess
import sys

status = 0
for program in sys.argv[1:]:
    libraries = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    # Cairo, which draws the charts of reports, brings libX11 along; nothing else may.
    needed = subprocess.run(["objdump", "-p", program], capture_output=True, text=True, check=True)
    found = re.findall(r"lib(?:gtk|gdk|adwaita|gtksourceview|wayland)\S*", libraries)
    found += re.findall(r"NEEDED\s+(lib(?:X|xcb)\S*)", needed.stdout)
    if not re.search(r"libglib-2\.0", libraries):
        print(f"{program}: ldd says nothing of GLib, so it says nothing")
        status = 1
    if found:
        print(f"{program} links {', '.join(sorted(set(found)))}")
        status = 1
sys.exit(status)
