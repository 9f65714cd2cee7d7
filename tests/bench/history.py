# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Years of runs, and one with very many requests: how long the store and the window take
for them."""

import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))

SCANS = {
    "list": "SELECT count(r.id || r.name || r.state || t.target_name || t.scenario_title)"
            " FROM runs r JOIN trials t ON t.run_id = r.id WHERE r.deleted_at_us IS NULL",
    "rows": "SELECT count(number || started_ns || sent_ns || last_token_ns || completion_tokens)"
            " FROM requests WHERE trial_id IN (SELECT id FROM trials WHERE run_id ="
            " (SELECT id FROM runs ORDER BY started_us DESC LIMIT 1))",
}

# What a person does, the figure of bench-window, and within how many milliseconds the screen
# is to show it.
WAITS = (
    ("the first frame", "first_frame", None),
    ("from the start to the runs", "start", 500),
    ("a key in the search of runs", "search", 50),
    ("to scroll the runs, a frame", "scroll", None),
    ("to select all runs", "select_all", None),
    ("the trends", "trends", None),
    ("the leaderboard", "leaderboard", None),
    ("what can be compared", "choose", None),
    ("a key in the search of results", "choose_search", 50),
    ("to open the largest run", "open", 500),
    ("its requests", "requests", 500),
    ("to scroll them, a frame", "requests_scroll", None),
    ("to sort them", "sort", None),
    ("those that have failed", "failed", None),
    ("a key in the search of texts", "text", None),
    ("all of its charts", "charts", None),
)
BLOCK_MS = 50


def scan_ms(database, query):
    """How long SQLite's own shell takes for the same rows."""
    start = time.monotonic()
    subprocess.run(["sqlite3", "-readonly", database, query], check=True,
                   stdout=subprocess.DEVNULL)
    return 1000 * (time.monotonic() - start)


def scan_all(database):
    if not shutil.which("sqlite3"):
        return {}
    return {what: scan_ms(database, query) for what, query in SCANS.items()}


def run_program(build, name, *arguments):
    return read_figures([os.path.join(build, "tests/bench", name), *arguments])


def read_figures(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"{os.path.basename(command[0])} ended with status {done.returncode}")
    lines = (line.split() for line in done.stdout.splitlines())
    return {words[0]: float(words[1]) for words in lines
            if len(words) == 2 and words[1][0].isdigit()}


def make_database(build, table, folder, label, *options):
    name = os.path.join(folder, "prony.db")
    start = time.monotonic()
    run_program(build, "make-database", *options, name)
    table.note(f"made {label}",
               f"{time.monotonic() - start:.0f} s, {os.path.getsize(name) / 1e6:.0f} MB")
    return name


def measure_store(build, table):
    with tempfile.TemporaryDirectory() as folder:
        name = make_database(build, table, folder, "10,000 runs, 1,000,000 requests")
        figures = run_program(build, "bench-database", name)
        scans = scan_all(name)
    table.equal("runs in the list", figures["runs"], 10000)
    table.equal("requests of the largest run", figures["rows"], 100000)
    table.at_most("from the start to all lists of the window", figures["session_ready_ms"], 500,
                  "ms", 0)
    table.note("of that, to open the database", f"{figures['open_ms']:.0f} ms")
    table.at_most("to list 10,000 runs", figures["entries_ms"], 150, "ms", 0)
    table.at_most("to open the run of 100,000 requests", figures["open_run_ms"], 500, "ms", 0)
    table.at_most("a key in the search, the slowest", figures["search_key_ms"], 50, "ms")
    table.note("to sort its 100,000 requests, the slowest", f"{figures['sort_ms']:.0f} ms")
    table.note("to find a text in them", f"{figures['find_text_ms']:.0f} ms")
    if scans:
        table.note("10,000 runs, times a scan by sqlite3",
                   f"{figures['entries_ms'] / scans['list']:.1f}")
        table.note("100,000 requests, times a scan by sqlite3",
                   f"{figures['open_run_ms'] / scans['rows']:.1f}")


def watch_window(build, database):
    return read_figures(
        ["xvfb-run", "-a", "-s", "-screen 0 1280x1000x24 -noreset", "dbus-run-session", "--",
         sys.executable, os.path.join(HERE, "window-history.py"), build, database])


def add_waits(table, figures, label, limited):
    for words, name, limit in WAITS:
        if f"{name}_ms" not in figures:
            continue
        if limit is None or not limited:
            table.note(f"{label}: {words}", f"{figures[f'{name}_ms']:.0f} ms")
        else:
            table.at_most(f"{label}: {words}", figures[f"{name}_ms"], limit, "ms", 0)
        if f"{name}_block_cpu_ms" in figures:
            table.at_most("  the main loop, of the processor, at the most",
                          figures[f"{name}_block_cpu_ms"], BLOCK_MS, "ms", 0)
    table.note(f"{label}: memory, with its requests and with its charts",
               f"{figures['rss_mb']:.0f}, {figures['rss_with_charts_mb']:.0f} MB")


def measure_window(build, table):
    """Until a frame has shown what was asked for; the slowest of several keys, orders and
    pages."""
    with tempfile.TemporaryDirectory() as folder:
        name = make_database(build, table, folder, "10,000 runs, 1,000,000 requests")
        figures = watch_window(build, name)
        scans = scan_all(name)
    table.equal("runs in the list", figures["runs"], 10000)
    table.equal("requests of the largest run", figures["requests"], 100000)
    add_waits(table, figures, "10,000 runs, 100,000 requests", True)
    if scans:
        table.note("start to the runs, times a scan by sqlite3",
                   f"{figures['start_ms'] / scans['list']:.1f}")
        table.note("100,000 requests on the screen, times a scan by sqlite3",
                   f"{figures['requests_ms'] / scans['rows']:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        name = make_database(build, table, folder, "a run of 1,000,000 requests", "--runs=2",
                             "--large=1000000")
        figures = watch_window(build, name)
        scans = scan_all(name)
    table.equal("requests of the largest run", figures["requests"], 1000000)
    add_waits(table, figures, "1,000,000 requests", False)
    if scans:
        table.note("1,000,000 requests on the screen, times a scan by sqlite3",
                   f"{figures['requests_ms'] / scans['rows']:.1f}")
