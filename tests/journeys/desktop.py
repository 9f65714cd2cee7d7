#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""As much of a desktop as a run needs: one that shows notifications and that can be kept
from going to sleep. It tells what it was asked for, one JSON array a line."""

import json
import os
import subprocess
import sys
import threading

INTERFACES = """
<node>
  <interface name="org.freedesktop.Notifications">
    <method name="GetServerInformation">
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
    </method>
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/>
      <arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="as" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
      <arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
  </interface>
  <interface name="org.gnome.SessionManager">
    <method name="RegisterClient">
      <arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="o" direction="out"/>
    </method>
    <method name="UnregisterClient"><arg type="o" direction="in"/></method>
    <method name="Inhibit">
      <arg type="s" direction="in"/><arg type="u" direction="in"/>
      <arg type="s" direction="in"/><arg type="u" direction="in"/>
      <arg type="u" direction="out"/>
    </method>
    <method name="Uninhibit"><arg type="u" direction="in"/></method>
  </interface>
</node>
"""
ANSWERS = {
    "GetServerInformation": ("(ssss)", ("journey", "Prony", "1", "1.2")),
    "GetCapabilities": ("(as)", (["actions", "body"],)),
    "Notify": ("(u)", (1,)),
    "RegisterClient": ("(o)", ("/org/gnome/SessionManager/Client1",)),
    "Inhibit": ("(u)", (1,)),
}
OBJECTS = (("org.freedesktop.Notifications", "/org/freedesktop/Notifications"),
           ("org.gnome.SessionManager", "/org/gnome/SessionManager"))


class Desktop:
    """A desktop on the session bus, and what it was asked for."""

    def __init__(self):
        self.calls = []
        self.process = subprocess.Popen([sys.executable, os.path.abspath(__file__)],
                                        stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()  # it is there
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.thread.join()
        self.process.stdout.close()

    def _listen(self):
        for line in self.process.stdout:
            self.calls.append(json.loads(line))

    def get(self, method):
        """The arguments of all calls of a method so far."""
        return [arguments for name, arguments in list(self.calls) if name == method]


def tell(*words):
    print(json.dumps(words), flush=True)


def main():
    from gi.repository import Gio, GLib

    def on_call(_connection, _sender, _path, _interface, method, arguments, invocation):
        tell(method, arguments.unpack())
        answer = ANSWERS.get(method)
        invocation.return_value(GLib.Variant(*answer) if answer else None)

    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    node = Gio.DBusNodeInfo.new_for_xml(INTERFACES)
    for name, path in OBJECTS:
        bus.register_object(path, node.lookup_interface(name), on_call, None, None)
        Gio.bus_own_name_on_connection(bus, name, Gio.BusNameOwnerFlags.NONE, None, None)
    bus.call_sync("org.freedesktop.DBus", "/", "org.freedesktop.DBus.Peer", "Ping", None, None,
                  Gio.DBusCallFlags.NONE, -1, None)
    tell("ready", [])
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
