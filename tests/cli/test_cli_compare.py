# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Stored runs side by side, and whether one is worse than another."""

import contextlib
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
    def measure(self, name, ttft, itl, scenario=SCENARIO, requests=80, levels="4"):
        """A run against a simulator of such a pace, which varies by a tenth."""
        path = os.path.join(self.folder.name, "again.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(scenario)
        with Simulator("vllm", "--ttft-ms", str(ttft), "--itl-ms", str(itl), "--jitter", "0.1",
                       "--seed", str(len(name)), pace=False) as simulator:
            self.cli("run", "--db", self.db, "--target", f"name=engine,url={simulator.url}",
                     "--scenario", path, "--concurrency", levels, "--requests", str(requests),
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
        self.check_junit(junit, set())

        output = self.check(worse[:8], "--baseline", before[:8], "--junit", junit, status=4).out
        self.assertIn("Worse.", output)
        self.check_junit(junit, {"regression"})
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

    def test_trouble(self):
        """One sample, none that succeeded, a baseline of 0, no value, a scenario since deleted."""
        one = self.measure("one", 5, 1, requests=1, levels="1")
        other = self.measure("other", 5, 1, requests=1, levels="1")
        path = os.path.join(self.folder.name, "again.yaml")
        with Simulator("vllm", "--fault", "http-500", pace=False) as simulator:
            self.cli("run", "--db", self.db, "--target", f"name=engine,url={simulator.url}",
                     "--scenario", path, "--concurrency", "1", "--requests", "6", "--warmup", "0",
                     "--no-calibration", "--quiet", status=1)
        os.unlink(path)
        runs = json.loads(self.cli("history", "--db", self.db, "--json").out)["runs"]
        failed = runs[0]["run_id"]
        metrics = [word for name in ("ttft", "itl", "output_tokens_per_sec", "success_rate",
                                     "error_rate", "quality_pass_rate", "energy_j")
                   for word in ("--metric", name)]
        for first, second, text in (
            (one, other, "No clear winner."),
            (one, failed, "No winner: fewer than two results can be ranked."),
            (failed, one, "No winner: fewer than two results can be ranked."),
            (failed, failed, "There are fewer than two results to compare."),
        ):
            with self.subTest(first=first, second=second):
                result = self.cli("compare", "--db", self.db, first, second, *metrics,
                                  status=2 if first == second else 0)
                self.assertNotRegex(result.out.lower(), r"\b-?(nan|inf)\b")
                self.assertIn(text, result.out + result.err)
                document = json.loads(
                    self.cli("compare", "--db", self.db, first, second, *metrics, "--json",
                             status=2 if first == second else 0).out,
                    parse_constant=self.fail)
                for pair in document["comparisons"]:
                    self.assertFalse(pair["clear"])
        rate = [pair for pair in json.loads(
            self.cli("compare", "--db", self.db, one, failed, "--metric", "error_rate",
                     "--json").out)["comparisons"] if not pair["best_two"]]
        self.assertEqual(rate[0]["baseline_value"], 0)
        self.assertNotIn("ratio", rate[0])

    def test_unmeasured(self):
        """What was to be measured and was not is no success, what was not to be is none."""
        before = self.measure("before", 5, 1, requests=12)
        path = os.path.join(self.folder.name, "again.yaml")
        junit = os.path.join(self.folder.name, "check.xml")
        with Simulator("vllm", "--fault", "http-500", pace=False) as simulator:
            self.cli("run", "--db", self.db, "--target", f"name=engine,url={simulator.url}",
                     "--scenario", path, "--concurrency", "4", "--requests", "12", "--warmup", "0",
                     "--no-calibration", "--quiet", "--max-tokens", "7", status=1)
        result = self.check("latest", "--baseline", before, "--metric", "ttft", "--junit", junit,
                            status=4)
        self.assertIn("Not measured.", result.out)
        self.assertIn("1 figure of the baseline was not measured", result.err)
        self.assertIn("limit of an answer's tokens was not the same", result.err)
        self.check_junit(junit, {"unmeasured"})

        more = self.measure("more", 5, 1, requests=12, levels="2,4")
        result = self.check("latest", "--baseline", before, "--metric", "success_rate")
        self.assertEqual(result.err, "")
        document = json.loads(self.check(before, "--baseline", more, "--max-regression", "900",
                                         "--json").out)
        self.assertEqual(document["unmeasured"], 0)
        self.assertEqual({case["state"] for case in document["cases"]
                          if case["load"]["concurrency"] == 2}, {"missing"})
        self.assertEqual(document["notes"], [])

    def test_variants(self):
        """One model quantised in two ways, with the sizes that the engine said."""
        path = os.path.join(self.folder.name, "again.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(SCENARIO)
        models = ("qwen2.5:7b-instruct-q4_K_M", "qwen2.5:7b-instruct-q8_0")
        targets = []
        with contextlib.ExitStack() as stack:
            for model in models:
                simulator = stack.enter_context(
                    Simulator("ollama", "--ttft-ms", "5", "--itl-ms", "1", "--model", model,
                              pace=False))
                targets += ["--target", f"name={model[-4:]},url={simulator.url},model={model}"]
            self.cli("run", "--db", self.db, *targets, "--scenario", path, "--concurrency", "2",
                     "--requests", "6", "--no-calibration", "--quiet")
        document = json.loads(self.cli("compare", "--db", self.db, "latest", "--json").out)
        self.assertEqual([one["quantization"] for one in document["variants"]],
                         ["Q4_K_M", "Q8_0"])
        for variant in document["variants"]:
            self.assertEqual(variant["quantization_by"], "engine")
            self.assertGreater(variant["model_bytes"], 1e6)
            self.assertGreater(variant["ttft_p50"], 0.004)
            self.assertNotIn("quality_pass_rate", variant)
        output = self.cli("compare", "--db", self.db, "latest", "--metric", "ttft").out
        self.assertIn("Q4_K_M", output)
        self.assertIn("GB", output)

        # An engine that does not say it: then the name does.
        with contextlib.ExitStack() as stack:
            targets = []
            for model in models:
                simulator = stack.enter_context(
                    Simulator("vllm", "--ttft-ms", "5", "--itl-ms", "1", "--model", model,
                              pace=False))
                targets += ["--target", f"name={model[-4:]},url={simulator.url}"]
            self.cli("run", "--db", self.db, *targets, "--scenario", path, "--concurrency", "2",
                     "--requests", "4", "--no-calibration", "--quiet")
        document = json.loads(self.cli("compare", "--db", self.db, "latest", "--json").out)
        self.assertEqual([(one["quantization"], one["quantization_by"])
                          for one in document["variants"]], [("Q4_K_M", "name"), ("Q8_0", "name")])
        self.assertIn("Q4_K_M by name", self.cli("compare", "--db", self.db, "latest").out)

    def check_junit(self, file, failures):
        """Holds a file against what readers of JUnit XML rely on, as its usual schema has it."""
        root = xml.etree.ElementTree.parse(file).getroot()
        self.assertEqual(root.tag, "testsuites")
        self.assertLessEqual(set(root.keys()),
                             {"name", "time", "tests", "failures", "disabled", "errors"})
        for suite in root:
            self.assertEqual(suite.tag, "testsuite")
            self.assertLessEqual({"name", "tests", "failures", "errors", "skipped", "time",
                                  "timestamp", "hostname"}, set(suite.keys()))
            self.assertRegex(suite.get("timestamp"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")
            float(suite.get("time"))
            self.assertEqual(suite[0].tag, "properties")
            for entry in suite[0]:
                self.assertEqual((entry.tag, set(entry.keys())), ("property", {"name", "value"}))
            cases = suite[1:]
            self.assertEqual({case.tag for case in cases}, {"testcase"})
            for case in cases:
                self.assertEqual(set(case.keys()), {"name", "classname", "time"})
                self.assertLessEqual({child.tag for child in case},
                                     {"skipped", "failure", "system-out"})
                self.assertLessEqual(len(case.findall("failure") + case.findall("skipped")), 1)
                for child in case.findall("failure"):
                    self.assertEqual(set(child.keys()), {"message", "type"})
            names = [(case.get("classname"), case.get("name")) for case in cases]
            self.assertEqual(len(names), len(set(names)))
            self.assertEqual(int(suite.get("tests")), len(cases))
            for count, tag in (("failures", "failure"), ("skipped", "skipped"),
                               ("errors", "error")):
                self.assertEqual(int(suite.get(count)), len(suite.findall(f"testcase/{tag}")))
        for count in ("tests", "failures", "errors"):
            self.assertEqual(int(root.get(count)), sum(int(suite.get(count)) for suite in root))
        self.assertEqual({one.get("type") for one in root.iter("failure")}, failures)

    def test_unlike(self):
        first = self.measure("first", 5, 1, requests=4)
        changed = self.measure("changed", 5, 1, SCENARIO.replace("Why?", "Who?"), requests=4)
        other = self.measure("other", 5, 1, SCENARIO.replace("again", "another"), requests=4)

        renamed = self.measure("renamed", 5, 1, "# A remark\n" + SCENARIO.replace(
            "class:", "title: Once More\ntags: [a]\nclass:"), requests=4)
        self.cli("compare", "--db", self.db, first, renamed)
        self.check(renamed, "--baseline", first, "--max-regression", "500")

        for run in (changed, other):
            result = self.check(run, "--baseline", first, status=2)
            self.assertIn("nothing in common", result.err)
            result = self.cli("compare", "--db", self.db, first, run, status=2)
            self.assertIn("cannot be compared", result.err)
        result = self.cli("compare", "--db", self.db, first, changed, status=2)
        self.assertIn("What changed: the test cases.", result.err)

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
