#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person asks a number of requests a second rather than at once: a mistake is told in
words, the run keeps the rate, the result says how well, and the history has it. Then
they look for the engine's limit and watch the loads come one after another."""

import sys

from driver import App, Home, expect, wait_for
from engines import Simulator


def choose_kind(app, steps):
    """In the third step; the next kinds of load are below the one that is chosen."""
    app.press("Next: Scenarios")
    app.press("Next: Load and Limits")
    app.click("combo box", "Kind of Load")
    app.find("label", "Replay a Trace")
    app.key(*["Down"] * steps, "Return")


def is_marked_wrong(app):
    return "must be numbers" in app.find("text", "Requests a Second").description


def measure_a_rate(app):
    choose_kind(app, 1)
    app.type("text", "Requests a Second", "fast")
    app.see("Requests a second must be numbers over 0")
    expect(not app.is_sensitive("push button", "Start Run"), "a mistake can be started")
    wait_for("the mark of a mistake", lambda: is_marked_wrong(app))

    app.type("text", "Requests a Second", "20")
    app.set_value("spin button", "Number of seconds", 8)
    app.see("1 target × 1 scenario × 1 load: 1 trial")
    expect(not is_marked_wrong(app), "what is right is marked as a mistake")
    app.press("Start Run")
    app.see("20 requests a second (Poisson)")
    app.see("due sent")

    app.see_result()
    app.see("What to Know")
    app.see("Median latency")
    app.see("Error of this computer")


def find_the_limit(app):
    app.press("New Run")
    choose_kind(app, 1)
    app.set_value("spin button", "Number of seconds", 3)
    app.set_value("spin button", "Most requests at once that are tried", 4)
    app.see("as many loads as it takes, up to 4 at once")
    app.press("Start Run")
    app.see("· 1 at once")
    app.see_result()
    app.see("Most useful load: 4 at once")


def main():
    program = sys.argv[1]
    with Simulator("--api", "vllm", "--ttft-ms", "20", "--itl-ms", "2") as simulator:
        with Home() as home, App(program, home) as app:
            app.activate("add-engine-address", simulator.url)
            app.see("Ready")
            app.activate("show-page", "run")
            measure_a_rate(app)
            benchmark = home.show_latest_run()["benchmarks"][0]
            expect(benchmark["metrics"]["successful_requests"] > 10, "the rate was not kept")
            find_the_limit(app)
            expect([row["concurrency"] for row in home.show_latest_run()["benchmarks"]] == [1, 2, 4],
                   "the search did not try 1, 2 and 4 at once")
            app.key("alt+5")
            app.find("list item", "Short Prompt")
            expect(len(app.all("list item", "sim-8b on vLLM")) == 2, "the history lacks a run")
            app.quit()
    print("ok")


if __name__ == "__main__":
    main()
