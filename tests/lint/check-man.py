#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Holds the manual page of each program against the options that its --help lists."""

import re
import subprocess
import sys
from pathlib import Path

OPTION = re.compile(r"--[a-z][a-z-]*")
LISTED = re.compile(r"^ +(?:-\w, )?(--[a-z][a-z-]*)", re.MULTILINE)
# Those that every program has, whether or not it lists them.
GIVEN = {"--help", "--version", "--help-all", "--help-gapplication"}


def help_of(*command):
    return subprocess.run([*command, "--help"], capture_output=True, text=True, check=True).stdout


def options_of(program):
    text = help_of(program)
    options = set(LISTED.findall(text))
    if "\nCommands:\n" in text:
        for command in re.findall(r"^  ([a-z]+) +\S", text.split("\nCommands:\n")[1], re.MULTILINE):
            options |= set(LISTED.findall(help_of(program, command)))
    return options - GIVEN


def options_in_page(page):
    text = re.sub(r"\\f.", "", page.read_text(encoding="utf-8")).replace("\\-", "-")
    # Examples may be of other programs.
    return set(OPTION.findall(text.split("\n.SH EXAMPLE")[0])) - GIVEN


def main():
    folder = Path(sys.argv[1])
    status = 0
    for program in sys.argv[2:]:
        page = folder / f"{Path(program).name}.1"
        listed = options_of(program)
        described = options_in_page(page)
        assert listed and described, program
        for option in sorted(listed ^ described):
            where = "does not describe" if option in listed else "describes, but --help does not list,"
            print(f"{page.name} {where} {option}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
