#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Keeps po/scenarios.h: the titles and descriptions of data/scenarios in C, because
xgettext reads no YAML. They are taken from prony-cli, so that they are byte for byte
what the programs look up.

usage: po/scenarios.py PRONY_CLI            says whether po/scenarios.h is current
       po/scenarios.py PRONY_CLI --write    writes it"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = ROOT / "po" / "scenarios.h"
TOP = """\
/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 *
 * Written by po/scenarios.py from data/scenarios, for xgettext alone.
 */

/* clang-format off */
"""


def read_scenarios(program):
    # Nowhere to look for scenarios of the user's own, which would hide the shipped ones.
    environment = dict(os.environ, PRONY_SCENARIOS=str(ROOT / "data" / "scenarios"),
                       XDG_DATA_HOME=os.devnull)
    document = subprocess.run([program, "scenarios", "--json"], env=environment,
                              capture_output=True, check=True).stdout
    return sorted(json.loads(document)["scenarios"], key=lambda scenario: scenario["name"])


def quote(text):
    # JSON's escapes are C's, but for \\u, which ensure_ascii keeps out of printable text.
    return json.dumps(text, ensure_ascii=False)


def make_header(scenarios):
    text = TOP
    for scenario in scenarios:
        for key in ("title", "description"):
            text += f"\n/* Translators: the {key} of the scenario “{scenario['name']}” */\n"
            text += f"N_({quote(scenario[key])})\n"
    return text


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--write"]):
        sys.exit(__doc__)
    program = sys.argv[1]
    header = make_header(read_scenarios(program))
    if sys.argv[2:]:
        HEADER.write_text(header, encoding="utf-8")
    elif HEADER.read_text(encoding="utf-8") != header:
        sys.exit(f"po/scenarios.h is out of date; write it with: po/scenarios.py {program} --write")


if __name__ == "__main__":
    main()
