#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person without a mouse has made two runs. They look at the trials of one, choose both,
read who is better, take the other one as baseline and another metric, and copy the table."""

import re
import sys

from driver import App, Home, expect
from engines import Simulator
from keyboard import tab_to


def make_runs(home):
    for name, pace in (("Quick", "3"), ("Slow", "12")):
        with Simulator("--api", "vllm", "--model", "tiny", "--answer-tokens", "20",
                       "--ttft-ms", pace, "--itl-ms", pace) as simulator:
            home.cli("run", "--target", f"name={name},url={simulator.url}", "--scenario",
                     "short-short", "--requests", "12", "--name", f"{name} run")


def choose(app):
    app.key("alt+4")
    app.see("Choose two or more results")
    app.key("ctrl+f")
    tab_to(app, "Slow · tiny")
    app.key("Right")
    app.find("list item", re.compile(r"Short Prompt, Short Completion · .*12 requests"))
    app.key("Left")
    app.gone("list item", re.compile("12 requests"))
    app.key("space")
    app.see("1 result chosen")
    app.key("Down", "space")
    app.see("2 results chosen")
    app.key("ctrl+Return")
    app.see("2 results compared")


def read(app):
    app.see("Quick is better. Time to first token:")
    app.find("table row", re.compile(r"Slow \(simulated\), Baseline,"))
    app.find("table row", re.compile(r"Quick \(simulated\), Better, .*, −"))
    steps = app.find("image", re.compile(r"Time to first token · Short Prompt"))
    expect("Quick" in steps.description, "the distributions do not name the results")


def change(app):
    app.key("ctrl+b")
    app.find("table row", re.compile(r"Slow \(simulated\), Worse, .*, \+"))
    tab_to(app, "Metric")
    app.key("Return")
    app.find("label", "Time to first sentence")
    app.key("Down", "Down", "Return")
    app.see("Quick is better. Inter-token latency:")
    app.key("ctrl+shift+c")
    app.see("Table copied")


def main():
    with Home() as home:
        make_runs(home)
        with App(sys.argv[1], home) as app:
            choose(app)
            read(app)
            change(app)
            app.key("ctrl+o")
            app.see("2 results chosen")
            app.quit()
    print("ok")


if __name__ == "__main__":
    main()
