# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Where the key Tab leads: it never stops, never leads to something without a name, and
always comes back."""

import re

import pyatspi

from driver import Failure, expect, wait_for

# More stops than any page has.
MAX_STOPS = 50

# What a widget without a name of its own is called.
TYPE_NAME = re.compile(r"^(Gtk|Adw|Prony)[A-Z]\w+$")


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

    def has_name(self):
        return self.node is None or bool(self.node.name and not TYPE_NAME.match(self.node.name))


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
        expect(focus.has_name(), f"what has the focus has no name: {stops}")
        focus = tab(app, focus)
        stops.append(focus.stop)
    for landmark in landmarks:
        expect(any(landmark in stop for stop in stops),
               f"“{landmark}” is not among the stops of page {page}: {stops}")
