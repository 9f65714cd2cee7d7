# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""prony-cli calibrate: what it says, what it keeps, and what it refuses. How large the
errors are depends on what else the computer does, so none is judged."""

import json
import os
import signal
import sys

from prony_cli_case import CliCase, main


class CalibrateTest(CliCase):
    def setUp(self):
        super().setUp()
        self.env["XDG_CACHE_HOME"] = os.path.join(self.folder.name, "cache")
        self.cache = os.path.join(self.folder.name, "cache", "prony", "calibrations.json")

    def calibrate(self, *arguments):
        document = self.cli("calibrate", "--json", *arguments).json()
        self.assertEqual(document["schema"], "prony.calibration/1")
        return document["calibrations"]

    def test_measured_and_kept(self):
        first = self.calibrate("--concurrency", "2")
        self.assertEqual(len(first), 1)
        self.assertEqual(first[0]["shape"], "openai-chat closed 2")
        self.assertEqual(first[0]["load"], {"kind": "closed", "concurrency": 2})
        self.assertIsInstance(first[0]["carried"], bool)
        for name in ("requests", "tokens_per_sec", "pace", "ttft_p50", "ttft_p99", "itl_p99"):
            self.assertGreater(first[0][name], 0)
        self.assertLessEqual(first[0]["ttft_p50"], first[0]["ttft_p99"])

        with open(self.cache, encoding="utf-8") as file:
            self.assertEqual(len(json.load(file)["calibrations"]), 1)
        self.assertEqual(self.calibrate("--concurrency", "2"), first)

        again = self.calibrate("--concurrency", "2", "--force")
        self.assertGreater(again[0]["made_us"], first[0]["made_us"])

    def test_table(self):
        result = self.cli("calibrate", "--concurrency", "3", "--api", "ollama-chat")
        self.assertIn("TTFT p99", result.out)
        self.assertIn("3 at once", result.err)
        self.assertEqual(len(result.out.splitlines()), 2)

    def test_rate(self):
        """A rate that is too low to measure is measured at one that is not."""
        found = self.calibrate("--rate", "3")
        self.assertEqual(found[0]["shape"], "openai-chat open 20 poisson")
        self.assertEqual(found[0]["load"]["rate"], 3)
        self.assertGreater(found[0]["requests"], 0)

    def test_damaged_cache(self):
        os.makedirs(os.path.dirname(self.cache))
        with open(self.cache, "w", encoding="utf-8") as file:
            file.write("{\"schema\": ")
        self.assertGreater(self.calibrate("--concurrency", "1")[0]["requests"], 0)

    def test_too_much(self):
        """What cannot be measured is said, and the rest is measured."""
        limit = ["sh", "-c", 'ulimit -n 512; exec "$0" "$@"']
        result = self.cli("calibrate", "--concurrency", "5000,1", "--json", status=2, wrap=limit)
        refused, measured = result.json()["calibrations"]
        self.assertIn("5000", refused["error"])
        self.assertNotIn("ttft_p50", refused)
        self.assertGreater(measured["ttft_p50"], 0)
        self.assertIn("5000", result.err)

    def test_refused(self):
        for arguments in (["--concurrency", "0"], ["--concurrency", ""], ["--concurrency", "1,x"],
                          ["--concurrency", "1e9"], ["--rate", "0"], ["--rate", "-1"],
                          ["--rate", "1e9"], ["--rate", "nan"], ["--rate", "1;2"],
                          ["--api", "grpc"], ["--api", "auto"], ["--fast"], ["now"]):
            with self.subTest(arguments):
                result = self.cli("calibrate", *arguments, status=2)
                self.assertEqual(result.out, "")
                self.assertRegex(result.err, r"^prony-cli: .+[.?]\n$")
        self.assertFalse(os.path.exists(self.cache))

    def test_interrupted(self):
        process = self.start("calibrate", "--json")
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        json.loads(out)


if __name__ == "__main__":
    sys.exit(main())
