#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person lets runs wait for the one under way, changes their order, takes one out and
back, and is told of them when they close the window. The next begins by itself after one
that has finished, and waits after one that was stopped. Every run is exported, as the
preferences say, the computer stays awake, and the desktop tells of the end."""

import glob
import os
import re
import sys

from desktop import Desktop
from driver import App, Home, expect, wait_for
from engines import Simulator

SOME_DONE = re.compile(r"^[1-9]\d* done · 0 failed")
MANY = 5000


def choose_to_export_every_run(app):
    app.press("Main Menu")
    app.press("Preferences", "menu item")
    app.click("check box", "Export Every Run")
    app.press("Close", within=app.find("frame", "Preferences"))


def set_up(app, engine, requests):
    app.activate("show-page", "engines")
    app.press(f"Run with {engine}")
    app.see("1 target × 1 scenario × 2 loads: 2 trials")
    app.set_value("spin button", "Number of requests", requests)
    app.set_value("spin button", "Longest trial in seconds", 600)


def wait_for_queue(app, *models):
    """The next one first."""
    def is_in_order():
        rows = app.all("list item", re.compile(" on (llama.cpp|vLLM)"), within=waiting)
        return [re.search(r"(\w+) on ", row.name).group(1) for row in rows] == list(models)
    waiting = app.find("list", "Waiting Runs")
    wait_for(f"the queue {models}", is_in_order)


def change_queue(app):
    app.press("Run Later: brief on llama.cpp")
    wait_for_queue(app, "lengthy", "brief")
    app.press("Remove from the Queue: lengthy on vLLM")
    app.see("Run removed from the queue")
    wait_for_queue(app, "brief")
    app.press("Undo")
    wait_for_queue(app, "lengthy", "brief")


def try_to_close(app):
    app.press(re.compile("^Close$"))
    app.see("2 runs wait. They are not kept.")
    app.press("_Keep Running Keep Running")
    app.gone(None, "2 runs wait. They are not kept.")


def let_it_finish(app, desktop):
    """Without its trials a run is at its end."""
    app.press("Skip Trial")
    app.see("1 of 2 trials done")
    app.see(SOME_DONE)
    app.press("Skip Trial")
    app.see("“brief on llama.cpp, Short Prompt, Short Completion” has finished")
    app.press("Show Result")
    app.see("Results")
    summary, body = wait_for("the notification", lambda: desktop.get("Notify"))[0][3:5]
    expect(summary == "Run finished" and "lengthy on vLLM" in body,
           f"the notification says “{summary}”, “{body}”")


def stop_the_next(app):
    app.activate("show-page", "run")
    app.see(SOME_DONE)
    wait_for_queue(app, "brief")
    app.press("Stop")
    app.see("Stopped, partial results")
    app.see("1 run waits, since the one before was stopped or failed.")
    expect(not app.all("label", "of 2 trials done"), "the next run began after a stop")
    app.press("Start Next Run")
    app.see_result()
    app.see("Finished")
    app.gone(None, "1 run waits")


def count_exports(home):
    return len(glob.glob(os.path.join(home.path, "**", "run_*", "summary.json"), recursive=True))


def look_at_exports(app, home):
    wait_for("the export of every run", lambda: count_exports(home) == 3)
    app.press(re.compile("^_?Export( Export)?$"))
    app.see("Run exported to")
    expect(count_exports(home) == 4, "a click does not export")


def check_wakefulness(desktop):
    """From the beginning to the end of each run."""
    reasons = {arguments[2] for arguments in desktop.get("Inhibit")}
    expect(reasons == {"A benchmark run is under way"}, f"the reasons are {reasons}")
    expect(len(desktop.get("Inhibit")) == len(desktop.get("Uninhibit")) == 3,
           "the computer was not kept awake for three runs")


def main():
    pace = ("--answer-tokens", "10", "--itl-ms", "5")
    with Desktop() as desktop, Simulator("--api", "llamacpp", "--model", "brief", *pace) as first, \
            Simulator("--api", "vllm", "--model", "lengthy", *pace) as second, \
            Home() as home, App(sys.argv[1], home) as app:
        for engine in (first, second):
            app.activate("add-engine-address", engine.url)
            app.see(engine.url)
        choose_to_export_every_run(app)
        set_up(app, "llama.cpp", MANY)
        app.press("Start Run")
        app.see(SOME_DONE)
        for engine, requests in (("llama.cpp", 3), ("vLLM", MANY)):
            set_up(app, engine, requests)
            app.see("A run is under way.")
            app.press("Add to Queue")
            app.see("Waiting Runs")
        wait_for_queue(app, "brief", "lengthy")
        change_queue(app)
        try_to_close(app)
        let_it_finish(app, desktop)
        stop_the_next(app)
        look_at_exports(app, home)
        check_wakefulness(desktop)
        app.quit()
    print("ok")


if __name__ == "__main__":
    main()
