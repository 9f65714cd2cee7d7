# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""What a run says of caches that may have answered."""

import json
import os
import sys

from prony_cli_case import CliCase, Simulator, main

SCENARIO = """\
name: {name}
cache: {cache}
prompt:
  template: "{{question}} {words}"
  {limits}
completion: {{max_tokens: 4}}
test_cases:
"""
QUESTIONS = ["What", "Who", "When", "Where", "Why", "Which", "Whose", "How"]
# A hundred tokens, of which a distinct question stands at the beginning and at the end.
WORDS = "one two three four five six seven eight nine ten " * 10


class Cache(CliCase):
    def measure(self, simulator, cache, limits="", passes=4):
        """Runs a scenario with distinct prompts, some times each; returns its only trial."""
        path = os.path.join(self.folder.name, f"{cache}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(SCENARIO.format(name=cache, cache=cache, words=WORDS + "{question}?",
                                       limits=limits))
            file.writelines(f"  - question: {question}\n" for question in QUESTIONS)
        self.result = self.cli(
            "run", "--target", f"url={simulator.url}", "--scenario", path, "--concurrency", "1",
            "--requests", str(passes * len(QUESTIONS)), "--warmup", "1", "--no-calibration",
            "--db", self.db, "--output", self.output)
        self.run = self.only_run_folder()
        with open(os.path.join(self.run, "summary.json"), encoding="utf-8") as file:
            return json.load(file)["benchmarks"][0]["metrics"]

    def report(self):
        with open(os.path.join(self.run, "report.md"), encoding="utf-8") as file:
            return file.read()

    def test_unique(self):
        with Simulator("vllm", "--profile", "server", "--jitter", "0", "--prompt-cache",
                       pace=False) as simulator:
            metrics = self.measure(simulator, "unique")
        self.assertEqual(metrics["cache"], "unique")
        self.assertEqual(metrics["cached_share"], 0)
        self.assertTrue(metrics["checks"]["uncached"]["passed"])
        self.assertTrue(metrics["checks"]["repeats"]["passed"])
        self.assertNotIn("cache", self.result.err)

    def test_repeat(self):
        with Simulator("vllm", "--profile", "server", "--jitter", "0", "--prompt-cache",
                       pace=False) as simulator:
            metrics = self.measure(simulator, "repeat")
        label = "Prompts were repeated: a cache may have answered."
        self.assertEqual(metrics["cache"], "repeat")
        self.assertGreater(metrics["cached_share"], 0.5)
        self.assertNotIn("uncached", metrics["checks"])
        self.assertNotIn("repeats", metrics["checks"])
        self.assertIn(label, self.result.out + self.result.err)
        self.assertIn(label, self.report())
        # It is still known when the run is looked at again.
        self.assertIn(label, self.cli("show", "latest", "--db", self.db).out)

    def test_answers_from_memory(self):
        with Simulator("vllm", "--fault", "answer-cache") as simulator:
            metrics = self.measure(simulator, "unique")
        check = metrics["checks"]["repeats"]
        self.assertFalse(check["passed"])
        self.assertGreater(check["expected"], 0.035)
        self.assertLess(check["actual"], 0.7 * check["expected"])
        sentence = "something answers from memory, such as a prompt cache, or a proxy in front"
        self.assertIn(sentence, self.result.out + self.result.err)
        self.assertIn(sentence, self.report())

    def test_lengths(self):
        with Simulator("vllm") as simulator:
            metrics = self.measure(simulator, "unique", "min_tokens: 500", passes=1)
        check = metrics["checks"]["prompt_lengths"]
        self.assertFalse(check["passed"])
        self.assertEqual((check["expected"], check["actual"]), (len(QUESTIONS), 0))
        self.assertGreater(check["min"], 100)
        self.assertLessEqual(check["min"], check["max"])
        self.assertLess(check["max"], 500)
        self.assertIn("were as long as the scenario says", self.result.out + self.result.err)


if __name__ == "__main__":
    sys.exit(main())
