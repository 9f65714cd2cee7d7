#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person watches two engines at the same time: state, progress and gauges are told also
to those who do not see them. They follow one request after another, sort the comparison,
skip a trial, write a note, pause, go round with Tab, go on and stop; what was measured is
kept and called partial."""

import re
import sys

import pyatspi

from driver import App, Home, expect, wait_for
from engines import Simulator
from keyboard import TYPE_NAME, go_round, tab_to

STREAMS = 4
SOME_DONE = re.compile(r"^[1-9]\d* done, 0 failed")
WATCHED = re.compile(rf"^Request (\d+) · stream (\d) of {STREAMS}$")
NOTE = "The fan got loud"
PAUSED = "Paused. Requests in flight finish"

# Where Tab leads on the page of a run.
STOPS = ("Resume", "Skip Trial", "Stop", "Add Note", "New Run", "Show Prompt", "Next Request",
         "Answer as it arrives", "Scenario and Load", "Sort", "table row", "Skip: llama.cpp", NOTE)

# What must say what it is.
ROLES = ("check box", "combo box", "level bar", "list item", "progress bar", "push button",
         "spin button", "text")


def start_run(app, quick, slow):
    app.activate("add-engine-address", quick.url)
    app.see(quick.url)
    app.activate("add-engine-address", slow.url)
    app.see(slow.url)
    app.activate("show-page", "run")
    app.see("1 target × 1 scenario × 2 loads: 2 trials")
    app.click("check box", "slow on llama.cpp")
    app.see("2 targets × 1 scenario × 2 loads: 4 trials")
    app.press("At the Same Time")
    app.set_value("spin button", "Number of requests", 5000)
    app.set_value("spin button", "Longest trial in seconds", 600)
    app.press("Start Run")
    app.see("0 of 4 trials done")
    return [app.find("panel", re.compile(f"^{name}$")) for name in ("vLLM", "llama.cpp")]


def wait_for_value(app, role, name, lowest, within=None):
    bar = app.find(role, name, within=within)
    wait_for(f"a value of “{name}”", lambda: bar.queryValue().currentValue >= lowest)


def hear_state(app, cards):
    """Names, values and texts, as a screen reader has them."""
    app.find("label", re.compile("^Measuring$"))
    app.find("label", re.compile(r"^[1-9]\d* done · 0 failed · \d in flight \(of \d+\)$"))
    app.find("label", re.compile(r"^\d+ s elapsed\. "))
    for name in ("Progress of the run", "Progress of the trial under way"):
        bar = app.find("progress bar", name)
        wait_for(f"the text of “{name}”", lambda: re.match(r"^\d+ %\. ", bar.description))
        expect(0 <= bar.queryValue().currentValue < 1, f"“{name}” has a wrong value")

    for card in cards:
        wait_for("the state of a card", lambda: card.description == "Measuring")
        app.find("label", SOME_DONE, within=card)
        for name, text in (("Output rate", r"^[\d.,]+ tok/s"),
                           ("Time to first token", r"^[\d.]+ m?s, (Good|Moderate|Poor)"),
                           ("Inter-token latency", r"^[\d.]+ m?s, (Good|Moderate|Poor)"),
                           ("Requests in flight", r"^\d"),
                           ("Success rate", r"^100 %, Good")):
            gauge = app.find("panel", re.compile(f"^{name}$"), within=card)
            wait_for(f"the text of “{name}”", lambda: re.match(text, gauge.description))
            wait_for_value(app, "level bar", name, 1e-6, card)
        answer = app.find("text", "Answer as it arrives", within=card).queryText()
        wait_for("text of an answer", lambda: answer.characterCount > 0)

    for node in app.all():
        if node.getRoleName() in ROLES:
            expect(node.name and not TYPE_NAME.match(node.name),
                   f"a {node.getRoleName()} has no name: “{node.name}”")


def skip_first_step(app):
    app.press("Skip Trial")
    app.see("2 of 4 trials done")
    app.see("This trial was skipped")
    app.find("list item", re.compile(r"^llama\.cpp · .* · 1 at once, Stopped, First token "))
    app.see(f"Short Prompt, Short Completion, {STREAMS} at once")


def get_watched(app, card):
    """Which request is watched, and of which stream."""
    name = app.find("label", WATCHED, within=card).name
    return tuple(int(number) for number in WATCHED.match(name).groups())


def is_pressed(app, card, name):
    state = app.find("push button", name, within=card).getState()
    return state.contains(pyatspi.STATE_PRESSED) or state.contains(pyatspi.STATE_CHECKED)


def follow_one_after_another(app, card):
    expect(is_pressed(app, card, "Follow Any"), "not any request is followed at first")
    seen = set()
    while len(seen) < STREAMS:
        _, before = get_watched(app, card)
        app.press("Next Request", within=card)
        wait_for("another stream", lambda: get_watched(app, card)[1] != before)
        seen.add(get_watched(app, card)[1])
    expect(not is_pressed(app, card, "Follow Any"), "who chose a stream still follows any")

    request, stream = get_watched(app, card)
    wait_for("the next request of the same stream",
             lambda: get_watched(app, card)[0] > request)
    expect(get_watched(app, card)[1] == stream, "the stream was left")
    app.press("Previous Request", within=card)
    wait_for("the stream before",
             lambda: get_watched(app, card)[1] == (stream - 2) % STREAMS + 1)
    app.press("Follow Any", within=card)
    wait_for("any request", lambda: is_pressed(app, card, "Follow Any"))


def see_who_leads(app):
    table = app.find("tree table", "Comparison so far")
    app.find("label", "Best", 60, within=table)
    app.find("table row", re.compile(r"^vLLM .* \(Best\)"), within=table)


def sort_comparison(app):
    table = app.find("tree table", "Comparison so far")

    def wait_for_order(*names):
        def is_in_order():
            rows = app.all("table row", "(simulated)", within=table)
            return [row.name.split()[0] for row in rows] == list(names)
        wait_for(f"the order {names}", is_in_order)

    def sort_by(column):
        tab_to(app, "Sort")
        app.key("Return")
        app.press(column, "menu item")

    wait_for_order("vLLM", "llama.cpp")
    sort_by("Target")
    wait_for_order("llama.cpp", "vLLM")
    sort_by("Output Rate")
    wait_for_order("vLLM", "llama.cpp")
    sort_by("Output Rate")
    wait_for_order("llama.cpp", "vLLM")
    sort_by("Order of the Run")
    wait_for_order("vLLM", "llama.cpp")


def write_note(app):
    app.press("Add Note")
    app.type("text", re.compile("^Note$"), NOTE)
    app.press("_Add Add")
    app.find("list item", NOTE)


def pause(app):
    app.press("Pause")
    app.see(PAUSED)
    app.find("label", re.compile(r" · 0 in flight \("))


def go_on(app):
    app.press("Resume")
    app.gone(None, PAUSED)
    app.find("label", re.compile(r" · [1-8] in flight \("))


def stop(app, home):
    app.press("Stop")
    app.see("Stopped, partial results")
    app.see("This run was stopped.")
    app.see("4 trials were skipped or stopped before their end.")
    app.key("alt+Page_Up")
    app.see(NOTE)

    run = home.show_latest_run()
    expect(run["metadata"]["partial"] is True, "the run is not called partial")
    expect([note["text"] for note in run["metadata"]["notes"]] == [NOTE], "the note is not kept")
    expect(len(run["benchmarks"]) == 4, "trials are missing")
    for row in run["benchmarks"]:
        expect(row["partial"] is True, "a trial is not called partial")
        expect(row["metrics"]["successful_requests"] > 0, "what was measured is not kept")


def main():
    pace = ("--answer-tokens", "30")
    with Simulator("--api", "vllm", "--model", "quick", "--itl-ms", "10", *pace) as quick, \
            Simulator("--api", "llamacpp", "--model", "slow", "--itl-ms", "30", *pace) as slow, \
            Home() as home, App(sys.argv[1], home) as app:
        cards = start_run(app, quick, slow)
        hear_state(app, cards)
        skip_first_step(app)
        follow_one_after_another(app, cards[0])
        write_note(app)
        see_who_leads(app)
        pause(app)
        sort_comparison(app)
        go_round(app, 3, STOPS)
        go_on(app)
        stop(app, home)
        app.quit()
    print("ok")


if __name__ == "__main__":
    main()
