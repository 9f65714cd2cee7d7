# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""What the tests of prony-cli share: the programs, servers of their own, and TAP."""

import http.server
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

CLI = os.environ["PRONY_CLI"]
SIM = os.environ["PRONY_SIM"]

TTFT_MS = 40
ITL_MS = 5


class Simulator:
    """prony-sim at a port of its own, for as long as a `with` block lasts."""

    def __init__(self, api="ollama", *arguments, pace=True):
        law = ["--ttft-ms", str(TTFT_MS), "--itl-ms", str(ITL_MS), "--jitter", "0"] if pace else []
        self.command = [SIM, "--port", "0", "--api", api, "--die-with-parent", *law, *arguments]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise AssertionError(f"prony-sim said {line!r}")
        self.url = line.split()[-1]
        return self

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


class HtmlServer:
    """A web server that knows nothing but HTML."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self):
            body = b"<!doctype html><title>Welcome</title><p>It works."
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = answer
        do_POST = answer

        def log_message(self, *unused):
            pass

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def find_dead_url():
    """An address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    def json(self):
        return json.loads(self.out)


class CliCase(unittest.TestCase):
    """A test with folders of its own."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="prony-cli-")
        self.addCleanup(self.folder.cleanup)
        self.db = os.path.join(self.folder.name, "prony.db")
        self.output = os.path.join(self.folder.name, "out")
        self.env = dict(
            os.environ,
            XDG_DATA_HOME=os.path.join(self.folder.name, "data"),
            XDG_CACHE_HOME=os.path.join(self.folder.name, "cache"),
            XDG_CONFIG_HOME=os.path.join(self.folder.name, "config"),
            HOME=self.folder.name,
            # No keyring, and no question to unlock one.
            DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere",
            NO_COLOR="1",
        )

    def start(self, *arguments):
        return subprocess.Popen(
            [CLI, *arguments],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def cli(self, *arguments, status=0, wrap=(), **options):
        """Runs prony-cli, by the command @wrap, to its end and looks at its exit status."""
        process = subprocess.run(
            [*wrap, CLI, *arguments],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            **options,
        )
        result = Result(process)
        self.assertEqual(
            result.status,
            status,
            f"prony-cli {' '.join(arguments)}\n{result.out}\n{result.err}",
        )
        self.assertNotIn("\033", result.out + result.err)
        self.assertNotIn("CRITICAL", result.err)
        self.assertNotIn("WARNING", result.err)
        return result

    def run_benchmark(self, url, *arguments, status=0, store=True, calibrate=False,
                      scenario="short-short", **options):
        return self.cli(
            "run", "--target", f"url={url}", "--scenario", scenario, "--max-tokens", "12",
            *(["--db", self.db] if store else ["--no-store"]),
            # It would take two seconds of each test.
            *([] if calibrate else ["--no-calibration"]), *arguments, status=status,
            **options,
        )

    def only_run_folder(self):
        folders = os.listdir(self.output)
        self.assertEqual(len(folders), 1, folders)
        self.assertRegex(folders[0], r"^run_\d{8}_\d{6}$")
        return os.path.join(self.output, folders[0])


class TapResult(unittest.TestResult):
    """Writes a line of TAP for each test."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.number = 0
        self.good = True

    def say(self, verdict, test, note="", detail=""):
        self.number += 1
        print(f"{verdict} {self.number} - {test.id().split('.', 1)[-1]}{note}", flush=True)
        for line in detail.splitlines():
            print(f"# {line}", flush=True)

    def addSuccess(self, test):
        self.say("ok", test)

    def addSkip(self, test, reason):
        self.say("ok", test, f" # SKIP {reason}")

    def fail(self, test, err):
        self.good = False
        self.say("not ok", test, detail=self._exc_info_to_string(err, test))

    addError = fail
    addFailure = fail

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.fail(subtest, err)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = TapResult()
    suite.run(result)
    print(f"1..{result.number}")
    return 0 if result.good else 1
