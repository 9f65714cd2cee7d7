# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""prony-cli scenarios: list, show, render and new."""

import glob
import hashlib
import json
import os
import sys

from prony_cli_case import CliCase, Simulator, main

CHAT = """\
# A talk
name: talk
prompt:
  system: Be brief.
  messages:
    - {role: user, content: "Hello, {name}"}
    - {role: assistant, content: Good day.}
    - {role: user, content: And now?}
test_cases: [{name: Ann}, {name: Bob}]
tags: [own, chat]
expect: {contains: a}
load: {concurrency: [1, 2], requests: 3}
slo: {ttft: 300}
"""

# So fast that a run of 16 requests takes less than half a second.
FAST = ["--ttft-ms", "5", "--itl-ms", "1"]


class ScenariosCase(CliCase):
    def setUp(self):
        super().setUp()
        self.own = os.path.join(self.env["XDG_DATA_HOME"], "prony", "scenarios")

    def write(self, name, text):
        os.makedirs(self.own, exist_ok=True)
        path = os.path.join(self.own, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


class ListTest(ScenariosCase):
    def list(self, *arguments):
        document = self.cli("scenarios", "list", "--json", *arguments).json()
        return {scenario["name"]: scenario for scenario in document["scenarios"]}

    def test_tags(self):
        self.write("talk.yaml", CHAT)
        self.assertIn("short-short", self.list("--tag", "chat"))
        self.assertIn("talk", self.list("--tag", "chat"))
        self.assertEqual(list(self.list("--tag", "chat", "--tag", "own")), ["talk"])
        self.assertEqual(self.list("--tag", "nothing"), {})

    def test_whose(self):
        file = self.write("talk.yaml", CHAT)
        scenarios = self.list()
        self.assertTrue(scenarios["short-short"]["shipped"])
        self.assertFalse(scenarios["talk"]["shipped"])
        self.assertEqual(scenarios["talk"]["file"], file)
        lines = self.cli("scenarios").out.splitlines()
        self.assertEqual(lines[0].split(), ["Name", "Class", "Prompts", "Tags", "From"])
        self.assertTrue(any(line.startswith("talk ") and line.endswith("you") for line in lines))

    def test_data_set(self):
        self.write("rows.jsonl", '{"question": "Why?"}\n' * 9)
        self.write("data.yaml", "name: data\nprompt: {template: '{question}'}\n"
                                "test_cases: {from: rows.jsonl, sample: 7}\n")
        self.assertEqual(self.list()["data"]["test_cases"], 7)
        self.assertFalse(self.list()["data"]["expect"])

    def test_hidden(self):
        self.write("mine.yaml", "name: short-short\nprompt: {template: Hi}\n")
        result = self.cli("scenarios")
        self.assertIn("“short-short” takes the place of the one that came with Prony", result.err)
        self.assertFalse(self.list()["short-short"]["shipped"])


class ShowTest(ScenariosCase):
    def test_as_it_is(self):
        self.write("talk.yaml", CHAT)
        self.assertEqual(self.cli("scenarios", "show", "talk").out, CHAT)
        facts = self.cli("scenarios", "show", "talk", "--json").json()
        self.assertEqual(facts["source"], CHAT)
        self.assertEqual([level["concurrency"] for level in facts["load"]["levels"]], [1, 2])
        self.assertEqual(facts["load"]["requests"], 3)
        self.assertEqual(facts["slo"], {"ttft": 0.3})
        self.assertTrue(facts["expect"])


class NewTest(ScenariosCase):
    def test_new(self):
        file = self.cli("scenarios", "new", "my-own").out.strip()
        self.assertEqual(file, os.path.join(self.own, "my-own.yaml"))
        self.cli("scenarios", "validate", file)
        self.cli("scenarios", "show", "my-own")
        self.assertIn("“my-own”", self.cli("scenarios", "new", "my-own", status=2).err)
        self.cli("scenarios", "new", "My own", status=2)
        self.cli("scenarios", "new", "../x", status=2)
        self.assertEqual(os.listdir(self.own), ["my-own.yaml"])


class RenderTest(ScenariosCase):
    def render(self, *arguments, **options):
        return self.cli("scenarios", "render", *arguments, "--json", **options).json()

    def test_same_again(self):
        first = self.render("long-short", "--count", "2", "--seed", "7")
        again = self.render("long-short", "--count", "2", "--seed", "7")
        other = self.render("long-short", "--count", "2", "--seed", "8")
        self.assertEqual(first, again)
        self.assertEqual(first["seed"], 7)
        self.assertNotEqual([p["sha256"] for p in first["prompts"]],
                            [p["sha256"] for p in other["prompts"]])

    def test_part(self):
        everything = self.render("short-short")["prompts"]
        self.assertEqual([p["index"] for p in everything], list(range(1, 17)))
        part = self.render("short-short", "--from", "3", "--count", "2")["prompts"]
        self.assertEqual(part, everything[2:4])

    def test_no_seed(self):
        document = self.render("short-short", "--count", "1")
        self.assertNotIn("seed", document)
        self.assertEqual(document["count_source"], "estimate")
        self.assertTrue(document["prompts"][0]["messages"][0]["content"].startswith("What is"))
        result = self.cli("scenarios", "render", "short-short", "--count", "1")
        self.assertIn("keep prompt caches out", result.err)
        self.assertIn("What is the capital of Mongolia", result.out)
        seeded = self.cli("scenarios", "render", "short-short", "--count", "1", "--seed", "1")
        self.assertNotIn("keep prompt caches out", seeded.err)

    def test_conversation(self):
        file = self.write("talk.yaml", CHAT)
        prompts = self.render(file, "--seed", "1")["prompts"]
        self.assertEqual([(p["test_case"], p["turn"]) for p in prompts],
                         [(1, 1), (1, 2), (2, 1), (2, 2)])
        messages = prompts[1]["messages"]
        self.assertEqual([m["role"] for m in messages], ["system", "user", "assistant", "user"])
        self.assertEqual(messages[1]["content"], "Hello, Ann")
        joined = "\0".join(m["content"] for m in messages)
        self.assertEqual(prompts[1]["sha256"], hashlib.sha256(joined.encode()).hexdigest())
        self.assertIn("assistant: Good day.\n", self.cli("scenarios", "render", file).out)

    def test_what_a_run_sends(self):
        with Simulator("vllm", *FAST, pace=False) as sim:
            target = f"url={sim.url}"
            rendered = self.render("short-short", "--seed", "7", "--target", target, "--no-store")
            self.run_benchmark(sim.url, "--seed", "7", "--concurrency", "1", "--iterations", "1",
                               "--output", self.output, store=False)
        with open(glob.glob(os.path.join(self.only_run_folder(), "*_results.json"))[0],
                  encoding="utf-8") as file:
            sent = [request["prompt"] for request in json.load(file)["requests"]]
        self.assertLessEqual({prompt["sha256"] for prompt in rendered["prompts"]},
                             {hashlib.sha256(text.encode()).hexdigest() for text in sent})

    def test_estimate(self):
        with Simulator("vllm", *FAST, pace=False) as sim:
            target = f"url={sim.url}"
            before = self.render("short-short", "--target", target, "--db", self.db)["estimate"]
            self.run_benchmark(sim.url)
            after = self.render("short-short", "--target", target, "--db", self.db,
                                "--price-per-hour", "3600")
            said = self.cli("scenarios", "render", "short-short", "--target", target, "--db",
                            self.db, "--price-per-hour", "3600").err
        self.assertEqual(before["requests"], 16)
        self.assertEqual(before["output_tokens"], 16 * 64)
        self.assertNotIn("duration", before)
        self.assertIn(after["count_source"], ("tokenize", "tokenizer"))
        self.assertGreater(after["estimate"]["duration"], 0)
        self.assertAlmostEqual(after["estimate"]["cost"], after["estimate"]["duration"])
        self.assertIn("One after the other", said)
        self.assertIn("It costs about", said)

    def test_errors(self):
        for arguments in (["render"], ["render", "nothing"], ["render", "short-short", "--count", "0"],
                          ["render", "short-short", "--seed", "x"],
                          ["render", "short-short", "--target", "url=http://127.0.0.1:9", "--target",
                           "url=http://127.0.0.1:8"]):
            with self.subTest(arguments):
                self.assertNotEqual(self.cli("scenarios", *arguments, status=2).err, "")


if __name__ == "__main__":
    sys.exit(main())
