# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Starts Prony and drives it over AT-SPI, as a person with a keyboard and a mouse
would. Runs inside xvfb-run and dbus-run-session; waits for what it looks for, never
sleeps for luck; on a failure leaves a picture and the tree of widgets behind."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import pyatspi

DEADLINE = 20.0

# Off the window: a tooltip of what the mouse happens to be over is a window of its own.
AWAY = ("mousemove", "9999", "9999")


class Failure(Exception):
    """What was looked for did not come."""


def expect(condition, sentence):
    if not condition:
        raise Failure(sentence)


def wait_for(what, predicate, deadline=DEADLINE):
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        try:
            found = predicate()
        except Failure:
            raise
        except Exception:  # a widget may go away while it is looked at
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise Failure(f"{what} did not come within {deadline:.0f} s")


def is_shown(node):
    """The tree also has what lies on pages that are not shown. Only a widget that is
    mapped says that it contains its own middle; what is no widget has none."""
    try:
        component = node.queryComponent()
    except NotImplementedError:
        return True
    extents = component.getExtents(pyatspi.WINDOW_COORDS)
    return component.contains(extents.x + extents.width // 2, extents.y + extents.height // 2,
                              pyatspi.WINDOW_COORDS)


class Home:
    """Folders of a user who has never started Prony, gone at the end."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="prony-journey-")
        self.environment = dict(os.environ)
        self.environment.pop("NO_AT_BRIDGE", None)
        self.environment.pop("GTK_A11Y", None)
        # Not the cache: it keeps what this computer adds to figures, for all journeys.
        for name in ("CONFIG", "DATA", "STATE"):
            folder = os.path.join(self.path, name.lower())
            os.makedirs(folder)
            self.environment[f"XDG_{name}_HOME"] = folder
        self.environment.update({
            "HOME": self.path,
            "GSK_RENDERER": "cairo",
            "GDK_BACKEND": "x11",
            "GDK_DEBUG": "gl-disable",
            "ADW_DISABLE_PORTAL": "1",
            "GSETTINGS_BACKEND": "keyfile",
            "GTK_THEME_VARIANT": "",
            "G_DEBUG": "fatal-criticals",
        })
        settings = os.path.join(self.path, "config", "gtk-4.0")
        os.makedirs(settings)
        with open(os.path.join(settings, "settings.ini"), "w", encoding="utf-8") as file:
            file.write("[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n")

    def cli(self, *arguments):
        """What prony-cli says of this user's runs."""
        output = subprocess.run(
            [os.environ["PRONY_CLI"], *arguments, "--json"], env=self.environment, check=True,
            stdout=subprocess.PIPE).stdout
        return json.loads(output)

    def show_latest_run(self):
        return self.cli("show", "latest")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


class App:
    """A running Prony."""

    def __init__(self, program, home, *arguments, **environment):
        self.home = home
        self.log = open(os.path.join(home.path, "log"), "a", encoding="utf-8")
        subprocess.run(["xdotool", *AWAY], check=True)
        self.process = subprocess.Popen(
            [program, *arguments], env={**home.environment, **environment}, stdout=self.log,
            stderr=self.log)
        try:
            self.root = wait_for("the application", self._find_root)
            self.window = wait_for("the window", lambda: self.root.childCount and self.root[0])
        except Failure:
            self.close()
            with open(self.log.name, encoding="utf-8") as log:
                print(log.read(), file=sys.stderr)
            raise

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.report()
        self.close()

    def _find_root(self):
        if self.process.poll() is not None:
            raise Failure(f"Prony ended at once with status {self.process.returncode}")
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and application.get_process_id() == self.process.pid:
                return application
        return None

    # Looking

    def _each(self, role, text, within):
        if isinstance(text, str):
            text = re.compile(re.escape(text))

        def walk(node):
            for child in node:
                if child is None or not is_shown(child):
                    continue
                if ((role is None or child.getRoleName() == role)
                        and (text is None or re.search(text, child.name))):
                    yield child
                yield from walk(child)
        self.root.clearCache()
        yield from walk(within or self.root)

    def all(self, role=None, text=None, within=None):
        """The widgets that are shown and whose name has a text, or fits a pattern."""
        return list(self._each(role, text, within))

    def find(self, role, text, deadline=DEADLINE, within=None):
        return wait_for(f"{role} “{text}”",
                        lambda: next(self._each(role, text, within), None), deadline)

    def see(self, text, deadline=DEADLINE):
        """Waits for visible words, whatever shows them."""
        return self.find(None, text, deadline)

    def see_result(self):
        """Waits for the end of a run; while it is under way, New Run has three dots."""
        self.find("push button", re.compile("New Run$"), 60)

    def gone(self, role, text, deadline=DEADLINE):
        wait_for(f"the end of {role} “{text}”", lambda: not self.all(role, text), deadline)

    def focused(self, near=None):
        """What the next key goes to; looks around a widget first."""
        def search(node, seen):
            for child in node:
                if child is None or child == seen or not is_shown(child):
                    continue
                if child.getState().contains(pyatspi.STATE_FOCUSED):
                    return child
                found = search(child, None)
                if found is not None:
                    return found
            return None

        self.root.clearCache()
        found, seen, node = None, None, near or self.root
        while found is None and node is not None and node.getRoleName() != "desktop frame":
            found = search(node, seen)
            seen, node = node, node.parent
        return found

    def is_sensitive(self, role, text):
        return self.find(role, text).getState().contains(pyatspi.STATE_SENSITIVE)

    # Doing

    def press(self, text, role="push button", within=None):
        def try_to_press():
            for node in self._each(role, text, within):
                actions = node.queryAction()
                if actions.nActions and node.getState().contains(pyatspi.STATE_SENSITIVE):
                    return actions.doAction(0)
            return False
        wait_for(f"a {role} “{text}” that can be pressed", try_to_press)

    def _x_window(self):
        windows = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
            capture_output=True, text=True, check=True).stdout.split()
        return windows[-1]

    def key(self, *keys):
        subprocess.run(["xdotool", "windowfocus", self._x_window()], check=True)
        subprocess.run(["xdotool", "key", *keys], check=True)

    def click(self, role, text):
        """Clicks with the mouse what has no action, such as a check mark."""
        node = self.find(role, text)
        geometry = dict(line.split("=") for line in subprocess.run(
            ["xdotool", "getwindowgeometry", "--shell", self._x_window()],
            capture_output=True, text=True, check=True).stdout.split())
        top = node
        while top.parent is not None and top.parent.getRoleName() != "application":
            top = top.parent
        frame = top.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        extents = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        # The X window has a margin for its shadow around the frame.
        x = int(geometry["X"]) + (int(geometry["WIDTH"]) - frame.width) // 2
        y = int(geometry["Y"]) + (int(geometry["HEIGHT"]) - frame.height) // 2
        subprocess.run(["xdotool", "mousemove", str(x + extents.x + extents.width // 2),
                        str(y + extents.y + extents.height // 2), "click", "1", *AWAY], check=True)

    def activate(self, action, parameter):
        """Activates an action of the window over D-Bus."""
        subprocess.run(["gdbus", "call", "--session", "--dest", "org.prony.Prony",
                        "--object-path", "/org/prony/Prony/window/1", "--method",
                        "org.gtk.Actions.Activate", action, f"[<{parameter!r}>]", "{}"],
                       check=True, stdout=subprocess.DEVNULL)

    def type(self, role, text, words):
        self.find(role, text).queryEditableText().setTextContents(words)

    def set_value(self, role, text, value):
        self.find(role, text).queryValue().currentValue = value

    def select(self, list_name, index):
        """Selects one item alone."""
        def try_to_select():
            for node in self.all(None, list_name):
                try:
                    selection = node.querySelection()
                    selection.clearSelection()
                    if selection.selectChild(index):
                        return True
                except NotImplementedError:
                    continue
            return False
        wait_for(f"item {index} of “{list_name}”", try_to_select)

    def select_all(self, list_name):
        self.find("list", list_name).querySelection().selectAll()

    def window_action(self, name):
        actions = self.window.queryAction()
        for i in range(actions.nActions):
            if actions.getName(i) == name:
                actions.doAction(i)
                return
        raise Failure(f"the window has no action {name}")

    # Ending

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def quit(self):
        """Quits as a person does, and expects a clean end."""
        self.key("ctrl+q")
        try:
            status = self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired as error:
            raise Failure("Prony did not quit") from error
        if status != 0:
            raise Failure(f"Prony ended with status {status}")
        self.log.close()

    def picture(self, file_name):
        subprocess.run(["import", "-window", "root", file_name], check=True)

    def report(self):
        folder = os.environ.get("PRONY_JOURNEY_OUTPUT", tempfile.gettempdir())
        os.makedirs(folder, exist_ok=True)
        name = os.path.join(folder, os.path.basename(sys.argv[0]).removesuffix(".py"))
        self.picture(f"{name}.png")
        with open(f"{name}.tree", "w", encoding="utf-8") as file:
            self._dump(self.root, 0, file)
        self.log.flush()
        shutil.copy(self.log.name, f"{name}.log")
        print(f"# see {name}.png, .tree and .log", file=sys.stderr)

    def _dump(self, node, depth, file):
        try:
            print(f"{'  ' * depth}[{node.getRoleName()}] {node.name!r} {node.description!r}",
                  file=file)
            for child in node:
                if child is not None:
                    self._dump(child, depth + 1, file)
        except Exception as error:  # a widget may go away while it is looked at
            print(f"{'  ' * depth}(gone: {error})", file=file)
