#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Holds every #include below src/ against the floors of docs/architecture.md."""

import re
import sys
from pathlib import Path

# Folder: what it may include besides itself.
FLOORS = {
    "base": [],
    "core/stats": ["base"],
    "core/wire": ["base"],
    "core/model": ["base"],
    "core/secrets": ["base"],
    "core/tokens": ["base"],
    "core/http": ["base", "core/model"],
    "core/engines": ["base", "core/wire", "core/model", "core/http", "core/monitor"],
    "core/monitor": ["base", "core/model"],
    "core/metrics": ["base", "core/stats", "core/model"],
    "core/catalog": ["base", "core/model"],
    "core/prompts": ["base", "core/model"],
    "core/quality": ["base", "core/model", "core/prompts"],
    "core/scenarios": ["base", "core/model", "core/prompts", "core/quality"],
    "core/chart": ["base", "core/stats", "core/model"],
    "core/store": ["base", "core/stats", "core/model"],
    "core/analysis": ["base", "core/stats", "core/model", "core/metrics", "core/chart",
                      "core/store"],
    "core/load": ["base", "core/wire", "core/model", "core/stats", "core/http", "core/engines"],
    "core/bench": ["base", "core/stats", "core/model", "core/tokens", "core/metrics", "core/engines",
                   "core/monitor",
                   "core/prompts", "core/quality", "core/scenarios", "core/store", "core/load",
                   "core/analysis"],
    "core/report": ["base", "core/stats", "core/model", "core/metrics", "core/chart",
                    "core/store", "core/analysis"],
    "sim": ["base"],
    "cli": ["base", "core"],
    "app": ["base", "core"],
}

# System headers that only some folders may see.
LIBRARIES = {
    r"gtk/|adwaita|gdk/|gtksourceview/": ["app"],
    r"libsoup/": ["core/http", "core/engines", "sim"],
    r"sqlite3": ["core/store"],
    r"yaml\.h": ["core/scenarios"],
    r"libsecret/": ["core/secrets"],
    r"pcre2": ["core/quality", "core/tokens"],
    r"cairo|pango": ["core/chart", "app"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)


def floor_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "core" else parts[0]


def problems_in(path, text):
    floor = floor_of(path)
    if floor not in FLOORS:
        yield f"{path}: the folder {floor} has no floor"
        return
    for kind, header in INCLUDE.findall(text):
        if kind == '"' and "/" in header:
            below = floor_of(header)
            allowed = below == floor or any(
                below == name or below.startswith(name + "/") for name in FLOORS[floor])
            if not allowed:
                yield f"{path}: {floor} must not include {header}"
        for pattern, folders in LIBRARIES.items():
            if kind == "<" and re.match(pattern, header) and floor not in folders:
                yield f"{path}: {floor} must not include <{header}>"


def main():
    src = Path(sys.argv[1]) / "src"
    files = sorted(src.rglob("*.[ch]"))
    problems = [line for file in files
                for line in problems_in(file.relative_to(src).as_posix(),
                                        file.read_text(encoding="utf-8"))]
    # The check must be able to fail.
    assert list(problems_in("core/stats/x.c", '#include "core/store/y.h"'))
    assert list(problems_in("core/bench/x.c", "#include <gtk/gtk.h>"))
    assert list(problems_in("sim/x.c", '#include "core/wire/y.h"'))
    assert files
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
