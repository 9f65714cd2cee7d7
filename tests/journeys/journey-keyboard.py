#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person without a mouse gets from the first start to a result, finds it again, and
round every page: Tab never stops, never leads to something hidden, and always comes
back."""

import sys

from driver import App, Home
from keyboard import go_round, tab_to


def measure(app):
    tab_to(app, "Try the Simulated Engine")
    app.key("Return")
    app.see("Ready")
    tab_to(app, "Run with Simulated Engine")
    app.key("Return")
    tab_to(app, "Number of requests")
    app.key("ctrl+a", "3")
    tab_to(app, "Start Run")
    app.key("Return")
    app.see_result()
    app.see("Finished")


def find_again(app):
    app.key("alt+5")
    tab_to(app, "Search Runs")
    app.key("q", "q")
    app.see("No run matches.")
    app.key("Escape")
    app.find("list item", "sim:8b on Simulated Engine")
    tab_to(app, "list item sim:8b on Simulated Engine")
    app.key("Return")
    app.see("Results")
    app.key("alt+Left")
    app.find("list item", "sim:8b on Simulated Engine")


def main():
    with Home() as home, App(sys.argv[1], home) as app:
        measure(app)
        go_round(app, 1, ["Engines", "Add Engine", "Run with Simulated Engine"])
        go_round(app, 2, ["Scenarios", "Short Prompt", "Next Prompt", "Scenario File"])
        go_round(app, 3, ["Run", "Export", "New Run", "Show as"])
        go_round(app, 5, ["History", "Search Runs", "list item sim:8b"])
        find_again(app)
        app.key("F10")
        app.see("Keyboard Shortcuts")
        app.key("Escape")
        app.key("ctrl+n")
        app.see("Start Run")
        go_round(app, 3, ["Start Run", "More Settings"])
        app.quit()
    print("ok")


if __name__ == "__main__":
    main()
