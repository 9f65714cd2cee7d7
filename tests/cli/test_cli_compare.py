# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Stored runs side by side, and whether one is worse than another."""

import json
import os
import xml.etree.ElementTree

from prony_cli_case import CliCase, Simulator, main

SCENARIO = """\
name: again
class: short-short
prompt:
  template: "{question}"
completion: {max_tokens: 8}
test_cases:
  - {question: Why?}
  - {question: Where?}
"""


class Compare(CliCase):
    def measure(self, name, ttft, itl, scenario=SCENARIO, requests=80):
        """A run against a simulator of such a pace, which varies by a tenth."""
        path = os.path.join(self.folder.name, "again.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(scenario)
        with Simulator("vllm", "--ttft-ms", str(ttft), "--itl-ms", str(itl), "--jitter", "0.1",
                       "--seed", str(len(name)), pace=False) as simulator:
            self.cli("run", "--db", self.db, "--target", f"name=engine,url={simulator.url}",
                     "--scenario", path, "--concurrency", "4", "--requests", str(requests),
                     "--warmup", "1", "--no-calibration", "--quiet")
        runs = json.loads(self.cli("history", "--db", self.db, "--json").out)["runs"]
        return runs[0]["run_id"]

    def check(self, *options, status=0):
        return self.cli("check", "--db", self.db, *options, status=status)

    def test_check(self):
        before = self.measure("before", 60, 8)
        same = self.measure("the same", 60, 8)
        worse = self.measure("worse", 69, 9.2)
        junit = os.path.join(self.folder.name, "check.xml")

        self.check(same, "--baseline", before, "--junit", junit)
        suite = xml.etree.ElementTree.parse(junit).getroot().find("testsuite")
        self.assertEqual(suite.get("failures"), "0")
        self.assertGreaterEqual(int(suite.get("tests")), 4)

        output = self.check(worse[:8], "--baseline", before[:8], "--junit", junit, status=4).out
        self.assertIn("Worse.", output)
        suite = xml.etree.ElementTree.parse(junit).getroot().find("testsuite")
        self.assertGreaterEqual(int(suite.get("failures")), 1)
        self.assertEqual(len(suite.findall("testcase/failure")), int(suite.get("failures")))
        self.check("latest", "--baseline", before, "--max-regression", "60")

        document = json.loads(self.check("latest", "--baseline", before, "--metric", "ttft",
                                         "--json", status=4).out)
        self.assertEqual(document["verdict"], "worse")
        self.assertEqual([case["metric"] for case in document["cases"]], ["ttft"])
        self.assertAlmostEqual(document["cases"][0]["change"], 0.15, delta=0.08)

        document = json.loads(self.cli("compare", "--db", self.db, before, worse, "--json").out)
        ttft = [pair for pair in document["comparisons"]
                if pair["metric"] == "ttft" and not pair["best_two"]]
        self.assertEqual(len(ttft), 1)
        self.assertTrue(ttft[0]["clear"])
        self.assertFalse(ttft[0]["better"])
        self.assertLess(ttft[0]["difference_ci95"][0], ttft[0]["difference"])
        output = self.cli("compare", "--db", self.db, before, same, "--metric", "ttft",
                          "--baseline", same).out
        self.assertIn("Time to first token", output)
        self.assertNotIn("nan", output)

        badge = os.path.join(self.folder.name, "badge.svg")
        self.cli("badge", "--db", self.db, "latest", "--metric", "ttft", "--output", badge)
        root = xml.etree.ElementTree.parse(badge).getroot()
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertIn("simulated", root.find("{http://www.w3.org/2000/svg}title").text)

    def test_unlike(self):
        first = self.measure("first", 5, 1, requests=4)
        changed = self.measure("changed", 5, 1, SCENARIO.replace("Why?", "Who?"), requests=4)
        other = self.measure("other", 5, 1, SCENARIO.replace("again", "another"), requests=4)

        for run in (changed, other):
            result = self.check(run, "--baseline", first, status=2)
            self.assertIn("nothing in common", result.err)
            result = self.cli("compare", "--db", self.db, first, run, status=2)
            self.assertIn("cannot be compared", result.err)
        result = self.cli("compare", "--db", self.db, first, changed, status=2)
        self.assertIn("asked other things", result.err)

        for arguments, text in (
            ((first,), "No run is pinned as a baseline"),
            ((first, "--baseline", "nobody"), "There is no run “nobody”"),
            ((first, "--baseline", first, "--metric", "tttf"), "Did you mean “ttft”?"),
            ((first, "--baseline", first, "--max-regression", "much"), "--max-regression"),
            (("", "--baseline", first), "There is no run"),
        ):
            with self.subTest(arguments=arguments):
                self.assertIn(text, self.check(*arguments, status=2).err)
        result = self.cli("badge", "--db", self.db, first, "--metric", "think_time", "--output",
                          os.path.join(self.folder.name, "none.svg"), status=2)
        self.assertIn("has no such value", result.err)


if __name__ == "__main__":
    main()
