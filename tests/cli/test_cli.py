# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""prony-cli against the simulated engine: commands, files and exit statuses."""

import contextlib
import csv
import glob
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import unittest
import xml.etree.ElementTree

from prony_cli_case import CLI, ITL_MS, TTFT_MS, CliCase, Simulator, main

APIS = {"ollama": "ollama", "llamacpp": "llamacpp", "vllm": "vllm", "tgi": "tgi"}

SUMMARY_COLUMNS = (
    "engine,model,scenario,requests,success_rate,mean_latency,p50_latency,p95_latency,"
    "p99_latency,mean_ttft,mean_tokens_per_sec,total_tokens,concurrency,rate"
).split(",")
RESULT_COLUMNS = (
    "request_id,engine,model,scenario,prompt_tokens,completion_tokens,total_duration,ttft,"
    "tokens_per_sec,success,error_message,concurrency,outcome,sent_at"
).split(",")

# A clock of the test machine, not of the engine: generous, since the machine may be busy.
TOLERANCE_S = 0.005


class RunTest(CliCase):
    def check_law(self, api, benchmark):
        metrics = benchmark["metrics"]
        print(
            f"# {api} at {benchmark['concurrency']}: TTFT p50 {metrics['ttft_p50'] * 1000:.2f} ms "
            f"(told {TTFT_MS}), ITL p50 {metrics['itl_p50'] * 1000:.2f} ms (told {ITL_MS})"
        )
        self.assertAlmostEqual(metrics["ttft_p50"], TTFT_MS / 1000, delta=TOLERANCE_S)
        self.assertAlmostEqual(metrics["itl_p50"], ITL_MS / 1000, delta=TOLERANCE_S)
        self.assertEqual(metrics["successful_requests"], 20)
        self.assertEqual(metrics["failed_requests"], 0)
        self.assertGreater(metrics["tokens_per_sec"], 0)
        self.assertGreater(metrics["requests_per_sec"], 0)

    def check_charts(self, folder):
        """The charts are files that the report shows, and elements of the page."""
        with open(os.path.join(folder, "report.md"), encoding="utf-8") as file:
            links = re.findall(r"\]\((charts/[a-z0-9-]+\.svg)\)", file.read())
        self.assertEqual(sorted(os.path.basename(link) for link in links),
                         sorted(os.listdir(os.path.join(folder, "charts"))))
        self.assertLessEqual({"charts/latency.svg", "charts/over-time.svg", "charts/success.svg",
                              "charts/tokens.svg"}, set(links))
        for link in links:
            root = xml.etree.ElementTree.parse(os.path.join(folder, link)).getroot()
            self.assertEqual(root.get("role"), "img")
            self.assertTrue(root.findtext("{http://www.w3.org/2000/svg}title"))
        with open(os.path.join(folder, "report.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertEqual(page.count("<svg "), len(links))
        names = re.findall(r' id="([^"]*)"', page)
        self.assertEqual(len(names), len(set(names)))

    def check_files(self, api, document):
        folder = self.only_run_folder()
        self.check_charts(folder)
        kind = APIS[api]
        names = set(os.listdir(folder))
        self.assertLessEqual(
            {"summary.json", "summary.csv", "report.md", "report.html", f"{kind}_results.json",
             f"{kind}_results.csv"}, names)

        with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file), document)
        with open(os.path.join(folder, "summary.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        self.assertEqual(rows[0][: len(SUMMARY_COLUMNS)], SUMMARY_COLUMNS)
        self.assertEqual(len(rows), 3)
        with open(os.path.join(folder, f"{kind}_results.csv"), encoding="utf-8", newline="") as file:
            text = file.read()
        self.assertNotIn("\r", text)
        rows = list(csv.DictReader(text.splitlines()))
        self.assertEqual(list(rows[0])[: len(RESULT_COLUMNS)], RESULT_COLUMNS)
        self.assertEqual(sum(row["warmup"] == "false" for row in rows), 40)
        self.assertTrue(all(row["completion_tokens"] == "12" for row in rows))

        with open(os.path.join(folder, f"{kind}_results.json"), encoding="utf-8") as file:
            results = json.load(file)
        request = results["requests"][-1]
        self.assertEqual(len(request["token_offsets"]), 12)
        self.assertRegex(request["sent_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$")
        self.assertIsInstance(request["sent_ns"], int)
        self.assertTrue(request["prompt"])
        self.assertTrue(request["response"])

    def check_api(self, api):
        with Simulator(api) as sim:
            result = self.run_benchmark(
                sim.url, "--concurrency", "1,4", "--requests", "20", "--output", self.output,
                "--json")
        document = result.json()
        metadata = document["metadata"]
        self.assertEqual(document["schema"], "prony.run/1")
        self.assertTrue(metadata["simulated"])
        self.assertFalse(metadata["partial"])
        self.assertEqual(metadata["concurrency_levels"], [1, 4])
        self.assertEqual(metadata["engines"], [APIS[api]])
        self.assertEqual([b["concurrency"] for b in document["benchmarks"]], [1, 4])
        for benchmark in document["benchmarks"]:
            self.assertTrue(benchmark["simulated"])
            self.assertEqual(benchmark["engine_kind"], APIS[api])
            self.check_law(api, benchmark)
        self.check_files(api, document)

    def test_ollama(self):
        self.check_api("ollama")

    def test_llamacpp(self):
        self.check_api("llamacpp")

    def test_vllm(self):
        self.check_api("vllm")

    def test_tgi(self):
        self.check_api("tgi")

    def test_two_targets(self):
        with Simulator("vllm") as one, Simulator("ollama", "--ttft-ms", "80") as other:
            result = self.cli(
                "run", "--target", f"name=quick,url={one.url}", "--target",
                f"name=slow,url={other.url},api=ollama-generate", "--scenario", "short-short",
                "--requests", "12", "--max-tokens", "3", "--order", "parallel", "--no-store",
                "--no-calibration",
                "--output", self.output, "--json")
        document = result.json()
        self.assertEqual(sorted(document["metadata"]["engines"]), ["quick", "slow"])
        winner = document["winners"][0]
        self.assertEqual(winner["winner"], "quick")
        self.assertTrue(winner["clear"])
        self.assertTrue(glob.glob(os.path.join(self.output, "run_*", "slow_results.csv")))

    def test_same_kind_twice(self):
        with Simulator("vllm") as sim:
            document = self.cli(
                "run", *(["--target", f"url={sim.url}"] * 2), "--target",
                f"name=vllm-2,url={sim.url}", "--scenario", "short-short", "--requests", "1",
                "--max-tokens", "2", "--no-store", "--no-calibration", "--json").json()
        self.assertEqual(document["metadata"]["engines"], ["vllm", "vllm-3", "vllm-2"])

    def test_table(self):
        with Simulator() as sim:
            result = self.run_benchmark(sim.url, "--requests", "3")
        self.assertRegex(result.out, r"(?m)^short-short +1 +ollama \(simulated\) +3 +100 %")
        self.assertIn("simulated engine say nothing", result.out)
        self.assertIn("Stored as run", result.err)

    def test_quiet(self):
        with Simulator() as sim:
            result = self.run_benchmark(sim.url, "--requests", "2", "--quiet", "--json")
        self.assertEqual(result.err, "")
        result.json()

    def test_no_store(self):
        with Simulator() as sim:
            self.run_benchmark(sim.url, "--requests", "2", store=False)
        self.assertFalse(os.path.exists(self.db))
        self.assertFalse(os.path.exists(os.path.join(self.folder.name, "data", "prony")))

    def test_no_stream(self):
        with Simulator("vllm") as sim:
            result = self.run_benchmark(sim.url, "--requests", "2", "--no-stream", "--json")
        metrics = result.json()["benchmarks"][0]["metrics"]
        self.assertEqual(metrics["successful_requests"], 2)
        self.assertNotIn("itl_p50", metrics)

    def test_own_scenario(self):
        file = os.path.join(self.folder.name, "mine.yaml")
        with open(file, "w", encoding="utf-8") as stream:
            stream.write("name: mine\nprompt: {template: 'Say {w} {text:50}'}\n"
                         "completion: {max_tokens: 4}\ntest_cases: [{w: a}, {w: b}]\n")
        with Simulator() as sim:
            result = self.cli("run", "--target", f"url={sim.url}", "--scenario", file, "--json",
                              "--no-store", "--no-calibration")
        benchmark = result.json()["benchmarks"][0]
        self.assertEqual(benchmark["scenario"], "mine")
        # Without a bound, each stream goes through the prompts once.
        self.assertEqual(benchmark["metrics"]["successful_requests"], 2)

    def test_key(self):
        secret = "sk-very-secret-0123456789"
        file = os.path.join(self.folder.name, "key")
        with open(file, "w", encoding="utf-8") as stream:
            stream.write(secret + "\n")
        self.env["PRONY_TEST_KEY"] = secret
        with Simulator() as sim:
            self.run_benchmark(sim.url, "--requests", "1", "--api-key-file", file, "--output",
                               self.output)
            self.run_benchmark(sim.url, "--requests", "1", "--api-key-env", "PRONY_TEST_KEY")
        for folder, _, files in os.walk(self.folder.name):
            for name in files:
                path = os.path.join(folder, name)
                if path != file:
                    with open(path, "rb") as stream:
                        self.assertNotIn(secret.encode(), stream.read(), path)


class InterruptTest(CliCase):
    def interrupt(self, number):
        with Simulator() as sim:
            process = self.start(
                "run", "--target", f"url={sim.url}", "--scenario", "short-short", "--duration", "60",
                "--max-tokens", "12", "--db", self.db, "--output", self.output, "--json",
                "--no-calibration")
            for line in process.stderr:
                if "Measuring" in line:
                    break
            process.send_signal(number)
            out, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130, err)
        return json.loads(out)

    def check(self, document):
        self.assertTrue(document["metadata"]["partial"])
        with open(os.path.join(self.only_run_folder(), "summary.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file), document)
        runs = self.cli("history", "--db", self.db, "--json").json()["runs"]
        self.assertEqual(len(runs), 1)
        self.assertTrue(runs[0]["partial"])
        self.assertEqual(runs[0]["run_id"], document["metadata"]["run_id"])

    def test_sigint(self):
        self.check(self.interrupt(signal.SIGINT))

    def test_sigterm(self):
        self.check(self.interrupt(signal.SIGTERM))


class StoredTest(CliCase):
    def setUp(self):
        super().setUp()
        with Simulator("vllm") as sim:
            self.document = self.run_benchmark(sim.url, "--requests", "2", "--name", "First",
                                               "--json").json()
        self.run_id = self.document["metadata"]["run_id"]

    def list_runs(self, *arguments):
        return self.cli("history", "--db", self.db, "--json", *arguments).json()["runs"]

    def test_history(self):
        runs = self.list_runs()
        self.assertEqual([run["run_id"] for run in runs], [self.run_id])
        self.assertEqual(runs[0]["name"], "First")
        self.assertEqual(runs[0]["scenarios"], ["short-short"])
        self.assertEqual(len(self.list_runs("--engine", "vllm", "--since", "2020-01-01")), 1)
        self.assertEqual(len(self.list_runs("--scenario", "short-short", "--limit", "1")), 1)
        for filters in (["--engine", "nobody"], ["--model", "nothing"], ["--scenario", "x"],
                        ["--since", "2999-01-01"]):
            self.assertEqual(self.list_runs(*filters), [], filters)
        table = self.cli("history", "--db", self.db).out
        self.assertIn("vllm (simulated)", table)
        self.assertIn(self.run_id[:8], table)
        self.assertEqual(runs[0]["requests"], 2)
        self.assertGreater(runs[0]["best_ttft_p50"], TTFT_MS / 1000)
        self.assertGreater(runs[0]["best_output_tokens_per_sec"], 0)

    def test_marks(self):
        """What the window writes: a baseline, how a run stands against it, and tags."""
        for filters in (["--pinned"], ["--tag", "night"], ["--search", "nowhere"], ["--real"],
                        ["--until", "2020-01-01"]):
            self.assertEqual(self.list_runs(*filters), [], filters)
        with contextlib.closing(sqlite3.connect(self.db)) as database, database:
            database.execute("UPDATE runs SET pinned_us = 1, verdict = 'worse'")
            database.execute("INSERT INTO run_tags VALUES (?, 'night')", (self.run_id,))
        for filters in (["--pinned"], ["--tag", "night"], ["--search", "first short"],
                        ["--simulated"], ["--until", "2999-01-01"]):
            run = self.list_runs(*filters)[0]
            self.assertEqual((run["baseline"], run["verdict"], run["tags"]),
                             (True, "worse", ["night"]))
        table = self.cli("history", "--db", self.db).out
        self.assertRegex(table, r"Baseline, \w+, night")
        self.assertEqual(self.cli("show", "baseline", "--db", self.db, "--json").json(),
                         self.document)
        result = self.cli("history", "--db", self.db, "--real", "--simulated", status=2)
        self.assertIn("exclude each other", result.err)

    def test_show(self):
        for name in ("latest", self.run_id, self.run_id[:8]):
            shown = self.cli("show", name, "--db", self.db, "--json").json()
            self.assertEqual(shown, self.document)
        text = self.cli("show", "latest", "--db", self.db).out
        self.assertIn("short-short", text)
        self.assertIn("First", text)

    def test_show_definition(self):
        own = ["show", "latest", "--db", self.db, "--definition", "prony", "--json"]
        self.assertEqual(self.cli(*own).json(), self.document)
        shown = self.cli("show", "latest", "--db", self.db, "--definition", "llmperf",
                         "--json").json()["definition"]
        self.assertEqual(shown["name"], "llmperf")
        self.assertEqual(set(shown["trials"][0]) - {"trial"}, {"ttft", "itl"})
        text = self.cli("show", "latest", "--db", self.db, "--definition", "vllm-bench").out
        self.assertIn("as vllm bench defines them", text)
        result = self.cli("show", "latest", "--db", self.db, "--definition", "vllm", status=2)
        self.assertIn("vllm-bench", result.err)

    def test_export(self):
        self.cli("export", "latest", "--db", self.db, "--output", self.output, "--format", "json")
        folder = self.only_run_folder()
        # A run as short as this may have ended before its use of memory was ever read.
        self.assertEqual(sorted(set(os.listdir(folder)) - {"resources.jsonl"}),
                         ["summary.json", "vllm_results.json"])
        with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file), self.document)
        # Pictures alone, of which nothing else is made.
        pictures = os.path.join(self.folder.name, "pictures")
        self.cli("export", "latest", "--db", self.db, "--output", pictures, "--format", "svg,png")
        inner = os.path.join(pictures, os.listdir(pictures)[0])
        self.assertEqual(os.listdir(inner), ["charts"])
        names = set(os.listdir(os.path.join(inner, "charts")))
        self.assertLessEqual({"latency.svg", "latency.png"}, names)
        # What is there already is never written over.
        self.cli("export", "latest", "--db", self.db, "--output", self.output)
        self.assertEqual(sorted(os.listdir(self.output)),
                         [os.path.basename(folder), os.path.basename(folder) + "_2"])

    def test_bad(self):
        for arguments in (["show", "nothing"], ["show"], ["show", ""], ["show", "a", "b"],
                          ["export", "latest"], ["history", "--since", "yesterday"],
                          ["history", "--limit", "-1"], ["history", "x"],
                          ["export", "latest", "--output", self.output, "--format", "docx"],
                          ["export", "latest", "--output", "/proc/nowhere"]):
            with self.subTest(arguments):
                result = self.cli(*arguments, "--db", self.db, status=2)
                self.assertRegex(result.err, r"^prony-cli: .+\n$")
        self.assertFalse(os.path.exists(self.output))


class DiscoveryTest(CliCase):
    def test_engines(self):
        for api, kind in APIS.items():
            with self.subTest(api), Simulator(api) as sim:
                engine = self.cli("engines", sim.url, "--json").json()["engines"][0]
                self.assertEqual(engine["kind"], kind)
                self.assertEqual(engine["status"], "ready")
                self.assertTrue(engine["simulated"])
                self.assertEqual(len(engine["models"]), 1)
                self.assertGreater(engine["latency"], 0)
                self.assertIn("(simulated)", self.cli("engines", sim.url).out)

    def test_models(self):
        with Simulator("ollama", "--model", "tiny:1b") as sim:
            models = self.cli("models", sim.url, "--json").json()["models"]
            self.assertEqual([model["id"] for model in models], ["tiny:1b"])
            self.assertIn("tiny:1b", self.cli("models", sim.url).out)

    def test_try(self):
        for api in APIS:
            with self.subTest(api), Simulator(api) as sim:
                target = f"url={sim.url}"
                shown = self.cli("try", "--target", target, "--prompt", "Hello", "--max-tokens", "8")
                self.assertIn("Time to first token", shown.out)
                document = self.cli("try", "--target", target, "--prompt", "Hello", "--max-tokens",
                                    "8", "--json").json()
                self.assertTrue(shown.out.startswith(document["response"]))
                self.assertEqual(document["outcome"], "ok")
                self.assertEqual(document["metrics"]["completion_tokens"], 8)


class TryTest(CliCase):
    KEY = "sk-nobody-may-see-this"

    def ask(self, sim, *arguments, **options):
        return self.cli("try", "--target", f"url={sim.url}", "--prompt", "it's $HOME", *arguments,
                        **options)

    def test_parameters(self):
        with Simulator("vllm") as sim:
            document = self.ask(sim, "--system", "Be brief.", "--max-tokens", "9", "--min-tokens",
                                "2", "--temperature", "0.5", "--top-p", "0.9", "--seed", "7",
                                "--stop", "X", "--stop", "Y Z", "--ignore-eos", "--json").json()
            self.assertEqual(document["parameters"], {
                "stream": True, "max_tokens": 9, "min_tokens": 2, "temperature": 0.5,
                "top_p": 0.9, "seed": 7, "stop": ["X", "Y Z"], "ignore_eos": True})
            sent = json.loads(document["exchanges"][0]["request"]["body"])
            self.assertEqual(sent["messages"][0], {"role": "system", "content": "Be brief."})
            self.assertEqual(sent["seed"], 7)

    def test_thinking_and_events(self):
        with Simulator("vllm", "--model", "a-thinking") as sim:
            shown = self.ask(sim, "--max-tokens", "12", "--events", "--raw").out
            file = os.path.join(self.folder.name, "try.json")
            self.ask(sim, "--max-tokens", "12", "--output", file, "--quiet")
            with open(file, encoding="utf-8") as stream:
                document = json.load(stream)
        self.assertEqual(document["schema"], "prony.try/1")
        for kind in ("reasoning", "content"):
            self.assertRegex(shown, rf"\n +\d+  {kind} ")
            name = "response" if kind == "content" else kind
            pieces = [event["text"] for event in document["events"] if event["kind"] == kind]
            self.assertEqual("".join(pieces), document[name])
        offsets = [event["offset"] for event in document["events"]]
        self.assertEqual(offsets, sorted(offsets))
        self.assertIn("POST /v1/chat/completions HTTP/1.1\n", shown)
        self.assertIn("data: [DONE]", shown)

    def test_keys_are_left_out(self):
        self.env["KEY"] = self.KEY
        with Simulator("vllm") as sim:
            shown = self.ask(sim, "--raw", "--max-tokens", "2", "--api-key-env", "KEY")
            self.assertIn("Authorization: (left out)", shown.out)
            command = self.ask(sim, "--curl", "--api-key-env", "KEY").out
            self.assertIn("Authorization: Bearer $API_KEY", command)
            document = self.ask(sim, "--json", "--max-tokens", "2", "--api-key-env", "KEY").out
            for text in (shown.out, command, document):
                self.assertNotIn(self.KEY, text)
            # A shell makes of it what was meant.
            words = subprocess.run(["sh", "-c", "curl () { printf '%s\\n' \"$@\"; }\n" + command],
                                   capture_output=True, text=True, check=True).stdout
            self.assertIn("it's $HOME", words)
            self.assertIn(f"{sim.url}/v1/chat/completions\n", words)

    def test_standard_input(self):
        with Simulator("ollama") as sim:
            process = subprocess.run(
                [CLI, "try", "--target", f"url={sim.url}", "--prompt", "-", "--max-tokens", "2",
                 "--json"], env=self.env, input="from\na pipe\n", capture_output=True, text=True,
                timeout=60, check=True)
            self.assertEqual(json.loads(process.stdout)["prompt"], "from\na pipe")

    def test_bad_input(self):
        for arguments in (["--prompt", ""], ["--prompt", "-"], ["--prompt", "a", "--top-p", "2"],
                          ["--prompt", "a", "--min-tokens", "300"],
                          ["--prompt", "a", "--seed", "x"],
                          ["--prompt", "a", "--target", "url=a", "--target", "url=b"]):
            with self.subTest(arguments):
                result = self.cli("try", *arguments, status=2)
                self.assertRegex(result.err, r"^prony-cli: .+\.\n$")
                self.assertEqual(result.out, "")


class ScenariosTest(CliCase):
    def write(self, text):
        file = os.path.join(self.folder.name, "x.yaml")
        with open(file, "wb") as stream:
            stream.write(text)
        return file

    def test_list(self):
        scenarios = self.cli("scenarios", "--json").json()["scenarios"]
        self.assertEqual([s["name"] for s in scenarios][:4],
                         ["short-long", "long-short", "long-long", "short-short"])
        for scenario in scenarios[:4]:
            self.assertGreaterEqual(scenario["test_cases"], 10)
            self.assertEqual(scenario["class"], scenario["name"])
        self.assertEqual(self.cli("scenarios", "list").out, self.cli("scenarios").out)

    def test_show(self):
        text = self.cli("scenarios", "show", "short-short").out
        self.assertEqual(self.cli("scenarios", "show", "short-short", "--json").json()["source"], text)
        self.assertIn("template:", text)

    def test_validate(self):
        good = self.write(b"name: x\nprompt: {template: Hi}\n")
        self.cli("scenarios", "validate", good)
        bad = self.write(b"name: X Y\nprmpt: {template: Hi}\n")
        result = self.cli("scenarios", "validate", bad, status=2)
        lines = result.out.splitlines()
        self.assertRegex(lines[0], f"^{re.escape(bad)}:1:1: The key “prompt” is missing")
        self.assertRegex(lines[1], f"^{re.escape(bad)}:1:7: “X Y” is not a name")
        self.assertRegex(lines[2], f"^{re.escape(bad)}:2:1: .*Did you mean “prompt”")
        files = self.cli("scenarios", "validate", bad, "--json", status=2).json()["files"]
        self.assertEqual([file["valid"] for file in files], [False])

    def test_broken_library(self):
        folder = os.path.join(self.folder.name, "data", "prony", "scenarios")
        os.makedirs(folder)
        with open(os.path.join(folder, "broken.yaml"), "w", encoding="utf-8") as stream:
            stream.write("name: [\n")
        result = self.cli("scenarios")
        self.assertIn("broken.yaml:2:1: This is not YAML", result.err)
        self.assertIn("short-short", result.out)


    def test_wide_characters(self):
        folder = os.path.join(self.folder.name, "data", "prony", "scenarios")
        os.makedirs(folder)
        for name, tag in (("aa", "長い入力と短い出力"), ("bb", "Cafe\u0301 \u001b[31mred")):
            with open(os.path.join(folder, f"{name}.yaml"), "w", encoding="utf-8") as stream:
                json.dump({"name": name, "tags": [tag], "prompt": {"template": "Hi"}}, stream)
        lines = self.cli("scenarios").out.splitlines()
        wide, = (line for line in lines if line.startswith("aa "))
        accented, = (line for line in lines if line.startswith("bb "))
        width = lines[0].index("  From") - lines[0].index("Tags")
        # Nine characters on eighteen places; a combining accent on none.
        self.assertIn("長い入力と短い出力" + " " * (width - 18) + "  you", wide)
        self.assertIn("Cafe\u0301 \ufffd[31mred" + " " * (width - 13) + "  you", accented)


class UsageTest(CliCase):
    def test_help(self):
        self.assertIn("Commands:", self.cli("--help").out)
        self.assertRegex(self.cli("--version").out, r"^prony-cli \d+\.\d+")
        for command in ("engines", "models", "try", "run", "history", "show", "export",
                        "scenarios"):
            self.assertIn(f"prony-cli {command}", self.cli(command, "--help").out)

    def test_wrong_usage(self):
        for arguments in ([], ["nonsense"], ["rum"], ["run", "--rate", "3"], ["run", "x"],
                          ["models"], ["models", "a", "b"], ["try"], ["scenarios", "eat"],
                          ["scenarios", "show"]):
            with self.subTest(arguments):
                self.assertRegex(self.cli(*arguments, status=2).err, r"^prony-cli: .+\n$")

    def test_bad_numbers(self):
        for arguments in (["--concurrency", "0"], ["--concurrency", "1,,2"],
                          ["--concurrency", "2,2"], ["--concurrency", ""], ["--requests", "-5"],
                          ["--requests", "many"], ["--duration", "0"], ["--duration", "nan"],
                          ["--duration", "1e999"], ["--temperature", "9"], ["--seed", "1.5"],
                          ["--timeout", "0x"], ["--order", "random"], ["--slo", "ttft"],
                          ["--slo", "speed:3"], ["--fail-on-errors", "101"],
                          ["--price-per-hour", "-1"], ["--max-tokens", "0"],
                          ["--iterations", "99999999999999999999"]):
            with self.subTest(arguments):
                result = self.run_benchmark("http://127.0.0.1:1", *arguments, status=2)
                self.assertRegex(result.err, f"^prony-cli: {arguments[0]}: .+\n$")


if __name__ == "__main__":
    sys.exit(main())
