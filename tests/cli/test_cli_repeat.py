# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Whether a run sends the same prompts again."""

import hashlib
import json
import os
import sys

from prony_cli_case import CliCase, Simulator, main

# One prompt of a fixed text, one whose filler is fitted to the engine's tokens.
SCENARIO = """\
name: again
prompt:
  template: "{document} {question}"
completion: {max_tokens: 2}
test_cases:
  - {document: "Nothing to read.", question: Why?}
  - {document: "{text:300}", question: What is it about?}
  - {document: "{table:200}", question: What is in the last row?}
"""
# What keeps a prompt cache out stands before each prompt.
MARK_LENGTH = len("[four word mark each] ")


class Repeat(CliCase):
    def measure(self, name, *options, api="ollama"):
        """Runs the scenario at two loads; returns all prompts, sorted."""
        path = os.path.join(self.folder.name, "again.yaml")
        output = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(SCENARIO)
        with Simulator(api, "--ttft-ms", "2", "--itl-ms", "1", pace=False) as simulator:
            self.cli("run", "--target", f"name=engine,url={simulator.url}", "--scenario", path,
                     "--concurrency", "1,3", "--iterations", "2", "--warmup", "1",
                     "--no-calibration", "--no-store", "--quiet", "--output", output, *options)
        folder = os.path.join(output, os.listdir(output)[0])
        with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
            summary = json.load(file)
        with open(os.path.join(folder, "engine_results.json"), encoding="utf-8") as file:
            requests = json.load(file)["requests"]
        self.plan = summary["metadata"]["plan"]
        self.sources = [trial["metrics"]["prompt_count_source"] for trial in summary["benchmarks"]]
        # Each stream asks all of them twice, and once before that to warm up.
        self.assertEqual(len(requests), (2 * 3 + 1) * (1 + 3))
        return sorted(request["prompt"] for request in requests)

    def hash(self, prompts):
        return [hashlib.sha256(prompt.encode()).hexdigest() for prompt in prompts]

    def test_seed(self):
        for api, source in (("ollama", "usage"), ("vllm", "tokenize")):
            with self.subTest(api=api):
                first = self.measure(f"{api}-first", "--seed", "5", api=api)
                self.assertEqual(self.sources, [source, source])
                self.assertIs(self.plan["repeatable"], True)
                again = self.measure(f"{api}-again", "--seed", "5", api=api)
                self.assertEqual(self.hash(first), self.hash(again))
                # Within a run no prompt begins like another.
                beginnings = {prompt[:MARK_LENGTH] for prompt in first}
                self.assertEqual(len(beginnings), len(first))

    def test_other_seed(self):
        first = self.measure("first", "--seed", "5")
        other = self.measure("other", "--seed", "6")
        self.assertFalse(set(first) & set(other))

    def test_no_seed(self):
        first = self.measure("first")
        self.assertIs(self.plan["repeatable"], False)
        again = self.measure("again")
        self.assertFalse({prompt[:MARK_LENGTH] for prompt in first}
                         & {prompt[:MARK_LENGTH] for prompt in again})
        self.assertEqual(sorted(prompt[MARK_LENGTH:] for prompt in first),
                         sorted(prompt[MARK_LENGTH:] for prompt in again))


if __name__ == "__main__":
    sys.exit(main())
