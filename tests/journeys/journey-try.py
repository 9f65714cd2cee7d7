#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A person tries requests: sees the answer of a model that thinks first, its events,
its figures and what went over the connection, takes it away, stops one that goes on for
long, and is told in words that the engine has gone."""

import json
import os
import re
import sys

from driver import App, Home, expect, wait_for
from engines import Simulator

KEY = "sk-nobody-may-see-this"
ANSWER = re.compile("^Answer$")


def add_engine(app, url):
    app.see("Try the Simulated Engine")
    app.window_action("win.add-engine")
    app.see("Prony finds out by itself")
    app.type("text", "Address", url)
    app.type("text", "API key", KEY)
    app.press("_Add Add")
    app.find("label", url)


def open_window(app):
    app.activate("try-request", "")
    app.see("No Request Yet")


def try_action(app, name):
    """Activates an action of the window for requests."""
    actions = app.find("dialog", "Try a Request").queryAction()
    names = [actions.getName(i) for i in range(actions.nActions)]
    actions.doAction(names.index(name))


def text_of(app, name):
    text = app.find("text", name).queryText()
    return text.getText(0, -1)


def send(app, prompt):
    app.type("text", "Prompt", prompt)
    wait_for("a request that can be sent",
             lambda: app.is_sensitive("push button", "Send"))
    app.key("ctrl+Return")


def look_at_pages(app):
    app.key("alt+2")
    wait_for("events of both kinds", lambda: len(app.all("label", re.compile("^Thinking$"))) > 1)
    app.key("alt+3")
    app.see("Time to first answer token")
    app.see("The engine’s own count")
    app.key("alt+4")
    raw = "Request and Answer as They Were Sent"
    wait_for("the end of the answer", lambda: "data: [DONE]" in text_of(app, raw))
    expect(text_of(app, raw).startswith("POST /v1/chat/completions HTTP/1.1\n"),
           "the request is not shown")
    expect("Authorization: (left out)" in text_of(app, raw), "the key's header is not shown")
    expect(KEY not in text_of(app, raw), "the key is shown")
    app.key("alt+1")


def export(app, home):
    try_action(app, "try.export")
    app.see("Export Request")
    app.press("_Export Export")
    found = wait_for("the exported file", lambda: [
        os.path.join(folder, name) for folder, _, names in os.walk(home.path)
        for name in names if name == "request.json"])
    with open(found[0], encoding="utf-8") as file:
        text = file.read()
    expect(KEY not in text, "the export has the key in it")
    return json.loads(text)


def see_a_model_think(program, home):
    with (Simulator("--api", "vllm", "--model", "deep-thinking:8b", "--ttft-ms", "20",
                    "--itl-ms", "2") as simulator, App(program, home) as app):
        add_engine(app, simulator.url)
        open_window(app)
        expect(not app.is_sensitive("push button", "Send"), "an empty prompt can be sent")
        send(app, "Why is the sky blue?")
        app.see("Answered in")
        app.see("Simulated")
        thinking = text_of(app, "Thinking before the Answer")
        expect(thinking and text_of(app, ANSWER), "the thinking is not apart from the answer")
        try_action(app, "try.copy-curl")
        app.see("curl command copied, without keys")
        look_at_pages(app)

        document = export(app, home)
        expect(document["schema"] == "prony.try/1", "the export has another schema")
        expect(document["reasoning"] == thinking, "the export has another thinking")
        expect(len(document["events"]) > 100, "the export lacks events")
        app.quit()


def stop_and_lose_the_engine(program, home):
    with (Simulator("--api", "ollama", "--ttft-ms", "20", "--itl-ms", "40") as simulator,
          App(program, home) as app):
        app.activate("add-engine-address", simulator.url)
        app.find("label", simulator.url)
        open_window(app)
        send(app, "Tell me all about turbines.")
        wait_for("the beginning of an answer", lambda: text_of(app, ANSWER))
        app.key("ctrl+period")
        app.see("The request was stopped. What had come until then is kept.")
        expect(text_of(app, ANSWER), "what had come is not kept")

        simulator.kill()
        app.key("ctrl+Return")
        app.see("Nothing listens on")
        expect(not text_of(app, ANSWER), "the answer before is still shown")
        app.quit()


def main():
    with Home() as home:
        see_a_model_think(sys.argv[1], home)
    with Home() as home:
        stop_and_lose_the_engine(sys.argv[1], home)
    print("ok")


if __name__ == "__main__":
    main()
