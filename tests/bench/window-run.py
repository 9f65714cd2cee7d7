#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Lets the app measure a simulated engine with stamped answers, its window open and
drawing, and prints what bench-accuracy says of the stored run. Runs inside xvfb-run and
dbus-run-session. Usage: window-run.py BUILD URL"""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../journeys"))

from driver import App, Home, wait_for  # noqa: E402: it lies beside the journeys

STREAMS = 100
REQUESTS_EACH = 15  # of some 0.6 s
SECONDS = 9


def cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def has_ended(database):
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT 1 FROM runs WHERE state = 'finished'").fetchall()
    return bool(rows)


def set_up(app, url):
    app.activate("add-engine-address", url)
    app.see("Ready")
    app.press(re.compile("^Run with "))
    app.type("text", "Requests at Once", str(STREAMS))
    app.set_value("spin button", "Number of requests", STREAMS * REQUESTS_EACH)


def measure(app, database):
    """Starts the run and looks away: who asks a window for its widgets keeps it busy."""
    before, start = cpu_s(app.process.pid), time.monotonic()
    app.window_action("win.start-run")
    time.sleep(SECONDS)
    wait_for("the end of the run", lambda: has_ended(database), 120)
    return 100 * (cpu_s(app.process.pid) - before) / (time.monotonic() - start)


def main():
    build, url = sys.argv[1:]
    with Home() as home:
        database = os.path.join(home.path, "data/prony/prony.db")
        with App(os.path.join(build, "src/app/prony"), home) as app:
            set_up(app, url)
            share = measure(app, database)
            app.quit()
        print(f"app_cpu_percent {share:.0f}", flush=True)
        subprocess.run([os.path.join(build, "tests/bench/bench-accuracy"), database], check=True)


if __name__ == "__main__":
    main()
