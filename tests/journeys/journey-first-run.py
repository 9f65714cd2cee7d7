#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person starts Prony for the first time and has no engine. They try the simulated
one, start a run, watch it, read its result, find it in the history, export it, quit,
start again, and it is still there."""

import csv
import glob
import json
import os
import sys

from driver import App, Home, expect, wait_for

CLICKS_TO_FIRST_RESULT = 5


def run_to_first_result(app):
    """Returns how many clicks it took."""
    clicks = 0
    app.press("Try the Simulated Engine")
    clicks += 1
    app.see("Ready")
    app.press("Run with Simulated Engine")
    clicks += 1
    app.see("1 target × 1 scenario × 2 loads: 2 trials")
    app.press("Start Run")
    clicks += 1

    app.see("of 2 trials done")
    app.find("progress bar", "Progress of the run")
    # The gauges have names and values, and the answer arrives as text.
    rate = app.find("level bar", "Output rate").queryValue()
    wait_for("an output rate", lambda: rate.currentValue > 0)
    stream = app.find("text", "Answer as it arrives").queryText()
    wait_for("text of an answer", lambda: len(stream.getText(0, -1)) > 0)

    app.see_result()
    return clicks


def check_export(folder):
    """The folder is the one of the contract, and says that it was simulated."""
    with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
        summary = json.load(file)
    expect(summary["schema"] == "prony.run/1", "summary.json has another schema")
    expect(summary["metadata"]["simulated"] is True, "the export hides that it was simulated")
    expect([row["concurrency"] for row in summary["benchmarks"]] == [1, 4],
           "summary.json does not have the two loads")
    for row in summary["benchmarks"]:
        expect(row["metrics"]["successful_requests"] == 20, "not all requests succeeded")
        expect(row["metrics"]["ttft_p50"] > 0, "there is no time to first token")
    with open(os.path.join(folder, "summary.csv"), encoding="utf-8") as file:
        expect(len(list(csv.reader(file))) == 3, "summary.csv does not have two rows")
    for name in ("report.md", "*_results.json", "*_results.csv"):
        expect(glob.glob(os.path.join(folder, name)), f"the export has no {name}")


def export(app, home):
    app.press("Export Runs")
    app.see("Export to Folder")
    app.press("_Export Export")
    found = wait_for("the exported folder", lambda: glob.glob(
        os.path.join(home.path, "**", "run_*", "summary.json"), recursive=True))
    return os.path.dirname(found[0])


def main():
    program = sys.argv[1]
    with Home() as home:
        with App(program, home) as app:
            clicks = run_to_first_result(app)
            expect(clicks <= CLICKS_TO_FIRST_RESULT, f"the first result took {clicks} clicks")
            app.see("Finished")
            app.see("Simulated")
            app.key("alt+5")
            app.find("list item", "sim:8b on Simulated Engine")
            app.select("Runs", 0)
            check_export(export(app, home))
            app.quit()

        with App(program, home) as app:
            app.key("alt+5")
            app.find("list item", "sim:8b on Simulated Engine")
            app.quit()
    print("ok")


if __name__ == "__main__":
    main()
