#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person has an engine of each kind running and starts Prony for the first time. All
are found and rightly named, none is added unasked. They add them, look at one, find out
what it can do, give it a name, a key and a header and measure it; they remove another
and bring it back. The key and the header are in no file afterwards."""

import contextlib
import os
import re
import sys
import time

from driver import App, Home, expect, wait_for
from engines import UsualSimulator, is_free

USUAL = [("ollama", "Ollama", 11434), ("llamacpp", "llama.cpp", 8080), ("vllm", "vLLM", 8000),
         ("tgi", "TGI", 3000), ("sglang", "SGLang", 30000), ("lmstudio", "LM Studio", 1234)]

# A scan takes at most two seconds.
SCAN_LIMIT = 2.0

KEY = "journey-key-0815"
HEADER_VALUE = "journey-header-4711"


def start_engines(stack):
    """Returns those that could be started, as (title, port)."""
    running = []
    for api, title, port in USUAL:
        if is_free(port):
            stack.enter_context(UsualSimulator(api, port))
            running.append((title, port))
        else:
            print(f"# port {port} is taken: no {title} there", file=sys.stderr)
    return running


def found(title, port):
    return re.compile(rf"^{re.escape(title)} \(simulated\), http://(localhost|127\.0\.0\.1):{port}\b")


def added(title, port):
    return re.compile(rf"^{re.escape(title)}, http://(localhost|127\.0\.0\.1):{port}, Ready\b")


def find_items(app, patterns):
    """Waits for all of them with one look at a time: each is slow."""
    def are_there():
        names = [node.name for node in app.all("list item")]
        return all(any(pattern.search(name) for name in names) for pattern in patterns)
    wait_for(f"list items {[pattern.pattern for pattern in patterns]}", are_there)


def scan(app, running):
    """The scan of the first start has no beginning to be seen: its end is waited for, and
    another is timed."""
    find_items(app, [found(title, port) for title, port in running])
    expect(not app.all("push button", "Run with"), "an engine was added unasked")

    app.gone(None, "Looking for engines")
    start = time.monotonic()
    app.all(None, "Looking for engines")
    look = time.monotonic() - start

    start = time.monotonic()
    app.window_action("win.scan-engines")
    app.gone(None, "Looking for engines")
    duration = time.monotonic() - start
    # To look at all that is in a window takes time, too.
    expect(duration < SCAN_LIMIT + 3 * look, f"the scan took {duration:.1f} s")
    find_items(app, [found(title, port) for title, port in running])


def add_all(app, running):
    app.press("Add All")
    find_items(app, [added(title, port) for title, port in running])
    app.gone(None, "Found on This Computer")


def look_at(app, title, port):
    app.click("list item", added(title, port))
    app.find("push button", "Back to the Engines")
    app.press("Details", "page tab")
    app.see("Protocol: ")
    app.see("Connection: Not encrypted")
    app.see("Answers token by token: Not tried yet")
    app.press("Find Out")
    app.see("Answers token by token: Yes")


def open_settings(app):
    app.press("More for This Engine")
    app.press("Settings", "menu item")
    app.see("Engine Settings")


def change_settings(app):
    open_settings(app)
    app.type("text", "Name (optional)", "Bench")
    app.type("text", "API key", KEY)
    app.click("list item", "Headers")
    app.click("list item", "Add Header")
    app.type("text", "Header name", "Content-Length")
    app.see("cannot be sent as a header")
    app.type("text", "Header name", "X-Journey")
    app.type("text", "Header value", HEADER_VALUE)
    app.press("_Save Save")
    app.gone(None, "Engine Settings")
    app.see("is kept only until Prony is closed")
    app.see("Key and Headers: For this session only")
    app.see("Ready")


def measure(app, home):
    app.press("_Run… Run…")
    app.set_value("spin button", "Number of requests", 2)
    app.press("Start Run")
    app.see_result()
    app.see("Finished")
    home.cli("export", "latest", "--output", os.path.join(home.path, "exported"))


def remove_and_restore(app, title, port):
    app.key("alt+1")
    app.key("alt+Left")
    app.press(f"More for {title}")
    app.press("Remove", "menu item")
    app.press("Undo")
    app.find("list item", added(title, port))


def expect_no_secrets(folder):
    """No file has a secret in it: database, exports, log."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(parent, name), "rb") as file:
                contents = file.read()
            for secret in (KEY, HEADER_VALUE):
                expect(secret.encode() not in contents, f"{name} has “{secret}” in it")


def main():
    program = sys.argv[1]
    with contextlib.ExitStack() as stack, Home() as home:
        running = start_engines(stack)
        if not running:
            print("# all usual ports are taken: nothing can be found", file=sys.stderr)
            sys.exit(77)
        with App(program, home, G_MESSAGES_DEBUG="all") as app:
            scan(app, running)
            add_all(app, running)
            look_at(app, *running[0])
            change_settings(app)
            measure(app, home)
            if len(running) > 1:
                remove_and_restore(app, *running[1])
            app.quit()
        expect_no_secrets(home.path)

        with App(program, home) as app:
            app.find("list item", re.compile(r"^Bench, .*, Ready\b"))
            app.click("list item", "Bench, ")
            app.press("Details", "page tab")
            app.see("Answers token by token: Yes")
            expect(not app.all(None, "Key and Headers"), "a key is said to be there")
            app.quit()
    print("ok")


if __name__ == "__main__":
    main()
