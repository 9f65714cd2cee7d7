#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Checks what a reader of the tree relies on: every file that has words for people
is in po/POTFILES.in and sorted, German is complete, files stay readable in size,
headers guard themselves, and every C file names its licence."""

import re
import subprocess
import sys
from pathlib import Path

MAX_LINES = 600
STRING = r'"(?:[^"\\\n]|\\.)*"'
GETTEXT = r'\b(?:_|N_|C_|NC_|gettext|ngettext)\s*\(\s*'
WORDS = re.compile(GETTEXT + STRING + r'|\bg_d[np]*gettext2?\s*\(\s*\w+,\s*' + STRING)
# A macro within a message, such as G_GINT64_FORMAT: xgettext reads only up to it.
TORN = re.compile(GETTEXT + rf'(?:{STRING}\s*,?\s*)*{STRING}\s*\w')
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "gettext", "ngettext:1,2", "g_dgettext:2",
            "g_dngettext:2,3", "g_dpgettext2:2c,3")
DATA = ("data/org.prony.Prony.desktop.in", "data/org.prony.Prony.gschema.xml",
        "data/org.prony.Prony.metainfo.xml.in", "po/scenarios.h")


def sources(root):
    for folder in ("src", "tests"):
        yield from sorted((root / folder).rglob("*.[ch]"))


def listed_in_potfiles(root):
    return [line for line in (root / "po/POTFILES.in").read_text().splitlines()
            if line and not line.startswith("#")]


def check_potfiles(root):
    listed = listed_in_potfiles(root)
    if listed != sorted(listed):
        yield "po/POTFILES.in: not sorted"
    needed = set(DATA)
    for path in (root / "src").rglob("*.[ch]"):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        if WORDS.search(text):
            needed.add(name)
        for match in TORN.finditer(text):
            line = text.count("\n", 0, match.end()) + 1
            yield f"{name}:{line}: a macro within a message, which xgettext cannot read"
    needed |= {path.relative_to(root).as_posix() for path in (root / "ui").rglob("*.ui")
               if 'translatable="yes"' in path.read_text(encoding="utf-8")}
    have = set(listed)
    for path in sorted(needed - have):
        yield f"po/POTFILES.in: {path} is missing"
    for path in sorted(have):
        if not (root / path).exists():
            yield f"po/POTFILES.in: {path} does not exist"


def check_sources(root):
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        if not text.startswith("/* SPDX-License-Identifier: MIT"):
            yield f"{name}: does not begin with its licence"
        if text.count("\n") > MAX_LINES:
            yield f"{name}: longer than {MAX_LINES} lines"
        if path.suffix == ".h" and "#pragma once" not in text:
            yield f"{name}: has no #pragma once"


def check_translations(root):
    for language in (root / "po/LINGUAS").read_text().split():
        result = subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null",
                                 str(root / "po" / f"{language}.po")],
                                capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
        if result.returncode != 0 or "fuzzy" in result.stderr or "untranslated" in result.stderr:
            yield f"po/{language}.po: {result.stderr.strip()}"


def check_po_is_current(root):
    """Every message of the sources must be in each .po file."""
    listed = [name for name in listed_in_potfiles(root) if (root / name).exists()]
    pot = subprocess.run(
        ["xgettext", "--from-code=UTF-8", *(f"--keyword={word}" for word in KEYWORDS), "-o", "-", *listed],
        cwd=root, capture_output=True, text=True, check=True).stdout
    for language in (root / "po/LINGUAS").read_text().split():
        result = subprocess.run(["msgcmp", "--use-untranslated", str(root / "po" / f"{language}.po"), "-"],
                                input=pot, capture_output=True, text=True)
        if result.returncode != 0:
            lines = [line for line in result.stderr.splitlines() if "used but not defined" in line]
            yield f"po/{language}.po: {len(lines)} messages are missing, such as {lines[:3]}"


def main():
    root = Path(sys.argv[1])
    problems = [*check_potfiles(root), *check_sources(root), *check_translations(root),
                *check_po_is_current(root)]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
