#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""The database cannot be used: another program holds it, it is from a newer Prony, it is
no database, or it may not be written. Prony starts all the same, says in its window what
is wrong and what to do, measures without storing, and leaves the file as it is."""

import contextlib
import os
import sqlite3
import subprocess
import sys

from driver import App, Home, expect
from engines import Simulator


def path_of_database(home):
    return os.path.join(home.environment["XDG_DATA_HOME"], "prony", "prony.db")


def make_database(home, simulator):
    home.cli("run", "--target", f"url={simulator.url}", "--scenario", "short-short",
             "--requests", "1", "--warmup", "0", "--quiet")


def digest(path):
    """In a process of its own: to close a file ends all locks that this one has on it."""
    return subprocess.run(["sha256sum", path], check=True, stdout=subprocess.PIPE).stdout


def measure(app, simulator):
    """A run works, and nobody claims that it is stored."""
    app.activate("add-engine-address", simulator.url)
    app.press("Run with Ollama")
    app.set_value("spin button", "Number of requests", 1)
    app.press("Start Run")
    app.see_result()
    app.see("Finished")
    app.see("New runs and engines are not stored.")


def check(program, home, sentence, simulator=None):
    path = path_of_database(home)
    before = digest(path)
    with App(program, home) as app:
        app.see("New runs and engines are not stored.")
        app.see(sentence)
        app.key("alt+5")
        app.see("No Stored Runs Available")
        app.key("alt+1")
        if simulator is not None:
            measure(app, simulator)
        app.quit()
    expect(digest(path) == before, f"the file was changed: {sentence}")


def locked(program, simulator):
    with Home() as home:
        make_database(home, simulator)
        with contextlib.closing(sqlite3.connect(path_of_database(home))) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            check(program, home, "Another program is using the database")


def newer(program, simulator):
    with Home() as home:
        make_database(home, simulator)
        with contextlib.closing(sqlite3.connect(path_of_database(home))) as connection:
            connection.execute("PRAGMA user_version = 999")
        check(program, home, "was written by a newer Prony", simulator)


def no_database(program):
    with Home() as home:
        os.makedirs(os.path.dirname(path_of_database(home)))
        with open(path_of_database(home), "w", encoding="utf-8") as file:
            file.write("Shopping: milk, bread, two lemons.\n" * 100)
        check(program, home, "is not a Prony database")


def no_folder(program):
    """Holds for root as well, who may write everywhere else."""
    with Home() as home:
        with open(os.path.dirname(path_of_database(home)), "w", encoding="utf-8"):
            pass
        with App(program, home) as app:
            app.see("New runs and engines are not stored.")
            app.see("for the database could not be made")
            app.quit()


def not_writable(program, simulator):
    with Home() as home:
        make_database(home, simulator)
        os.chmod(path_of_database(home), 0o400)
        os.chmod(os.path.dirname(path_of_database(home)), 0o500)
        try:
            check(program, home, "may not be written")
        finally:
            os.chmod(os.path.dirname(path_of_database(home)), 0o700)


def main():
    program = sys.argv[1]
    with Simulator("--answer-tokens", "5", "--ttft-ms", "5", "--itl-ms", "2") as simulator:
        locked(program, simulator)
        newer(program, simulator)
        no_database(program)
        no_folder(program)
        if os.geteuid() != 0:
            not_writable(program, simulator)
    print("ok")


if __name__ == "__main__":
    main()
