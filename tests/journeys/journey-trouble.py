#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person meets engines that are not there, are no engines, have no model, and die in
the middle of a run while another goes on. Each time they are told what happened, and what
was measured before is there afterwards, called what it is."""

import re
import sys

from driver import App, Home, expect, wait_for
from engines import ClosedPort, Simulator, engine_without_models, website

SOME_DONE = re.compile(r"^[1-9]\d* done, 0 failed")
SOME_FAILED = re.compile(r"^[1-9]\d* done, [1-9]\d* failed")
NO_CONNECTION = re.compile(r"^[1-9]\d* × no connection · vLLM$")
FAILED_REQUESTS = re.compile(r"1 at once: \d+ requests? failed")


def type_address(app, address):
    app.key("ctrl+l")
    app.type("text", "Address, such as", address)


def cancel(app):
    app.press("_Cancel Cancel")
    app.gone("text", "Address, such as")


def meet_what_is_no_engine(app):
    type_address(app, "http://no spaces here")
    app.see("is not the address of an engine")
    expect(not app.is_sensitive("push button", "_Add Add"), "nonsense can be added")
    cancel(app)

    with website() as server:
        type_address(app, server.url)
        app.press("_Add Add")
        app.see("A web site answers on 127.0.0.1")
        cancel(app)
    expect(not app.all("label", server.url), "what was cancelled was added")

    with ClosedPort() as port:
        type_address(app, port.url)
        app.press("_Add Add")
        app.see("Nothing listens on 127.0.0.1")
        app.press("Add Anyway")
        app.find("label", port.url)
        app.see("Not running")


def meet_an_engine_without_models(app):
    with engine_without_models() as server:
        type_address(app, server.url)
        app.press("_Add Add")
        app.find("label", server.url)
        app.key("alt+3")
        app.see("It serves no model.")
        app.see("Choose at least one")
        expect(not app.is_sensitive("push button", "Start Run"), "a run of nothing can begin")
        app.key("alt+1")


def start_run(app):
    """Of both engines at the same time, each with more requests than there is time for."""
    app.key("alt+3")
    app.see("1 target × 1 scenario × 2 loads: 2 trials")
    app.click("check box", "immortal on llama.cpp")
    app.see("2 targets × 1 scenario × 2 loads: 4 trials")
    app.press("At the Same Time")
    app.set_value("spin button", "Number of requests", 1000)
    app.set_value("spin button", "Longest trial in seconds", 600)
    app.press("Start Run")
    app.see("0 of 4 trials done")
    return [app.find("panel", re.compile(f"^{name}$")) for name in ("vLLM", "llama.cpp")]


def read_failure(app, address):
    """The first of a group, whole."""
    group = app.find("list item", NO_CONNECTION)
    # The first to fail may have met the socket while the engine was dying.
    expect(re.match("(Nothing listens on|The server on) 127.0.0.1", group.description),
           f"the group says no reason: “{group.description}”")
    app.press("Show the _First", within=group)
    app.see("Failed: no connection")
    for name in (address, "mortal", "Course of the request", "Prompt"):
        app.see(name)
    app.key("Escape")
    app.gone(None, "Failed: no connection")


def count_done(app, card):
    return int(app.find("label", re.compile(r"^\d+ done"), within=card).name.split()[0])


def see_one_engine_die(app, dying):
    """The other goes on, as do the trials."""
    dead, alive = start_run(app)
    for card in (dead, alive):
        app.find("label", SOME_DONE, within=card)
    dying.kill()
    app.find("list item", NO_CONNECTION)
    app.find("label", SOME_FAILED, within=dead)
    read_failure(app, dying.url)
    before = count_done(app, alive)
    wait_for("more answers of the other engine", lambda: count_done(app, alive) > before)
    app.find("label", re.compile(", 0 failed"), within=alive)

    app.press("Skip Trial")
    # A trial that finds nothing at its beginning has failed at once.
    app.see("3 of 4 trials done")
    wait_for("the state of the card", lambda: dead.description == "Failed")
    app.find("label", "Nothing listens on 127.0.0.1", within=dead)
    app.find("label", re.compile(r"^[1-9]\d* done, 0 failed"), within=alive)
    app.press("Skip Trial")


def read_result(app, home):
    app.see("Finished, partial results", 60)
    app.see("A part of this run could not be measured.")
    app.find("list item", FAILED_REQUESTS)
    app.find("label", "Nothing listens on 127.0.0.1")

    rows = {(row["engine_kind"], row["concurrency"]): row
            for row in home.show_latest_run()["benchmarks"]}
    for concurrency in (1, 4):
        alive = rows["llamacpp", concurrency]["metrics"]
        expect(alive["successful_requests"] > 0, "the other engine was not measured")
        expect(alive["failed_requests"] == 0, "requests of the other engine failed")
    cut_off = rows["vllm", 1]["metrics"]
    expect(cut_off["successful_requests"] > 0, "what succeeded is not kept")
    expect(cut_off["failed_requests"] > 0, "what failed is not kept")
    dead = rows["vllm", 4]
    expect(dead["state"] == "failed" and "Nothing listens" in dead["error"], "no reason is kept")
    expect("metrics" not in dead, "the dead engine has figures")
    app.key("alt+5")
    app.find("list item", "vLLM and llama.cpp")


def meet_an_engine_that_dies(app, home):
    pace = ("--answer-tokens", "20", "--itl-ms", "15")
    with Simulator("--api", "vllm", "--model", "mortal", *pace) as dying, \
            Simulator("--api", "llamacpp", "--model", "immortal", *pace) as other:
        for engine in (dying, other):
            type_address(app, engine.url)
            app.press("_Add Add")
            app.find("label", engine.url)
        see_one_engine_die(app, dying)
        read_result(app, home)


def main():
    with Home() as home, App(sys.argv[1], home) as app:
        meet_what_is_no_engine(app)
        meet_an_engine_without_models(app)
        meet_an_engine_that_dies(app, home)
        app.quit()
    print("ok")


if __name__ == "__main__":
    main()
