# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""prony-cli monitor."""

import json
import os
import signal
import subprocess
import sys

from prony_cli_case import CLI, CliCase, Simulator, find_dead_url, main

FAST = ["--interval", "100"]


class Monitor(CliCase):
    def read(self, *arguments):
        result = self.cli("monitor", *FAST, *arguments)
        return result, [json.loads(line) for line in result.out.splitlines()]

    def test_host(self):
        result, lines = self.read("--count", "3")
        self.assertEqual(result.err, "")
        self.assertEqual(len(lines), 3)
        for line in lines:
            self.assertTrue(0 <= line["cpu_percent"] <= 100)
            self.assertTrue(0 < line["memory_mb"] < line["memory_total_mb"])
            self.assertIsInstance(line["gpus"], list)
            self.assertNotIn("process", line)
        times = [line["time"] for line in lines]
        self.assertEqual(times, sorted(times))
        self.assertTrue(times[0].endswith("Z"))

    def test_process(self):
        _, lines = self.read("--count", "2", "--pid", str(os.getpid()))
        for line in lines:
            process = line["process"]
            self.assertEqual(process["pid"], os.getpid())
            # prony-cli itself is a child.
            self.assertGreaterEqual(process["processes"], 2)
            self.assertGreaterEqual(process["cpu_percent"], 0)
            self.assertGreater(process["memory_mb"], 1)

    def test_port(self):
        with Simulator() as engine:
            result, lines = self.read("--count", "1", "--port", engine.url.split(":")[-1])
            self.assertEqual(result.err, "")
            self.assertEqual(lines[0]["process"]["pid"], engine.process.pid)
            self.assertEqual(lines[0]["process"]["processes"], 1)

    def test_nobody_listens(self):
        port = find_dead_url().split(":")[-1]
        result, lines = self.read("--count", "1", "--port", port)
        self.assertIn(port, result.err)
        self.assertNotIn("process", lines[0])
        result, _ = self.read("--count", "1", "--port", port, "--quiet")
        self.assertEqual(result.err, "")

    def test_interrupt(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen([CLI, "monitor", *FAST], env=self.env, stdout=subprocess.PIPE,
                                  text=True) as process:
                json.loads(process.stdout.readline())
                process.send_signal(number)
                self.assertEqual(process.wait(30), 130)

    def test_errors(self):
        for arguments in (["--interval", "0"], ["--interval", "fast"], ["--count", "0"],
                          ["--pid", "0"], ["--pid", "2147483647"], ["--port", "65536"],
                          ["--pid", "1", "--port", "80"], ["something"]):
            result = self.cli("monitor", *arguments, status=2)
            self.assertEqual(result.out, "")
            self.assertNotEqual(result.err, "")


if __name__ == "__main__":
    sys.exit(main())
