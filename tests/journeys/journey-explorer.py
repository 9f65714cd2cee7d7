#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person has made a run in the terminal, some requests of which failed. They look for
those in the window by keyboard: filter, sort, open one, go to the next, copy it."""

import re
import sys

from driver import App, Home, expect, wait_for
from engines import Simulator


def make_run(home):
    with Simulator("--api", "vllm", "--model", "tiny", "--answer-tokens", "10", "--ttft-ms", "5",
                   "--itl-ms", "1", "--fault", "error:first=4") as simulator:
        home.cli("run", "--target", f"name=Engine,url={simulator.url}", "--scenario",
                 "short-short", "--requests", "20", "--warmup", "0", "--name", "Some fail")


def choose(app, name, times):
    """Opens the choice that comes next, goes down, and takes what is there. All at once: the
    list has a window of its own, and who gives the keys to that takes the focus away when it
    goes."""
    app.key("Tab", "space", *["Down"] * times, "Return")
    wait_for(f"the focus on {name}", lambda: app.focused().name == name)


def open_requests(app):
    app.key("alt+5")
    app.press("Open Some fail")
    app.see("Some requests of this run failed.")
    for _ in range(3):
        app.key("alt+Page_Down")
    app.see("20 requests")


def main():
    with Home() as home:
        make_run(home)
        with App(sys.argv[1], home) as app:
            open_requests(app)
            app.key("ctrl+f")
            choose(app, "Outcome", 1)
            app.see("4 of 20 requests")
            choose(app, "Order", 4)
            rows = app.all("table row", re.compile("^Request "))
            expect(len(rows) == 4, f"there are {len(rows)} rows of 4 failed requests")

            app.key(*["Tab"] * 4)  # direction, warm-up, time line, table
            app.key("Return")
            app.see("Failed: error inside the stream")
            app.see("Course of the request")
            app.key("alt+Down")
            app.key("ctrl+shift+c")
            app.see("Copied")
            app.key("Escape")
            app.gone("label", "Course of the request")

            app.key("ctrl+t")
            app.find("image", "Requests over time")
            app.quit()
    print("ok")


if __name__ == "__main__":
    main()
