# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Runs prony-cli engines --scan where many engines, and worse, listen at the usual ports."""

import contextlib
import http.server
import json
import socket
import subprocess
import sys
import threading
import time

from prony_cli_case import SIM, CliCase, main

# What each --api of the simulator is, and where it usually listens.
USUAL = {
    "ollama": 11434,
    "llamacpp": 8080,
    "vllm": 8000,
    "tgi": 3000,
    "sglang": 30000,
    "lmstudio": 1234,
}

# Computers are busy at times: the best of this many scans counts.
TRIES = 3
LIMIT_S = 2.0


class UsualSimulator:
    """prony-sim where its engine usually listens; @url is None where somebody else does."""

    def __init__(self, api):
        self.api = api

    def __enter__(self):
        self.process = subprocess.Popen(
            [SIM, "--api", self.api, "--die-with-parent"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = self.process.stdout.readline()
        self.url = line.split()[-1] if line.startswith("listening on ") else None
        return self

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


class PageServer:
    """Answers some paths with JSON and every other one with 404; knows what it was asked."""

    def __init__(self, port, pages):
        self.port = port
        self.pages = pages
        self.asked = []

    def __enter__(self):
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                owner.asked.append(self.path)
                body = json.dumps(owner.pages.get(self.path, {"detail": "Not Found"})).encode()
                self.send_response(200 if self.path in owner.pages else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *unused):
                pass

        self.server = None
        with contextlib.suppress(OSError):
            self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
            threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *unused):
        if self.server:
            self.server.shutdown()
            self.server.server_close()


class RudeServer:
    """Does with every connection what it is told to, as long as it can."""

    def __init__(self, port, treat):
        self.port = port
        self.treat = treat
        self.ended = threading.Event()

    def __enter__(self):
        self.socket = None
        with contextlib.suppress(OSError):
            self.socket = socket.create_server(("127.0.0.1", self.port))
            threading.Thread(target=self.serve, daemon=True).start()
        return self

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                threading.Thread(target=self.serve_one, args=(connection,), daemon=True).start()

    def serve_one(self, connection):
        with contextlib.suppress(OSError), connection:
            self.treat(self, connection)

    def __exit__(self, *unused):
        self.ended.set()
        if self.socket:
            self.socket.shutdown(socket.SHUT_RDWR)
            self.socket.close()


def be_silent(server, _connection):
    server.ended.wait(60)


def trickle(server, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
    while not server.ended.wait(0.02):
        connection.sendall(b" ")


def trickle_headers(server, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not server.ended.wait(0.02):
        connection.sendall(b"X-More: more\r\n")


def send_without_end(server, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not server.ended.is_set():
        connection.sendall(b"x" * 65536)


class ScanTest(CliCase):
    def scan(self):
        """What is found, by port, and how long it took."""
        started = time.monotonic()
        result = self.cli("engines", "--scan", "--json")
        took = time.monotonic() - started
        return {e["url"].rsplit(":", 1)[1]: e for e in result.json()["engines"]}, took

    def scan_in_time(self):
        for _ in range(TRIES):
            found, took = self.scan()
            if took < LIMIT_S:
                return found
        self.fail(f"The scan took {took:.2f} s")

    def test_every_kind_at_once(self):
        with contextlib.ExitStack() as stack:
            simulators = [stack.enter_context(UsualSimulator(api)) for api in USUAL]
            free = [s for s in simulators if s.url]
            if not free:
                self.skipTest("All usual ports are taken")
            if len(free) < len(simulators):
                print("# taken:", *(USUAL[s.api] for s in simulators if not s.url), flush=True)

            found = self.scan_in_time()
            for simulator in free:
                with self.subTest(api=simulator.api):
                    engine = found[str(USUAL[simulator.api])]
                    self.assertEqual(engine["url"], simulator.url)
                    self.assertEqual(engine["kind"], simulator.api)
                    self.assertEqual(engine["status"], "ready")
                    self.assertTrue(engine["simulated"])
                    self.assertTrue(engine["models"])
                    self.assertGreater(engine["latency"], 0)

            table = self.cli("engines", "--scan").out
            for simulator in free:
                self.assertIn(simulator.url, table)

    def test_strangers_and_proxies(self):
        models = {"data": [{"id": "m", "owned_by": "openai"}]}
        kobold = {
            "/api/extra/version": {"result": "KoboldCpp", "version": "1.99"},
            "/api/version": {"version": "0.7.0"},
            "/api/tags": {"models": [{"name": "koboldcpp/m"}]},
            "/v1/models": models,
        }
        proxy = {"/health/liveliness": "I'm alive!", "/v1/models": models, "/health": {}}
        with contextlib.ExitStack() as stack:
            add = stack.enter_context
            servers = {
                "koboldcpp": add(PageServer(5001, kobold)),
                "litellm": add(PageServer(4000, proxy)),
                "openai": add(PageServer(1337, {"/v1/models": models})),
            }
            add(RudeServer(5000, be_silent))
            add(RudeServer(23333, trickle))
            add(RudeServer(4891, trickle_headers))
            add(RudeServer(9997, send_without_end))
            site = add(PageServer(9931, {"/": "hello"}))

            found = self.scan_in_time()
            for kind, server in servers.items():
                if server.server is None:
                    print("# taken:", server.port, flush=True)
                    continue
                self.assertEqual(found[str(server.port)]["kind"], kind)
                self.assertEqual(found[str(server.port)]["status"], "ready")
            self.assertNotIn("/health", servers["litellm"].asked)
            if site.server:
                self.assertNotIn(str(site.port), found)
                self.assertIn("/v1/models", site.asked)


if __name__ == "__main__":
    sys.exit(main())
