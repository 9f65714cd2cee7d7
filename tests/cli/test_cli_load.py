# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""prony-cli run under each shape of load, and what it refuses."""

import csv
import glob
import json
import os
import signal
import sys

from prony_cli_case import CliCase, Simulator, main

TRACE = "time,prompt_tokens,output_tokens\n0,50,5\n0.1,100,10\n0.2,200,0\n0.3,,7\n1.0,400,3000\n"


class LoadCase(CliCase):
    def measure(self, *arguments, api="vllm", **options):
        """Runs and returns the benchmarks of the result, and the plan."""
        with Simulator(api) as sim:
            document = self.run_benchmark(
                sim.url, *arguments, "--json", store=False, **options).json()
        return document["benchmarks"], document["metadata"]["plan"]

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


class ShapeTest(LoadCase):
    def test_rates(self):
        benchmarks, _ = self.measure(
            "--rate", "20,40.5", "--arrival", "constant", "--duration", "1")
        self.assertEqual([b["rate"] for b in benchmarks], [20, 40.5])
        self.assertEqual([b["concurrency"] for b in benchmarks], [None, None])
        for benchmark, due in zip(benchmarks, (20, 41)):
            metrics = benchmark["metrics"]
            self.assertEqual(metrics["successful_requests"], due)
            self.assertEqual(metrics["checks"]["delivered"],
                             {"passed": True, "expected": due, "actual": due})
            self.assertGreaterEqual(metrics["send_lag_max"], 0)
            self.assertGreaterEqual(metrics["latency_from_schedule_p50"], metrics["latency_p50"])

    def test_arrivals(self):
        for options, load in (
            ([], {"arrival": "poisson"}),
            (["--arrival", "gamma"], {"arrival": "gamma", "burstiness": 1}),
            (["--burstiness", "0.5"], {"arrival": "gamma", "burstiness": 0.5}),
        ):
            with self.subTest(options):
                benchmarks, _ = self.measure("--rate", "50", "--requests", "10", *options)
                self.assertEqual(
                    benchmarks[0]["load"], {"kind": "open", "rate": 50} | load)
                self.assertEqual(benchmarks[0]["metrics"]["successful_requests"], 10)

    def test_same_seed_same_schedule(self):
        def offsets(threads, seed):
            folder = os.path.join(self.folder.name, f"out-{threads}-{seed}")
            self.measure("--rate", "100", "--requests", "30", "--seed", seed, "--threads", threads,
                         "--warmup", "0", "--output", folder)
            with open(glob.glob(os.path.join(folder, "*", "vllm_results.json"))[0],
                      encoding="utf-8") as file:
                due = sorted(request["scheduled_ns"] for request in json.load(file)["requests"])
            return [at - due[0] for at in due]

        one = offsets("1", "5")
        self.assertEqual(one, offsets("4", "5"))
        self.assertNotEqual(one, offsets("1", "6"))

    def test_capped_rate(self):
        benchmarks, _ = self.measure(
            "--rate", "40", "--duration", "1", "--max-concurrency", "1", "--arrival", "constant")
        metrics = benchmarks[0]["metrics"]
        self.assertLessEqual(metrics["mean_concurrency"], 1.05)
        # One at a time takes 95 ms a request: what waits for its turn is not left out.
        self.assertLess(metrics["latency_max"], 0.3)
        self.assertGreater(metrics["latency_from_schedule_max"], 0.4)
        self.assertFalse(metrics["checks"]["delivered"]["passed"])

    def test_ramps(self):
        for options, load in (
            (["--rate", "10..40", "--duration", "1"],
             {"kind": "open", "arrival": "poisson", "from_rate": 10, "rate": 40, "ramp": 1}),
            (["--rate", "10..40", "--ramp", "0.5", "--requests", "20"],
             {"kind": "open", "arrival": "poisson", "from_rate": 10, "rate": 40, "ramp": 0.5}),
            (["--concurrency", "1..4", "--duration", "0.8"],
             {"kind": "closed", "from_concurrency": 1, "concurrency": 4, "ramp": 0.8}),
        ):
            with self.subTest(options):
                benchmarks, _ = self.measure(*options)
                self.assertEqual(benchmarks[0]["load"], load)
                self.assertGreater(benchmarks[0]["metrics"]["successful_requests"], 5)
                self.assertEqual(benchmarks[0]["metrics"]["failed_requests"], 0)

    def test_think_time(self):
        benchmarks, plan = self.measure(
            "--concurrency", "2", "--duration", "1", "--think-time", "0.2")
        self.assertEqual(plan["think"], 0.2)
        # 95 ms of answer and 200 ms of thinking: at most four requests of each stream begin.
        self.assertLessEqual(benchmarks[0]["metrics"]["successful_requests"], 8)

    def test_sweep(self):
        with Simulator("vllm") as sim:
            document = self.run_benchmark(
                sim.url, "--sweep", "--sweep-max", "4", "--requests", "8", "--json").json()
            levels = [b["concurrency"] for b in document["benchmarks"]]
            self.assertEqual(levels[0], 1)
            self.assertIn(2, levels)
            self.assertLessEqual(max(levels), 4)
            shown = self.cli("show", "latest", "--db", self.db).out
        self.assertRegex(shown, r"short-short, vllm: most useful load \d at once, with .+ tok/s\.")

    def test_trace(self):
        trace = self.write("trace.csv", TRACE)
        benchmarks, plan = self.measure(
            "--trace", trace, "--speed", "2", "--output", self.output)
        self.assertEqual(plan["trace"], trace)
        self.assertEqual(benchmarks[0]["load"], {"kind": "trace", "speed": 2})
        self.assertEqual(benchmarks[0]["metrics"]["successful_requests"], 5)
        with open(os.path.join(self.only_run_folder(), "vllm_results.csv"), encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["warmup"] == "false"]
        answers = [int(row["completion_tokens"]) for row in rows]
        self.assertEqual(answers, [5, 10, 1, 7, 12])
        # The simulated engine counts in its own way; roughly as long as asked is long enough.
        for row, tokens in zip(rows, (50, 100, 200, None, 400)):
            if tokens is not None:
                self.assertAlmostEqual(int(row["prompt_tokens"]) / tokens, 1, delta=0.25)


PRESET = """\
name: preset
prompt: {template: "Count to {n}."}
completion: {max_tokens: 3}
test_cases: [{n: 1}, {n: 2}]
load: {concurrency: [1, 2, 3], requests: 6, warmup: 0}
slo: {latency: 60000}
"""


class OwnLoadTest(LoadCase):
    def measure_preset(self, *arguments):
        file = self.write("preset.yaml", PRESET)
        return self.measure(*arguments, scenario=file)

    def get_loads(self, benchmarks):
        return [(b["concurrency"], b["metrics"]["successful_requests"]) for b in benchmarks]

    def test_own_load(self):
        benchmarks, plan = self.measure_preset("--scenario", "short-short")
        self.assertEqual(self.get_loads(benchmarks[:3]), [(1, 6), (2, 6), (3, 6)])
        self.assertEqual(benchmarks[0]["metrics"]["slo_attainment"], 1)
        self.assertEqual(len(benchmarks), 4)
        self.assertEqual(benchmarks[3]["concurrency"], 1)
        self.assertNotIn("slo_attainment", benchmarks[3]["metrics"])
        self.assertEqual(plan["concurrency"], [1, 2, 3])
        self.assertEqual([own["scenario"] for own in plan["own_loads"]], ["preset"])
        self.assertEqual(plan["own_loads"][0]["requests"], 6)
        self.assertEqual(plan["own_loads"][0]["warmup"], 0)

    def test_command_line_comes_first(self):
        for arguments, loads in (
            (["--requests", "2"], [(1, 2), (2, 2), (3, 2)]),
            (["--iterations", "1", "--warmup", "1"], [(1, 2), (2, 4), (3, 6)]),
            (["--concurrency", "2"], [(2, 4)]),
            (["--rate", "50", "--requests", "3"], [(None, 3)]),
        ):
            with self.subTest(arguments):
                benchmarks, _ = self.measure_preset(*arguments)
                self.assertEqual(self.get_loads(benchmarks), loads)

    def test_said(self):
        with Simulator("vllm") as sim:
            run = self.run_benchmark(sim.url, scenario=self.write("preset.yaml", PRESET),
                                     store=False)
        self.assertIn("preset is measured at the load that it names itself: 1 at once, 2 at once, "
                      "3 at once", run.err)


class DataSetTest(LoadCase):
    def write_scenario(self, rows):
        self.write("rows.jsonl", rows)
        return self.write("asked.yaml", "name: asked\ncompletion: {max_tokens: 3}\n"
                                        "test_cases: {from: rows.jsonl, sample: 2}\n")

    def test_rows_are_asked(self):
        rows = "".join(f'{{"prompt": "Row {i}", "expected": "x"}}\n' for i in range(50))
        benchmarks, _ = self.measure(scenario=self.write_scenario(rows))
        self.assertEqual(benchmarks[0]["metrics"]["successful_requests"], 2)

    def test_mistakes_come_first(self):
        scenario = self.write_scenario('{"prompt": "Hello"}\n{"question": "What?"}\n')
        result = self.cli("run", "--target", "url=http://127.0.0.1:1", "--no-store",
                          "--scenario", scenario, status=2)
        self.assertIn("rows.jsonl:2:1: There is no prompt", result.err)


class TrustTest(LoadCase):
    def test_calibrated(self):
        with Simulator("vllm") as sim:
            result = self.run_benchmark(sim.url, "--requests", "5", calibrate=True)
            self.assertRegex(result.out, r"Error of this computer at 1 at once: TTFT ± .+ \(calibrated\)")
            document = self.cli("show", "latest", "--db", self.db, "--json").json()
            self.assertGreater(document["benchmarks"][0]["calibration"]["ttft_p99"], 0)
            shown = self.cli("show", "latest", "--db", self.db)
            self.assertIn("(calibrated)", shown.out)
            skipped = self.run_benchmark(sim.url, "--requests", "5", store=False)
            self.assertNotIn("calibrated", skipped.out)

    def test_interrupted_while_calibrating(self):
        with Simulator("vllm") as sim:
            process = self.start(
                "run", "--target", f"url={sim.url}", "--scenario", "short-short", "--duration", "60",
                "--no-store")
            for line in process.stderr:
                if "Measuring this computer" in line:
                    break
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130, err)

    def test_open_loop_notes(self):
        with Simulator("vllm") as sim:
            result = self.run_benchmark(
                sim.url, "--rate", "20", "--duration", "1", "--arrival", "constant", store=False)
        self.assertRegex(result.out, r"(?m)^short-short +20/s +vllm \(simulated\) +20 +100 %")
        self.assertRegex(
            result.out,
            r"Send lag at most .+; latency p50 .+ from send, .+ from schedule\.")

    def test_failed_check(self):
        with Simulator("vllm") as sim:
            result = self.run_benchmark(
                sim.url, "--rate", "40", "--duration", "1", "--max-concurrency", "1", "--arrival",
                "constant", store=False)
        self.assertRegex(result.out, r"\d+ requests were sent instead of the 40 that were due")

    def test_retries(self):
        with Simulator("vllm", "--fault", "http-503:first=2") as sim:
            result = self.run_benchmark(
                sim.url, "--requests", "3", "--warmup", "0", "--retries", "3", store=False)
        self.assertRegex(result.out, r"(?m)^short-short +1 +vllm \(simulated\) +3 +100 %")
        self.assertRegex(result.out, "2 times a request was sent again")


class BadInputTest(LoadCase):
    def refuse(self, *arguments, **options):
        result = self.run_benchmark(
            "http://127.0.0.1:1", *arguments, store=False, status=2, **options)
        self.assertEqual(result.out, "")
        self.assertRegex(result.err, r"^prony-cli: .+\.\n$")
        return result.err

    def test_values(self):
        bound = ["--requests", "3"]
        rate = ["--rate", "5", *bound]
        for option, values, rest in (
            ("--rate", ("0", "-1", "1e9", "nan", "inf", "many", "", "2,,4", "2,4,", "3..", "..3",
                        "0..3", "1..2..3", "0x10"), bound),
            ("--rate", ("5,5.0",), bound),
            ("--concurrency", ("0..4", "4..", "1..2..3", "60001", "1..60001", "1.5"), bound),
            ("--arrival", ("uniform", "", "Poisson"), rate),
            ("--burstiness", ("0", "-1", "nan", "1e9"), rate),
            ("--max-concurrency", ("0", "60001", "x"), rate),
            ("--ramp", ("0", "-3", "nan"), ["--rate", "1..5", *bound]),
            ("--sweep-max", ("0", "7", "60001"), ["--sweep", "--concurrency", "8"]),
            ("--think-time", ("-1", "long"), []),
            ("--cooldown", ("-1", "inf"), []),
            ("--repeat", ("0", "-1", "101", "1.5", "twice"), []),
            ("--grace", ("-1", "1e9"), []),
            ("--retries", ("-1", "101", "0.5"), []),
            ("--threads", ("0", "257"), []),
        ):
            for value in values:
                with self.subTest(f"{option} {value}"):
                    self.assertTrue(
                        self.refuse(option, value, *rest).startswith(f"prony-cli: {option}: "))

    def test_what_does_not_go_together(self):
        trace = self.write("trace.csv", TRACE)
        for arguments, words in (
            (["--rate", "5"], "--duration or --requests"),
            (["--rate", "5", "--iterations", "2"], "--iterations"),
            (["--trace", trace, "--iterations", "2"], "--iterations"),
            (["--rate", "5", "--concurrency", "5"], "three kinds of load"),
            (["--rate", "5", "--trace", trace], "three kinds of load"),
            (["--sweep", "--rate", "5"], "--sweep"),
            (["--sweep", "--trace", trace], "--sweep"),
            (["--sweep", "--concurrency", "1,2"], "one number"),
            (["--sweep", "--concurrency", "1..2", "--ramp", "3"], "ramp"),
            (["--sweep-max", "4"], "--sweep"),
            (["--sweep", "--repeat", "2"], "repeats"),
            (["--arrival", "gamma"], "--rate"),
            (["--burstiness", "2"], "--rate"),
            (["--rate", "5", "--requests", "2", "--arrival", "constant", "--burstiness", "2"],
             "--arrival gamma"),
            (["--max-concurrency", "4"], "--rate or --trace"),
            (["--speed", "2"], "--trace"),
            (["--rate", "5", "--requests", "2", "--think-time", "1"], "--think-time"),
            (["--ramp", "5"], "no load is one"),
            (["--concurrency", "1..4"], "--ramp or --duration"),
            (["--rate", "1..4", "--requests", "9"], "--ramp or --duration"),
        ):
            with self.subTest(arguments):
                self.assertIn(words, self.refuse(*arguments))

    def test_traces(self):
        for name, text, words in (
            ("empty", "", "empty"),
            ("header", "time,prompt_tokens\n", "empty"),
            ("unsorted", "time\n2\n1\n", "line 3. It is earlier than the one before it"),
            ("foreign", "<!doctype html>\n", "not understood"),
            ("negative", "time,output_tokens\n1,-4\n", "line 2. A length"),
            ("huge", "time,prompt_tokens\n1,99999999999\n", "line 2. A length"),
        ):
            with self.subTest(name):
                file = self.write(name, text)
                err = self.refuse("--trace", file)
                self.assertTrue(err.startswith("prony-cli: --trace: "))
                self.assertIn(file, err)
                self.assertIn(words, err)
        self.assertIn("No such file", self.refuse("--trace", "/nowhere/trace.csv"))
        self.assertIn("--speed", self.refuse("--trace", self.write("t", TRACE), "--speed", "0"))

    def test_too_few_files(self):
        """What the system does not allow is said before anything is measured."""
        for arguments in (["--concurrency", "5000"], ["--rate", "5", "--requests", "2",
                                                      "--max-concurrency", "5000"],
                          ["--sweep", "--sweep-max", "5000"]):
            with self.subTest(arguments):
                err = self.refuse(*arguments, wrap=["sh", "-c", 'ulimit -n 512; exec "$0" "$@"'])
                self.assertIn("ulimit -n", err)
                self.assertIn(f"{arguments[-2]}: 5000 streams", err)


if __name__ == "__main__":
    sys.exit(main())
