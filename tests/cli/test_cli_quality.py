# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Quality rules from end to end: answers of the simulated engine are judged."""

import csv
import json
import os

from prony_cli_case import CliCase, Simulator, main

# The simulated engine's answers consist of sentences; none speaks of the moon.
SCENARIO = """
name: judged
title: Judged
description: Whether the engine says what is asked for.
class: short-short
cache: repeat
prompt:
  template: "{question}"
completion:
  max_tokens: 24
expect:
  contains: "{word}"
test_cases:
  - values: {question: What has every sentence?, word: "E"}
    tags: [short, simple]
  - values: {question: What shines in the middle of the night?, word: moonlight}
    tags: [long, simple]
  - values: {question: How does it end?, word: sorry}
    tags: [short]
    expect:
      none: [{contains: "{word}"}, {json: true}]
      regex: "(?s)^\\\\p{Lu}.*"
"""

# Nothing is asked for.
PLAIN = """
name: plain
title: Plain
description: An answer is an answer.
class: short-short
prompt:
  template: Say something.
completion:
  max_tokens: 12
"""


class QualityTest(CliCase):
    def write(self, text):
        path = os.path.join(self.folder.name, "judged.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run_judged(self, *arguments, text=SCENARIO):
        """Measures two engines, a quick one and a slow one."""
        pace = ["--ttft-ms", "5", "--itl-ms", "1"]
        with Simulator("ollama", *pace, pace=False) as quick, Simulator("vllm") as slow:
            return self.cli(
                "run", "--target", f"name=quick,url={quick.url}",
                "--target", f"name=slow,url={slow.url}", "--scenario", self.write(text),
                "--requests", "12", "--warmup", "0", "--no-calibration", "--db", self.db,
                "--output", self.output, *arguments,
            )

    def read(self, name):
        with open(os.path.join(self.only_run_folder(), name), encoding="utf-8", newline="") as file:
            return file.read()

    def check_summary(self, document):
        for benchmark in document["benchmarks"]:
            metrics = benchmark["metrics"]
            self.assertEqual(metrics["quality_passed"], 8)
            self.assertEqual(metrics["quality_failed"], 4)
            self.assertAlmostEqual(metrics["quality_pass_rate"], 2 / 3)
            low, high = metrics["quality_pass_rate_ci95"]
            self.assertTrue(0.3 < low < 2 / 3 < high < 0.9, (low, high))
            self.assertNotIn("quality_unjudged", metrics)
            tags = {cut["tag"]: cut for cut in benchmark["by_tag"]}
            self.assertEqual(list(tags), ["short", "simple", "long"])
            self.assertEqual([tags[tag]["requests"] for tag in tags], [8, 8, 4])
            self.assertEqual([tags[tag]["quality_pass_rate"] for tag in tags], [1, 0.5, 0])
            self.assertTrue(all(cut["ttft_p50"] > 0 and cut["latency_p50"] > 0
                                and cut["tokens_per_sec_p50"] > 0 and cut["success_rate"] == 1
                                for cut in tags.values()))
        quality = document["winners"][0]["quality"]
        self.assertAlmostEqual(quality["winner_pass_rate"], 2 / 3)
        self.assertAlmostEqual(quality["runner_up_pass_rate"], 2 / 3)
        self.assertEqual(quality["p_value"], 1)
        self.assertFalse(quality["clear"])

    def check_requests(self):
        rows = list(csv.DictReader(self.read("quick_results.csv").splitlines()))
        self.assertEqual(len(rows), 12)
        for row in rows:
            self.assertEqual(row["quality"], "fail" if row["case"] == "1" else "pass")
            self.assertEqual(row["tags"], ["short simple", "long simple", "short"][int(row["case"])])
        requests = json.loads(self.read("slow_results.json"))["requests"]
        self.assertEqual(len(requests), 12)
        for request in requests:
            self.assertEqual(request["quality"], "fail" if request["case"] == 1 else "pass")
            self.assertEqual(request["tags"], [["short", "simple"], ["long", "simple"], ["short"]]
                             [request["case"]])

    def test_files(self):
        result = self.run_judged()
        self.assertRegex(result.out.splitlines()[0], r"Right$")
        self.assertRegex(result.out.splitlines()[1], r"66\.7 %$")
        self.assertIn("Both gave right answers equally often: 66.7 %.", result.out)
        self.check_summary(json.loads(self.read("summary.json")))
        self.check_requests()

        for row in csv.DictReader(self.read("summary.csv").splitlines()):
            self.assertAlmostEqual(float(row["quality_pass_rate"]), 2 / 3)
            self.assertEqual((row["quality_passed"], row["quality_failed"]), ("8", "4"))
        for name in ("report.md", "report.html"):
            report = self.read(name)
            self.assertIn("Right answers", report)
            self.assertIn("66.7 %", report)
            self.assertIn("By tag", report)
            self.assertIn("Both gave right answers equally often", report)

        # What was stored tells the same later.
        self.assertIn("66.7 %", self.cli("show", "latest", "--db", self.db).out)
        self.check_summary(self.cli("show", "latest", "--db", self.db, "--json").json())

    def test_no_rules(self):
        """Without rules nothing speaks of right answers."""
        result = self.run_judged("--requests", "3", text=PLAIN)
        self.assertNotIn("Right", result.out)
        self.assertNotIn("quality", self.read("summary.json"))
        self.assertNotIn("by_tag", self.read("summary.json"))
        self.assertNotIn("Right answers", self.read("report.md"))
        self.assertNotIn("By tag", self.read("report.md"))
        row = next(csv.DictReader(self.read("summary.csv").splitlines()))
        self.assertEqual((row["quality_pass_rate"], row["quality_passed"]), ("", ""))


if __name__ == "__main__":
    main()
