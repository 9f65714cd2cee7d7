# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Recommendations and notes of a run, on the terminal and in its files."""

import json
import os
import sqlite3

from prony_cli_case import CliCase, Simulator, main

HOSTILE = "\x1b[31mred\n<img src=x> | =1+2"


class AdviceTest(CliCase):
    def measure(self):
        with Simulator("vllm", "--ttft-ms", "5", "--itl-ms", "1", pace=False) as quick, \
                Simulator("ollama", "--ttft-ms", "60", "--itl-ms", "4", pace=False) as slow:
            return self.cli(
                "run", "--target", f"name=quick,url={quick.url}", "--target",
                f"name=slow,url={slow.url}", "--scenario", "short-short", "--concurrency", "1,4",
                "--requests", "8", "--max-tokens", "12", "--no-calibration", "--db", self.db)

    def add_notes(self):
        """Notes are made in the app."""
        with sqlite3.connect(self.db) as database:
            run, started = database.execute("SELECT id, started_us FROM runs").fetchone()
            for after, trial, text in (1, 1, HOSTILE), (0, None, "The fan starts."):
                database.execute(
                    "INSERT INTO run_notes (run_id, at_us, trial, text) VALUES (?, ?, ?, ?)",
                    (run, started + after * 1000000, trial, text))
        database.close()

    def test_recommendations(self):
        result = self.measure()
        self.assertIn("Recommendations:\n  Chat: quick\n    quick is clearly better: ", result.out)
        self.assertIn("  Batch: quick\n", result.out)
        self.assertIn("  Edge: quick\n", result.out)
        self.assertIn("  Retrieval: Nothing to recommend\n    No scenario with long prompts",
                      result.out)
        self.assertIn("    All targets are simulated, so this says nothing", result.out)

        shown = self.cli("show", "latest", "--db", self.db).out
        self.assertIn("  Chat: quick\n", shown)
        found = {advice["use_case"]: advice for advice in
                 self.cli("show", "latest", "--json", "--db", self.db).json()["recommendations"]}
        self.assertEqual(list(found), ["chat", "retrieval", "long-documents", "batch", "edge"])
        chat = found["chat"]
        self.assertEqual((chat["engine"], chat["runner_up"], chat["metric"], chat["scenario"]),
                         ("quick", "slow", "ttft_p50", "short-short"))
        self.assertTrue(chat["clear"] and chat["simulated"])
        self.assertAlmostEqual(chat["ratio"], chat["runner_up_value"] / chat["value"], 6)
        self.assertEqual(chat["load"]["concurrency"], 1)
        self.assertEqual(found["batch"]["load"]["concurrency"], 4)
        self.assertEqual(found["batch"]["metric"], "output_tokens_per_sec")
        self.assertNotIn("engine", found["retrieval"])
        self.assertEqual(len(found["retrieval"]["reasons"]), 1)

    def test_notes(self):
        self.measure()
        plain = self.cli("show", "latest", "--json", "--db", self.db).json()
        self.assertNotIn("notes", plain["metadata"])
        self.add_notes()

        shown = self.cli("show", "latest", "--db", self.db).out
        self.assertRegex(shown, r"Notes:\n  .*after the start: The fan starts\.\n"
                                r"  .*after the start: .*red <img src=x> \| =1\+2\n")
        notes = self.cli("show", "latest", "--json", "--db", self.db).json()["metadata"]["notes"]
        self.assertEqual([note["text"] for note in notes], ["The fan starts.", HOSTILE])
        self.assertEqual([note.get("trial") for note in notes], [None, 1])
        self.assertTrue(all(note["at"].endswith("Z") for note in notes))

        self.cli("export", "latest", "--db", self.db, "--output", self.output)
        folder = self.only_run_folder()
        for name, wanted in (("report.md", r"\| =1+2"), ("report.html", "&lt;img src=x&gt;")):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = file.read()
            self.assertIn(wanted, text)
            self.assertIn("Recommendations", text)
            self.assertNotIn("<img", text)
        with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["metadata"]["notes"], notes)


if __name__ == "__main__":
    main()
