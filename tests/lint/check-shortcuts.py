#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Holds the window of keyboard shortcuts against the keys that the app binds to its actions."""

import re
import sys
import xml.etree.ElementTree
from pathlib import Path

# Where the window lists the keys of actions, by the group that these are in.
GROUPS = {
    "chart": "Charts", "chooser": "Compare", "compare": "Compare", "engines": "Engines",
    "failure": "Requests",
    "history": "Results", "models": "Engines", "raw": "Try a Request",
    "requests": "Requests", "result": "Results", "run": "Runs", "scenario": "Editing a Scenario",
    "scenarios": "Scenarios", "try": "Try a Request",
}
# What desktops and lists have everywhere, and a second way to what is listed.
USUAL = {
    ("window.close", "Escape"), ("requests.close", "Escape"),
    ("history.context-menu", "Menu"), ("history.context-menu", "shift F10"),
    ("chooser.toggle", "space"), ("chooser.expand", "Right"), ("chooser.collapse", "Left"),
    ("scenario.redo", "control y"), ("try.send", "control KP_Enter"),
}
MASKS = {"GDK_CONTROL_MASK": "control", "GDK_SHIFT_MASK": "shift", "GDK_ALT_MASK": "alt"}

# A key value, its modifiers and its action, in either order.
BOUND = re.compile(r"GDK_KEY_(\w+)(?: \+ i)?,\s*((?:[A-Z_|\s]+)|0),\s*\"([a-z]+\.[a-z-]+)\"")
IN_TABLE = re.compile(r"\{ \"([a-z]+\.[a-z-]+)\", [^}]*?GDK_KEY_(\w+), ([A-Z_| ]+|0) \}")
AS_TEXT = re.compile(r"\{ \"((?:<\w+>)*\w+)\", \"([a-z]+\.[a-z-]+)\" \}")
OF_APPLICATION = re.compile(r"\{ \"((?:app|win|window)\.[^\"]+)\", \{ \"")


def normalize(modifiers, key):
    return " ".join([*sorted(modifiers), key.lower() if len(key) == 1 else key])


def from_text(text):
    """Keys as GtkShortcutsShortcut has them: "<Control>c", "a b" for either, "1...9"."""
    for one in text.split():
        modifiers = [word.lower() for word in re.findall(r"<(\w+)>", one)]
        key = re.sub(r"<\w+>", "", one)
        first, _, last = key.partition("...")
        for digit in range(int(first), int(last) + 1) if last else [key]:
            yield normalize(modifiers, str(digit))


def bound_keys(root):
    for path in sorted((root / "src" / "app").rglob("*.c")):
        text = path.read_text(encoding="utf-8")
        for key, modifiers, action in BOUND.findall(text):
            yield action, normalize([MASKS[name] for name in re.findall(r"GDK_\w+", modifiers)], key)
        for action, key, modifiers in IN_TABLE.findall(text):
            yield action, normalize([MASKS[name] for name in re.findall(r"GDK_\w+", modifiers)], key)
        for keys, action in AS_TEXT.findall(text):
            yield action, next(from_text(keys))


def listed_keys(root):
    """The keys of each group, and the actions whose keys GTK finds out by itself."""
    groups, actions = {}, set()
    overlay = xml.etree.ElementTree.parse(root / "ui" / "gtk" / "help-overlay.ui")
    for group in overlay.iter("object"):
        if group.get("class") != "GtkShortcutsGroup":
            continue
        keys = groups.setdefault(group.findtext("property[@name='title']"), set())
        for shortcut in group.iter("object"):
            keys |= set(from_text(shortcut.findtext("property[@name='accelerator']") or ""))
            actions.add(shortcut.findtext("property[@name='action-name']"))
    return groups, actions


def main():
    root = Path(sys.argv[1])
    groups, actions = listed_keys(root)
    bound = set(bound_keys(root))
    application = (root / "src" / "app" / "prony-application.c").read_text(encoding="utf-8")
    of_application = set(OF_APPLICATION.findall(application))
    problems = [f"the action {action} is missing" for action in of_application - actions]

    assert len(bound) > 40 and len(of_application) > 20, "the sources are written in another way"
    for action, key in bound - USUAL:
        group = GROUPS.get(action.split(".")[0])
        if group is None:
            problems.append(f"no group is known for {action} ({key}); see GROUPS in this file")
        elif key not in groups.get(group, set()):
            problems.append(f"“{key}” of {action} is missing in the group “{group}”")
    for problem in sorted(problems):
        print(f"ui/gtk/help-overlay.ui: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
