# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Keys and headers from the user's keyring: they go to their engine, and are nowhere else
afterwards. Runs inside mock-keyring.py on a session bus of its own."""

import glob
import json
import os
import sys

from gi.repository import Gio, GLib

from prony_cli_case import main
from test_cli_target import StrictServer, TargetCase

KEY = "key-of-the-keyring-0815"
TEAM = "header-of-the-keyring-4711"
SECRETS = (KEY, TEAM)
SECRET = json.dumps({"key": KEY, "headers": {"X-Team": TEAM}})
HEADERS = {"Authorization": f"Bearer {KEY}", "X-Team": TEAM}

SERVICE = "/org/freedesktop/secrets"


def call(path, interface, method, parameters):
    return Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        "org.freedesktop.secrets", path, interface, method, parameters, None,
        Gio.DBusCallFlags.NONE, -1)


def behave(locked=False, dismissing=False, refusing=False):
    call(SERVICE, "org.prony.MockKeyring", "Behave",
         GLib.Variant("(bbb)", (locked, dismissing, refusing)))


def put(key_id, url, secret):
    """As the window does for an engine at @url."""
    attributes = {"xdg:schema": "org.prony.Prony.ApiKey", "key-id": key_id,
                  "place": url.replace("127.0.0.1", "localhost")}
    properties = {
        "org.freedesktop.Secret.Item.Label": GLib.Variant("s", "Test"),
        "org.freedesktop.Secret.Item.Attributes": GLib.Variant("a{ss}", attributes),
    }
    call(f"{SERVICE}/aliases/default", "org.freedesktop.Secret.Collection", "CreateItem",
         GLib.Variant("(a{sv}(oayays)b)", (
             properties, (f"{SERVICE}/session/1", b"", secret.encode(), "text/plain"), True)))


def read_command_lines():
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                yield file.read()
        except OSError:
            pass  # it has ended


class KeyringTest(TargetCase):
    def setUp(self):
        super().setUp()
        self.env.update(DBUS_SESSION_BUS_ADDRESS=os.environ["DBUS_SESSION_BUS_ADDRESS"],
                        SECRET_BACKEND="service")
        self.addCleanup(behave)

    def assert_no_secrets(self, text):
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    def assert_in_no_file(self):
        names = [os.path.join(folder, name) for folder, _, names in os.walk(self.folder.name)
                 for name in names]
        self.assertIn(self.db, names)
        for name in names:
            with open(name, "rb") as file:
                contents = file.read()
            for secret in SECRETS:
                self.assertNotIn(secret.encode(), contents, name)

    def test_by_address(self):
        with StrictServer(headers=HEADERS) as server:
            refused = self.cli("engines", server.url, "--json")
            self.assertEqual(refused.json()["engines"][0]["status"], "unauthorized")
            put("by-address", server.url, SECRET)
            found = self.cli("engines", server.url, "--json")
            self.assertEqual(found.json()["engines"][0]["status"], "ready")
            self.assertEqual([model["id"] for model in found.json()["engines"][0]["models"]],
                             ["m"])
            self.assert_no_secrets(found.out + found.err)
            models = self.cli("models", server.url)
            self.assertIn("m", models.out)
            self.measure(f"url={server.url}")
        self.assert_in_no_file()

    def test_plain_key(self):
        with StrictServer(headers={"Authorization": f"Bearer {KEY}"}) as server:
            put("plain", server.url, KEY)
            self.measure(f"url={server.url}")
        self.assertEqual(self.benchmark()["metrics"]["successful_requests"], 2)

    def test_saved_engine(self):
        with StrictServer(headers=HEADERS, stall=0.2) as server:
            self.save(id="saved", name="Mine", url=server.url, key_id="saved")
            put("saved", "http://another.example", SECRET)
            process = self.start("run", "--target", "engine=Mine", "--scenario", "short-short",
                                 "--requests", "3", "--db", self.db, "--output", self.output,
                                 "--no-calibration")
            n_seen = 0
            while process.poll() is None:
                lines = list(read_command_lines())
                n_seen += any(b"engine=Mine" in line for line in lines)
                self.assertFalse([line for line in lines for secret in SECRETS
                                  if secret.encode() in line])
            out, err = process.communicate()
        self.assertEqual(process.returncode, 0, err)
        self.assertGreater(n_seen, 0)
        self.assert_no_secrets(out + err)
        self.assertEqual(self.benchmark()["metrics"]["successful_requests"], 3)
        shown = self.cli("show", "latest", "--db", self.db, "--json")
        self.assert_no_secrets(shown.out)
        self.cli("export", "latest", "--db", self.db, "--output", self.output + "-again")
        self.assert_in_no_file()

    def test_in_no_log(self):
        # Where `try` looks for saved engines.
        self.db = os.path.join(self.env["XDG_DATA_HOME"], "prony", "prony.db")
        self.env["G_MESSAGES_DEBUG"] = "all"
        with StrictServer(headers=HEADERS) as server:
            self.save(id="logged", name="Mine", url=server.url, key_id="logged")
            put("logged", server.url, SECRET)
            ask = ("try", "--target", "engine=Mine", "--prompt", "Hi")
            for arguments in (("engines", server.url), ("engines", "--check", server.url),
                              ("run", "--target", "engine=Mine", "--scenario", "short-short",
                               "--requests", "2", "--output", self.output, "--no-calibration"),
                              (*ask, "--raw", "--events"), (*ask, "--json"), (*ask, "--curl")):
                with self.subTest(arguments):
                    result = self.cli(*arguments)
                    self.assertIn("DEBUG", result.out + result.err)
                    self.assert_no_secrets(result.out + result.err)
        self.assert_in_no_file()

    def test_locked(self):
        with StrictServer(headers=HEADERS) as server:
            self.save(id="locked", name="Mine", url=server.url, key_id="locked")
            put("locked", server.url, SECRET)
            behave(locked=True, dismissing=True)
            self.assertIn("key", self.measure("engine=Mine", status=3).err)
            behave(refusing=True)
            self.assertIn("key", self.measure("engine=Mine", status=3).err)
            self.assertEqual(server.bodies, [])
            behave(locked=True)
            self.measure("engine=Mine")
        self.assertEqual(self.benchmark()["metrics"]["successful_requests"], 2)


if __name__ == "__main__":
    sys.exit(main())
