#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person meets engines that are not there, are no engines, have no model, and die in
the middle of a run. Each time they are told what happened, and what was measured before
is there afterwards, called what it is."""

import re
import sys

from driver import App, Home, expect
from engines import ClosedPort, Simulator, engine_without_models, website

SOME_DONE = re.compile(r"^[1-9]\d* done, 0 failed")
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


def start_run(app, engine, requests):
    app.press(f"Run with {engine}")
    app.set_value("spin button", "Number of requests", requests)
    app.press("Start Run")
    app.see("of 2 trials done")


def meet_an_engine_that_dies(app, home):
    with Simulator("--api", "vllm", "--model", "mortal", "--answer-tokens", "40",
                   "--itl-ms", "15") as simulator:
        type_address(app, simulator.url)
        app.press("_Add Add")
        app.find("label", simulator.url)
        start_run(app, "vLLM", 12)
        app.see(SOME_DONE)
        simulator.kill()
        # The first to fail may have met the socket while the engine was dying.
        app.find("list item",
                 re.compile("no connection: (Nothing listens on|The server on) 127.0.0.1"))

    app.see("New Run", 60)
    app.see("A part of this run could not be measured.")
    app.find("list item", FAILED_REQUESTS)
    app.find("label", "Nothing listens on 127.0.0.1")
    alive, dead = home.show_latest_run()["benchmarks"]
    measured = alive["metrics"]
    expect(measured["successful_requests"] > 0, "what succeeded is not kept")
    expect(measured["failed_requests"] > 0, "what failed is not kept")
    expect(measured["requests"] == 12, "not all requests are kept")
    expect(dead["state"] == "failed" and "Nothing listens" in dead["error"], "no reason is kept")
    expect("metrics" not in dead, "the dead engine has figures")
    app.key("alt+5")
    app.find("list item", "mortal on vLLM")


def change_ones_mind(app, home):
    """Pauses, goes on, and stops."""
    with Simulator("--api", "llamacpp", "--model", "slow", "--answer-tokens", "40",
                   "--itl-ms", "15") as simulator:
        app.key("alt+1")
        type_address(app, simulator.url)
        app.press("_Add Add")
        app.find("label", simulator.url)
        start_run(app, "llama.cpp", 1000)
        app.see(SOME_DONE)
        app.press("Pause")
        app.see("Paused")
        app.see("0 in flight")
        app.press("Resume")
        app.see("Measuring")
        app.find("push button", "Pause")
        app.press("Stop")
        app.see("Stopped, partial results")
        app.see("This run was stopped.")

    run = home.show_latest_run()
    expect(run["metadata"]["partial"] is True, "the run is not called partial")
    stopped, never_begun = run["benchmarks"]
    expect(stopped["partial"] is True, "the stopped trial is not called partial")
    expect(stopped["metrics"]["successful_requests"] > 0, "what was measured is not kept")
    expect("metrics" not in never_begun, "a trial that never began has figures")


def main():
    with Home() as home, App(sys.argv[1], home) as app:
        meet_what_is_no_engine(app)
        meet_an_engine_without_models(app)
        meet_an_engine_that_dies(app, home)
        change_ones_mind(app, home)
        app.quit()
    print("ok")


if __name__ == "__main__":
    main()
