#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person finds a scenario by search, edits a copy of it in the form and in the source,
is told of a mistake at both, corrects it, saves, finds the copy in the list, deletes it
and brings it back."""

import os
import re
import sys

from driver import App, Home, expect, wait_for

NAME = "short-short-copy"


def source_of(app):
    text = app.find("text", re.compile("^Source$")).queryText()
    return text.getText(0, -1)


def search(app, words):
    app.key("ctrl+f")
    app.type("entry", "Search Scenarios", words)


def own_file(home):
    return os.path.join(home.path, "data", "prony", "scenarios", f"{NAME}.yaml")


def open_editor(app):
    app.activate("open-scenario", "short-short")
    app.see("A quick question and a quick answer")
    app.press("_Edit a Copy Edit a Copy")
    wait_for("the source of the copy", lambda: f"name: {NAME}" in source_of(app))


def edit_form(app):
    app.type("text", re.compile("^Title$"), "Questions of a Journey")
    wait_for("the new title in the source",
             lambda: "title: Questions of a Journey\n" in source_of(app))
    expect("# A question in a chat" in source_of(app), "the comment is gone")


def make_and_correct_mistake(app):
    good = source_of(app)
    app.type("text", re.compile("^Source$"), good.replace("max_tokens: 50", "max_tokens: many"))
    app.see("Correct 1 mistake to save this scenario")
    app.find("list item", re.compile(r"^Line \d+: "))
    expect(not app.is_sensitive("push button", re.compile("Save")), "a mistake can be saved")
    app.type("text", re.compile("^Source$"), good)
    app.gone(None, "Correct 1 mistake to save this scenario")


def save(app, home):
    app.key("ctrl+s")
    wait_for("the file", lambda: os.path.exists(own_file(home)))
    app.see("Scenario saved")
    app.key("Escape")  # away with the message, then with the window
    app.gone(None, "Scenario saved")
    app.key("Escape")
    app.gone("dialog", "Edit a Copy")
    with open(own_file(home), encoding="utf-8") as file:
        expect("title: Questions of a Journey\n" in file.read(), "the title was not saved")


def main():
    program = sys.argv[1]
    with Home() as home, App(program, home) as app:
        app.see("Try the Simulated Engine")
        app.activate("show-page", "scenarios")
        search(app, "nowhere to be found")
        app.see("No Results")
        app.press("_Show All Show All")
        app.gone(None, "No Results")

        open_editor(app)
        edit_form(app)
        make_and_correct_mistake(app)
        save(app, home)

        search(app, "journey questions")
        app.see("Your Scenarios")
        app.find("list item", "Questions of a Journey")
        app.gone("list item", "Batch Processing")

        app.activate("open-scenario", NAME)
        app.press("More for This Scenario")
        app.press("Delete", "menu item")
        app.gone("list item", "Questions of a Journey")
        expect(not os.path.exists(own_file(home)), "the file is still there")
        app.press("Undo")
        app.find("list item", "Questions of a Journey")
        wait_for("the file", lambda: os.path.exists(own_file(home)))
        app.quit()
    print("ok")


if __name__ == "__main__":
    main()
