#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person has made two runs in the terminal. They find them in the window, search,
open one, compare both, delete one and bring it back, and delete it for good."""

import re
import sys

from driver import App, Home, expect
from engines import Simulator


def make_runs(home):
    for name, pace in (("Quick", "3"), ("Slow", "12")):
        with Simulator("--api", "vllm", "--model", "tiny", "--answer-tokens", "20",
                       "--ttft-ms", pace, "--itl-ms", pace) as simulator:
            home.cli("run", "--target", f"name={name},url={simulator.url}", "--scenario",
                     "short-short", "--requests", "12", "--name", f"{name} run")


def names_of_runs(app):
    return [row.name.split(",")[0] for row in app.find("list", "Runs")]


def search_and_open(app):
    app.key("alt+5")
    app.see("2 runs")
    expect(names_of_runs(app) == ["Slow run", "Quick run"], "the latest run is not the first")
    app.type("entry", "Search Runs", "quick")
    app.gone("list item", "Slow run")
    app.see("1 run")
    app.type("entry", "Search Runs", "nothing of that kind")
    app.see("No run matches.")
    app.type("entry", "Search Runs", "")
    app.press("Open Quick run")
    app.see("Results")
    app.find("label", "Quick run")
    app.press("All Runs")
    app.find("list item", "Slow run")


def compare(app):
    app.select_all("Runs")
    app.see("2 runs selected")
    app.press("Compare Runs")
    app.see("2 results compared")
    app.see("Quick is better. Time to first token:")

    chart = app.find("image", "Time to first token, median")
    for words in ("2 values", "Lower is better", "Slow (simulated)", "95 % interval"):
        expect(words in chart.description, f"the chart is described without “{words}”")
    app.press("Show as Table")
    app.find("tree table", "Time to first token, median")
    app.gone("image", "Time to first token, median")

    app.find("tree table", "Comparison")
    for title in ("Difference", "Ratio", "95 % Interval", "p-Value"):
        app.find("label", title)
    app.find("table row", re.compile(r"Quick \(simulated\), Better, .*, −"))


def delete(app):
    app.key("alt+5")
    app.select("Runs", 0)
    app.see("1 run selected")
    app.press("Delete Runs")
    app.see("“Slow run” deleted")
    app.gone("list item", "Slow run")
    app.press("Undo")
    app.find("list item", "Slow run")
    expect(names_of_runs(app) == ["Slow run", "Quick run"], "the run came back elsewhere")

    app.select("Runs", 1)
    app.press("Delete Runs")
    app.gone("list item", "Quick run")


def main():
    with Home() as home:
        make_runs(home)
        with App(sys.argv[1], home) as app:
            search_and_open(app)
            compare(app)
            delete(app)
            app.quit()

        with App(sys.argv[1], home) as app:
            app.key("alt+5")
            app.see("1 run")
            expect(names_of_runs(app) == ["Slow run"], "the deleted run is there again")
            app.quit()
        names = [run["name"] for run in home.cli("history")["runs"]]
        expect(names == ["Slow run"], "the terminal has other runs than the window")
    print("ok")


if __name__ == "__main__":
    main()
