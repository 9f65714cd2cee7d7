# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""prony-cli when something is wrong: a sentence, the right exit status, nothing lost."""

import os
import sqlite3
import sys
import unittest

from prony_cli_case import CLI, CliCase, HtmlServer, Simulator, find_dead_url, main


class AddressTest(CliCase):
    def check(self, url, status, *words):
        commands = (
            ["run", "--target", f"url={url}", "--scenario", "short-short", "--requests", "1",
             "--db", self.db, "--output", self.output],
            ["models", url],
            ["try", "--target", f"url={url}", "--prompt", "Hello"],
        )
        for command in commands:
            with self.subTest(command[0]):
                result = self.cli(*command, status=status)
                self.assertEqual(result.out, "")
                self.assertRegex(result.err, r"^prony-cli: .+[.?]\n$")
                for word in words:
                    self.assertIn(word, result.err)
        # Nothing was measured, so there is no result.
        self.assertFalse(os.path.exists(self.output))
        self.assertEqual(self.cli("history", "--db", self.db, "--json").json()["runs"], [])

    def test_nobody(self):
        url = find_dead_url()
        port = url.rpartition(":")[2]
        self.check(url, 3, port)
        engines = self.cli("engines", url, "--json", status=3).json()["engines"]
        self.assertEqual(engines[0]["status"], "refused")
        self.assertIn(port, self.cli("engines", url, status=3).err)

    def test_html(self):
        with HtmlServer() as server:
            self.check(server.url, 3, server.url.rpartition(":")[2])
            engines = self.cli("engines", server.url, "--json", status=3).json()["engines"]
            self.assertEqual(engines[0]["status"], "foreign")

    def test_not_a_url(self):
        self.check("ftp://example.org", 2, "ftp://example.org", "http://")
        self.cli("engines", "not a url", status=2)

    def test_model_not_there(self):
        with Simulator() as sim:
            result = self.cli("run", "--target", f"url={sim.url},model=nothing:1b", "--scenario",
                              "short-short", "--requests", "1", "--db", self.db, status=3)
            self.assertIn("nothing:1b", result.err)
            self.assertIn("sim:8b", result.err)

    def test_bad_targets(self):
        for target in ("", "name=x", "url", "url=", "adress=http://localhost", "url=http://:99999",
                       "url=http://localhost:1,api=grpc", "url=http://localhost:1,model"):
            with self.subTest(target):
                result = self.cli("run", "--target", target, "--scenario", "short-short",
                                  "--no-store", status=2)
                self.assertRegex(result.err, r"^prony-cli: .+[.?]\n$")
        result = self.cli("run", "--target", "name=a,url=localhost:1", "--target",
                          "name=a,url=localhost:2", "--scenario", "short-short", "--no-store",
                          status=2)
        self.assertIn("name “a”", result.err)

    def test_one_of_two_is_not_there(self):
        with Simulator() as sim:
            self.cli("run", "--target", f"url={sim.url}", "--target", f"url={find_dead_url()}",
                     "--scenario", "short-short", "--requests", "1", "--db", self.db, "--output",
                     self.output, status=3)
        self.assertFalse(os.path.exists(self.output))

    def test_key_wanted(self):
        with Simulator("vllm", "--fault", "unauthorized") as sim:
            result = self.cli("models", sim.url, status=3)
            self.assertIn("key", result.err)
            for arguments in (["--api-key-env", "PRONY_NO_SUCH_VARIABLE"],
                              ["--api-key-file", "/nowhere"], ["--api-key-file", "/dev/null"]):
                self.cli("models", sim.url, *arguments, status=2)


class FaultTest(CliCase):
    def measure(self, fault, *arguments, status=1):
        with Simulator("vllm", "--fault", fault) as sim:
            return self.run_benchmark(sim.url, "--requests", "6", "--concurrency", "2", "--json",
                                      "--output", self.output, *arguments, status=status).json()

    def check(self, document, outcome):
        metrics = document["benchmarks"][0]["metrics"]
        self.assertEqual(metrics["successful_requests"], 0)
        self.assertEqual(metrics["failed_requests"], 6)
        self.assertIn(outcome, metrics["errors"])
        # What did not succeed has no latency.
        self.assertNotIn("ttft_p50", metrics)
        self.assertNotIn("latency_p50", metrics)

    def test_dies(self):
        document = self.measure("die")
        self.check(document, "connect")

    def test_disconnects(self):
        self.check(self.measure("disconnect"), "truncated")

    def test_ends_early(self):
        self.check(self.measure("truncate"), "truncated")

    def test_error_in_stream(self):
        self.check(self.measure("error"), "stream_error")

    def test_server_error(self):
        self.check(self.measure("http-500"), "http_5xx")

    def test_garbage(self):
        self.check(self.measure("garbage"), "protocol")

    def test_stall(self):
        self.check(self.measure("stall", "--timeout", "0.4"), "timeout")

    def test_says_why(self):
        with Simulator("vllm", "--fault", "error") as sim:
            result = self.run_benchmark(sim.url, "--requests", "3", status=1)
            self.assertRegex(result.out, r"3 × .+\.")
            result = self.cli("try", "--target", f"url={sim.url}", "--prompt", "Hi", status=1)
            self.assertRegex(result.err, r"prony-cli: .+")

    def test_some_fail(self):
        share = ("vllm", "--fault", "http-500:0.5", "--seed", "3")
        for limit, status in (([], 0), (["--fail-on-errors", "5"], 1),
                              (["--fail-on-errors", "95"], 0)):
            with self.subTest(limit), Simulator(*share) as sim:
                result = self.run_benchmark(sim.url, "--requests", "24", "--warmup", "0", "--json",
                                            *limit, status=status, store=False)
                metrics = result.json()["benchmarks"][0]["metrics"]
                self.assertGreater(metrics["successful_requests"], 0)
                self.assertGreater(metrics["errors"]["http_5xx"], 0)


class DatabaseTest(CliCase):
    def check(self, db, *words, **options):
        """The run must not start, and the file must stay what it is."""
        with Simulator() as sim:
            result = self.cli("run", "--target", f"url={sim.url}", "--scenario", "short-short",
                              "--requests", "1", "--db", db, status=2, **options)
        self.assertEqual(result.out, "")
        self.assertRegex(result.err, r"^prony-cli: .+\.\n$")
        for word in words:
            self.assertIn(word, result.err)

    def make_database(self):
        self.cli("history", "--db", self.db)

    def test_not_a_database(self):
        content = "This is a letter, not a database.\n" * 200
        with open(self.db, "w", encoding="utf-8") as stream:
            stream.write(content)
        self.check(self.db, self.db, "not a Prony database")
        with open(self.db, encoding="utf-8") as stream:
            self.assertEqual(stream.read(), content)

    def test_newer(self):
        self.make_database()
        connection = sqlite3.connect(self.db)
        connection.execute("PRAGMA user_version=9999")
        connection.close()
        self.check(self.db, self.db, "newer")

    def test_locked(self):
        self.make_database()
        connection = sqlite3.connect(self.db, isolation_level=None)
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        try:
            self.check(self.db, self.db, "Another program")
        finally:
            connection.close()
        self.assertEqual(self.cli("history", "--db", self.db, "--json").json()["runs"], [])

    def test_read_only(self):
        self.make_database()
        os.chmod(self.db, 0o444)
        os.chmod(self.folder.name, 0o555)
        self.addCleanup(os.chmod, self.folder.name, 0o755)
        options = {}
        # Nothing is read-only for root.
        if os.geteuid() == 0:
            options["user"] = 65534
        try:
            self.cli("--version", **options)
        except PermissionError:
            self.skipTest(f"{CLI} may not be run by another user")
        self.check(self.db, self.db, "may not be written", **options)

    def test_folder(self):
        self.check("/proc/prony/prony.db", "/proc/prony")
        self.check(self.folder.name, self.folder.name)


class ScenarioTest(CliCase):
    def test_unknown(self):
        result = self.cli("run", "--target", "url=localhost:1", "--scenario", "short-shrt",
                          "--no-store", status=2)
        self.assertIn("Did you mean “short-short”?", result.err)

    def test_broken(self):
        file = os.path.join(self.folder.name, "x.yaml")
        with open(file, "w", encoding="utf-8") as stream:
            stream.write("name: x\nprompt: {template: '{a}'}\ntest_cases:\n  - b: 1\n")
        result = self.cli("run", "--target", "url=localhost:1", "--scenario", file, "--no-store",
                          status=2)
        self.assertEqual(
            result.err.splitlines(),
            [f"{file}:4:5: The value “b” is never used: neither the prompt nor a rule has "
             "“{b}”.",
             f"{file}:4:5: This test case has no value for “{{a}}”."])

    def test_no_file(self):
        result = self.cli("run", "--target", "url=localhost:1", "--scenario", "/nowhere/x.yaml",
                          "--no-store", status=2)
        self.assertIn("/nowhere/x.yaml", result.err)

    def test_output_not_writable(self):
        with Simulator() as sim:
            result = self.run_benchmark(sim.url, "--requests", "1", "--output", "/proc/nowhere",
                                        "--json", status=2)
        # The results are shown and stored all the same.
        run_id = result.json()["metadata"]["run_id"]
        runs = self.cli("history", "--db", self.db, "--json").json()["runs"]
        self.assertEqual([run["run_id"] for run in runs], [run_id])


if __name__ == "__main__":
    sys.exit(main())
