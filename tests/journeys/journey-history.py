#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person has made two runs in the terminal. They find them in the window, search,
open one, compare both, delete one and bring it back, and delete it for good. By keyboard
alone they pin a baseline, tag a run, hold it against the baseline, filter by what they
have said, and look at the trend."""

import re
import subprocess
import sys

from driver import App, Home, expect, wait_for
from engines import Simulator
from keyboard import tab_to


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
    app.find("table row", re.compile(r"Slow \(simulated\), Worse, .*, \+"))


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


def make_slower_run(home):
    with Simulator("--api", "vllm", "--model", "tiny", "--answer-tokens", "20",
                   "--ttft-ms", "60", "--itl-ms", "6") as simulator:
        home.cli("run", "--target", f"name=Quick,url={simulator.url}", "--scenario",
                 "short-short", "--requests", "12", "--name", "Quick again")


def write(*words):
    subprocess.run(["xdotool", "type", "--delay", "20", *words], check=True)


def seek(app, words):
    app.key("ctrl+f")
    wait_for("the focus in the search",
             lambda: app.focused().getRoleName() in ("entry", "text", "search box"))
    app.key("ctrl+a")
    write(words)


def pick(app, name):
    """Seeks a run, and selects it in the list."""
    seek(app, name)
    app.see("1 run")
    tab_to(app, f"list item {name}")
    app.key("space")
    app.see("1 run selected")


def mark_by_keyboard(app):
    app.key("alt+5")
    app.see("3 runs")
    pick(app, "Quick run")
    app.key("ctrl+b")
    app.see("Later runs are held against “Quick run”.")
    app.find("list item", re.compile("^Quick run, baseline"))

    pick(app, "Quick again")
    app.key("ctrl+t")
    app.find(None, "Tags")
    wait_for("the focus in the tags", lambda: app.window is not None and app.all(None, "Save"))
    write("nightly, gpu box")
    app.key("Return")
    app.find("list item", re.compile("^Quick again, .*tags: .*nightly"))
    tab_to(app, "list item Quick again")
    app.key("ctrl+shift+b")
    app.see("Something is clearly worse than in “Quick run”.")
    app.find("list item", re.compile("^Quick again, Regression"))

    seek(app, "nightly")
    app.see("1 run")
    expect(names_of_runs(app) == ["Quick again"], "a tag is not found")
    tab_to(app, "list item Quick again")
    app.key("Return")
    app.see("Regression Check: Regression")
    app.see("Worse. Time to first token")
    app.key("alt+Left")
    seek(app, "nothing of that kind")
    app.see("No run matches.")
    tab_to(app, "Show All Runs")
    app.key("Return")
    app.see("3 runs")


def follow_trend(app):
    pick(app, "Quick again")
    app.key("Menu")
    app.see("Show Trend")
    app.key("s")
    app.see("Time to first token over 2 runs.")


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

    with Home() as home:
        make_runs(home)
        make_slower_run(home)
        with App(sys.argv[1], home) as app:
            mark_by_keyboard(app)
            follow_trend(app)
            app.quit()
    print("ok")


if __name__ == "__main__":
    main()
