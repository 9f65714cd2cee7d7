#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person closes the window while a run is under way: Prony asks, and each answer
does what it says. A question that is overtaken by the end of the run goes away, and
being ended from outside loses nothing."""

import re
import signal
import sys

from driver import DEADLINE, App, Home, expect, wait_for
from engines import Simulator


def start_run(app, requests):
    app.press("Run with llama.cpp")
    app.set_value("spin button", "Number of requests", requests)
    app.press("Start Run")
    app.see(re.compile(r"^[1-9]\d* done"))


def count_done(app):
    return int(app.find("label", re.compile(r"^\d+ done")).name.split()[0])


def keep_running(app):
    app.key("ctrl+w")
    app.see("Stop the Run?")
    app.press("_Keep Running Keep Running")
    app.gone(None, "Stop the Run?")
    before = count_done(app)
    wait_for("more answers", lambda: count_done(app) > before)


def check_stopped(home, way):
    run = home.show_latest_run()
    expect(run["metadata"]["state"] == "stopped", f"after {way} the run is not called stopped")
    expect(run["metadata"]["partial"] is True, f"after {way} the run is not called partial")
    expect(run["benchmarks"][0]["metrics"]["successful_requests"] > 0, f"{way} lost requests")


def stop_and_store(app, home):
    app.key("ctrl+q")
    app.press("_Stop and Store Stop and Store")
    expect(app.process.wait(DEADLINE) == 0, "Prony did not end well")
    check_stopped(home, "the answer")


def let_it_end(app):
    app.key("ctrl+w")
    app.see("Stop the Run?")
    app.see_result()
    app.gone(None, "Stop the Run?")


def end_from_outside(app, home):
    app.process.send_signal(signal.SIGTERM)
    expect(app.process.wait(DEADLINE) == 0, "Prony did not end well")
    check_stopped(home, "a signal")


def main():
    with Simulator("--api", "llamacpp", "--answer-tokens", "20", "--itl-ms", "10") as simulator, \
            Home() as home:
        with App(sys.argv[1], home) as app:
            app.activate("add-engine-address", simulator.url)
            start_run(app, 1000)
            keep_running(app)
            stop_and_store(app, home)

        with App(sys.argv[1], home) as app:
            start_run(app, 20)
            let_it_end(app)
            app.press("New Run")
            app.key("alt+1")
            start_run(app, 1000)
            end_from_outside(app, home)
    print("ok")


if __name__ == "__main__":
    main()
