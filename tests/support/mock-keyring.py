#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""A keyring for tests: as much of the D-Bus interface org.freedesktop.Secret as a
program needs to keep passwords, without a disk and without a person. Runs the command
that it is given, which finds it on the session bus, and ends with it:

    dbus-run-session -- mock-keyring.py COMMAND [ARGUMENT…]

Tests tell it by org.prony.MockKeyring.Behave whether it is locked, whether its user
dismisses the question for the password, and whether it refuses everything."""

import sys

from gi.repository import Gio, GLib

ROOT = "/org/freedesktop/secrets"
COLLECTION = f"{ROOT}/collection/login"
ALIAS = f"{ROOT}/aliases/default"
SESSION = f"{ROOT}/session/1"
PROMPT = f"{ROOT}/prompt/1"
NO_PROMPT = "/"
LOCKED = "org.freedesktop.Secret.Error.IsLocked"

INTERFACES = """
<node>
  <interface name="org.freedesktop.Secret.Service">
    <method name="OpenSession">
      <arg type="s" direction="in"/><arg type="v" direction="in"/>
      <arg type="v" direction="out"/><arg type="o" direction="out"/>
    </method>
    <method name="SearchItems">
      <arg type="a{ss}" direction="in"/>
      <arg type="ao" direction="out"/><arg type="ao" direction="out"/>
    </method>
    <method name="Unlock">
      <arg type="ao" direction="in"/>
      <arg type="ao" direction="out"/><arg type="o" direction="out"/>
    </method>
    <method name="GetSecrets">
      <arg type="ao" direction="in"/><arg type="o" direction="in"/>
      <arg type="a{o(oayays)}" direction="out"/>
    </method>
    <method name="ReadAlias">
      <arg type="s" direction="in"/><arg type="o" direction="out"/>
    </method>
    <property name="Collections" type="ao" access="read"/>
  </interface>
  <interface name="org.freedesktop.Secret.Collection">
    <method name="CreateItem">
      <arg type="a{sv}" direction="in"/><arg type="(oayays)" direction="in"/>
      <arg type="b" direction="in"/>
      <arg type="o" direction="out"/><arg type="o" direction="out"/>
    </method>
    <property name="Items" type="ao" access="read"/>
    <property name="Label" type="s" access="read"/>
    <property name="Locked" type="b" access="read"/>
  </interface>
  <interface name="org.freedesktop.Secret.Item">
    <method name="Delete"><arg type="o" direction="out"/></method>
    <property name="Locked" type="b" access="read"/>
    <property name="Attributes" type="a{ss}" access="read"/>
    <property name="Label" type="s" access="read"/>
    <property name="Created" type="t" access="read"/>
    <property name="Modified" type="t" access="read"/>
  </interface>
  <interface name="org.freedesktop.Secret.Prompt">
    <method name="Prompt"><arg type="s" direction="in"/></method>
    <method name="Dismiss"/>
    <signal name="Completed"><arg type="b"/><arg type="v"/></signal>
  </interface>
  <interface name="org.prony.MockKeyring">
    <method name="Behave">
      <arg type="b" direction="in"/><arg type="b" direction="in"/><arg type="b" direction="in"/>
    </method>
    <property name="Labels" type="as" access="read"/>
  </interface>
</node>
"""


class Failure(Exception):
    """An answer that is an error of D-Bus."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


class Item:
    def __init__(self, path, label, attributes, secret):
        self.path = path
        self.label = label
        self.attributes = attributes
        self.secret = secret
        self.registration = 0

    def has(self, attributes):
        return all(self.attributes.get(key) == value for key, value in attributes.items())


class Keyring:
    """All of its methods run in the main loop, one after another."""

    def __init__(self, bus):
        self.bus = bus
        self.items = {}
        self.number = 0
        self.asked_for = []
        self.locked = self.dismissing = self.refusing = False
        self.interfaces = {
            info.name: info for info in Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces}
        for path, name in ((ROOT, "org.freedesktop.Secret.Service"),
                           (ROOT, "org.prony.MockKeyring"),
                           (COLLECTION, "org.freedesktop.Secret.Collection"),
                           (ALIAS, "org.freedesktop.Secret.Collection"),
                           (PROMPT, "org.freedesktop.Secret.Prompt")):
            self.register(path, name)

    def register(self, path, name):
        return self.bus.register_object(path, self.interfaces[name], self.on_call,
                                        self.on_get_property, None)

    def on_call(self, _bus, _sender, path, interface, method, parameters, invocation):
        try:
            if self.refusing and interface.startswith("org.freedesktop.Secret."):
                raise Failure("org.freedesktop.DBus.Error.AccessDenied")
            answer = getattr(self, method)(path, *parameters.unpack())
        except Failure as failure:
            invocation.return_dbus_error(failure.name, failure.name)
        else:
            invocation.return_value(answer)

    def on_get_property(self, _bus, _sender, path, _interface, name):
        item = self.items.get(path)
        values = {
            "Collections": ("ao", [COLLECTION]),
            "Items": ("ao", list(self.items)),
            "Locked": ("b", self.locked),
            "Label": ("s", item.label if item else "Login"),
            "Attributes": ("a{ss}", item.attributes if item else {}),
            "Created": ("t", 0),
            "Modified": ("t", 0),
            "Labels": ("as", [each.label for each in self.items.values()]),
        }
        return GLib.Variant(*values[name])

    # org.prony.MockKeyring

    def Behave(self, _path, locked, dismissing, refusing):
        self.locked, self.dismissing, self.refusing = locked, dismissing, refusing

    # org.freedesktop.Secret.Service

    def OpenSession(self, _path, algorithm, _input):
        if algorithm != "plain":
            raise Failure("org.freedesktop.DBus.Error.NotSupported")
        return GLib.Variant("(vo)", (GLib.Variant("s", ""), SESSION))

    def SearchItems(self, _path, attributes):
        found = [item.path for item in self.items.values() if item.has(attributes)]
        return GLib.Variant("(aoao)", ([], found) if self.locked else (found, []))

    def Unlock(self, _path, paths):
        if not self.locked:
            return GLib.Variant("(aoo)", (paths, NO_PROMPT))
        self.asked_for = paths
        return GLib.Variant("(aoo)", ([], PROMPT))

    def GetSecrets(self, _path, paths, session):
        if self.locked:
            raise Failure(LOCKED)
        secrets = {path: (session, b"", self.items[path].secret, "text/plain")
                   for path in paths if path in self.items}
        return GLib.Variant("(a{o(oayays)})", (secrets,))

    def ReadAlias(self, _path, name):
        return GLib.Variant("(o)", (COLLECTION if name == "default" else "/",))

    # org.freedesktop.Secret.Collection

    def CreateItem(self, _path, properties, secret, replace):
        if self.locked:
            raise Failure(LOCKED)
        attributes = properties["org.freedesktop.Secret.Item.Attributes"]
        label = properties["org.freedesktop.Secret.Item.Label"]
        same = [item for item in self.items.values() if item.attributes == attributes]
        if replace and same:
            same[0].label, same[0].secret = label, secret[2]
            return GLib.Variant("(oo)", (same[0].path, NO_PROMPT))
        self.number += 1
        item = Item(f"{COLLECTION}/{self.number}", label, attributes, secret[2])
        item.registration = self.register(item.path, "org.freedesktop.Secret.Item")
        self.items[item.path] = item
        return GLib.Variant("(oo)", (item.path, NO_PROMPT))

    # org.freedesktop.Secret.Item

    def Delete(self, path):
        if self.locked:
            raise Failure(LOCKED)
        self.bus.unregister_object(self.items.pop(path).registration)
        return GLib.Variant("(o)", (NO_PROMPT,))

    # org.freedesktop.Secret.Prompt

    def Prompt(self, path, _window):
        if not self.dismissing:
            self.locked = False
        unlocked = [] if self.dismissing else self.asked_for
        self.bus.emit_signal(
            None, path, "org.freedesktop.Secret.Prompt", "Completed",
            GLib.Variant("(bv)", (self.dismissing, GLib.Variant("ao", unlocked))))

    def Dismiss(self, path):
        self.bus.emit_signal(None, path, "org.freedesktop.Secret.Prompt", "Completed",
                             GLib.Variant("(bv)", (True, GLib.Variant("ao", []))))


def main():
    loop = GLib.MainLoop()
    status = []

    def on_ended(child, result):
        child.wait_finish(result)
        status.append(child.get_exit_status() if child.get_if_exited() else 1)
        loop.quit()

    def on_name_acquired(*_):
        child = Gio.Subprocess.new(sys.argv[1:], Gio.SubprocessFlags.NONE)
        child.wait_async(None, on_ended)

    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    Keyring(bus)
    Gio.bus_own_name_on_connection(bus, "org.freedesktop.secrets", Gio.BusNameOwnerFlags.NONE,
                                   on_name_acquired, lambda *_: loop.quit())
    loop.run()
    return status[0] if status else 1


if __name__ == "__main__":
    sys.exit(main())
