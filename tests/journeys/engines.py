# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""What journeys measure: simulated engines, and servers that are no engine or have no
model. All listen on this computer only, at a free port, and end with the journey."""

import http.server
import os
import socket
import subprocess
import threading


class Simulator:
    """A running prony-sim."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [os.environ["PRONY_SIM"], "--port", "0", "--die-with-parent", *arguments],
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class UsualSimulator(Simulator):
    """A running prony-sim where the engine that it plays usually is."""

    def __init__(self, api, port):
        super().__init__("--api", api, "--port", str(port))


def is_free(port):
    """Whether nobody has a port of this computer."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Server:
    """A web server with the same few pages for everybody: path → (type, body)."""

    def __init__(self, pages):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                kind, body = pages.get(self.path, ("text/plain", "not here"))
                self.send_response(200 if self.path in pages else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def website():
    page = ("text/html", "<!DOCTYPE html><html><title>Cakes</title><p>We bake.</html>")
    return Server({"/": page, "/v1/models": page, "/api/tags": page, "/health": page})


def engine_without_models():
    """An Ollama that nobody has pulled a model into."""
    return Server({"/": ("text/plain", "Ollama is running"),
                   "/api/version": ("application/json", '{"version": "0.9.0"}'),
                   "/api/tags": ("application/json", '{"models": []}')})


class ClosedPort:
    """An address where nobody answers, kept from others while it is needed."""

    def __enter__(self):
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        return self

    def __exit__(self, *_):
        self.socket.close()
