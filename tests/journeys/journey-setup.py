#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person goes through the set-up with the key Enter alone and gets a result. They set
the same run up again from the history, save it as a plan, copy its command, and find the
plan and what they chose last when they come back."""

import sys

from driver import App, Home, expect, wait_for
from engines import Simulator

PLAN = "1 target × 1 scenario × 2 loads: 2 trials"


def wait_for_focus(app, name):
    def has_focus():
        node = app.focused()
        return node is not None and name in node.name
    wait_for(f"the focus on “{name}”", has_focus)


def run_with_enter_alone(app, home):
    app.activate("show-page", "run")
    app.see(PLAN)
    wait_for_focus(app, "Next: Scenarios")
    app.key("Return")
    wait_for_focus(app, "Next: Load and Limits")
    app.key("Return")
    wait_for_focus(app, "Start Run")
    app.key("Return")
    app.see_result()
    rows = home.show_latest_run()["benchmarks"]
    expect([row["concurrency"] for row in rows] == [1, 4], "1 and 4 at once were not measured")


def set_up_again(app):
    app.key("alt+5")
    app.find("list item", "sim-8b on vLLM")
    app.select("Runs", 0)
    app.press("Run Again")
    app.see(PLAN)
    app.see("requests ·")  # what was measured once can be estimated
    app.press("2 requests at once")
    app.see("1 target × 1 scenario × 3 loads: 3 trials")


def keep_plan(app):
    app.key("shift+ctrl+c")
    app.see("Command copied")
    app.press("Plans")
    app.press("Save Plan")
    app.see("It takes the place")
    app.type("text", "Name", "Evening")
    app.press("_Save Save")
    app.see("Plan saved")


def come_back(app, simulator):
    app.see(simulator.url)
    app.see("Ready")
    app.activate("show-page", "run")
    app.see(PLAN)
    app.press("Plans")
    app.find("list item", "Evening")
    app.press("Delete “Evening”")
    app.see("“Evening” deleted")
    app.press("Undo")
    app.press("Plans")
    app.find("list item", "Evening")


def main():
    program = sys.argv[1]
    with Simulator("--api", "vllm", "--ttft-ms", "20", "--itl-ms", "2") as simulator:
        with Home() as home:
            with App(program, home) as app:
                app.activate("add-engine-address", simulator.url)
                app.see("Ready")
                run_with_enter_alone(app, home)
                set_up_again(app)
                keep_plan(app)
                app.quit()
            with App(program, home) as app:
                come_back(app, simulator)
    print("ok")


if __name__ == "__main__":
    main()
