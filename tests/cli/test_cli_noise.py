# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Trials that are measured several times: prony-cli run --repeat."""

import csv
import glob
import json
import os

from prony_cli_case import CliCase, Simulator, main


class RepeatsTest(CliCase):
    def measure(self, url, *arguments):
        return self.cli(
            "run", "--db", self.db, "--target", f"name=a,url={url}", "--target",
            f"name=b,url={url}", "--scenario", "short-short", "--concurrency", "2", "--requests",
            "6", "--no-calibration", "--quiet", *arguments).out

    def test_forth_and_back(self):
        """Files, terminal and history know which time it was, and how far apart these are."""
        folder = os.path.join(self.folder.name, "out")
        with Simulator("vllm", "--ttft-ms", "20", "--itl-ms", "1") as simulator:
            output = self.measure(simulator.url, "--repeat", "3", "--output", folder)
            document = json.loads(self.cli("show", "latest", "--db", self.db, "--json").out)
            once = json.loads(self.measure(simulator.url, "--json"))

        self.assertEqual([(b["engine"], b["repeat"]) for b in document["benchmarks"]],
                         [("a", 1), ("b", 1), ("b", 2), ("a", 2), ("a", 3), ("b", 3)])
        self.assertEqual(document["metadata"]["plan"]["repeats"], 3)
        self.assertEqual([(r["engine"], r["count"], r["metric"]) for r in document["repeats"]],
                         [("a", 3, "ttft_p50"), ("b", 3, "ttft_p50")])
        self.assertEqual(len(document["winners"]), 1)
        self.assertGreaterEqual(document["winners"][0]["noise_floor"], 0)
        with open(glob.glob(os.path.join(folder, "*", "summary.csv"))[0],
                  encoding="utf-8", newline="") as file:
            self.assertEqual([(row["engine"], row["repeat"]) for row in csv.DictReader(file)],
                             [("a", "1"), ("b", "1"), ("b", "2"), ("a", "2"), ("a", "3"),
                              ("b", "3")])
        for words in ("2 · 1 of 3", "2 · 3 of 3", "of 3 repeats varies by"):
            self.assertIn(words, output)

        self.assertNotIn("repeat", once["benchmarks"][0])
        self.assertNotIn("repeats", once)
        self.assertNotIn("repeats", once["metadata"]["plan"])


if __name__ == "__main__":
    main()
