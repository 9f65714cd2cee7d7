#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person without a mouse gets from the first start to a result, finds it again, and
round every page: Tab never stops, never leads to something hidden, and always comes
back."""

import sys

import pyatspi

from driver import App, Failure, Home, expect, wait_for

# More stops than any page has.
MAX_STOPS = 40


class Focus:
    """Where the keyboard is. Entry rows of libadwaita 1.2 do not tell that they have the
    focus."""

    def __init__(self, app, near=None):
        self.app = app
        self.node = app.focused(near)
        self.stop = ("an entry row" if self.node is None
                     else f"{self.node.getRoleName()} {self.node.name}")

    def has_left(self):
        if self.node is None:
            return self.app.focused() is not None
        return not self.node.getState().contains(pyatspi.STATE_FOCUSED)


def tab(app, before):
    """Returns where Tab leads."""
    app.key("Tab")
    wait_for(f"what Tab leads to from {before.stop}", before.has_left, 3)
    after = Focus(app, before.node)
    expect(after.stop != before.stop, f"Tab stays at {before.stop}")
    return after


def tab_to(app, name):
    focus = Focus(app)
    for _ in range(MAX_STOPS):
        if name in focus.stop:
            return focus
        focus = tab(app, focus)
    raise Failure(f"Tab does not lead to “{name}”")


def go_round(app, page, landmarks):
    """From the menu round to the menu again, past all landmarks."""
    app.key(f"alt+{page}")
    focus = tab(app, tab_to(app, "Main Menu"))
    stops = [focus.stop]
    while "Main Menu" not in focus.stop:
        expect(len(stops) < MAX_STOPS, f"page {page} does not end: {stops}")
        focus = tab(app, focus)
        stops.append(focus.stop)
    for landmark in landmarks:
        expect(any(landmark in stop for stop in stops),
               f"“{landmark}” is not among the stops of page {page}: {stops}")


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
    app.see("New Run", 60)
    app.see("Finished")


def find_again(app):
    app.key("alt+5")
    tab_to(app, "Search Runs")
    app.key("q", "q")
    app.see("No run matches.")
    app.key("Escape")
    app.find("list item", "sim:8b on Simulated Engine")
    tab_to(app, "Open sim:8b on Simulated Engine")
    app.key("Return")
    app.see("Measured With")
    app.key("alt+Left")
    app.find("list item", "sim:8b on Simulated Engine")


def main():
    with Home() as home, App(sys.argv[1], home) as app:
        measure(app)
        go_round(app, 1, ["Engines", "Add Engine", "Run with Simulated Engine"])
        go_round(app, 2, ["Scenarios", "Short Prompt", "Next Prompt", "Scenario File"])
        go_round(app, 3, ["Run", "Export", "New Run", "Time to first token"])
        go_round(app, 5, ["History", "Search Runs", "Open sim:8b"])
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
