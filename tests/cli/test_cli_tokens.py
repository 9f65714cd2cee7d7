# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""prony-cli tokens."""

import json
import os
import shutil
import subprocess
import sys

from prony_cli_case import CLI, CliCase, main

DATA = os.path.join(os.environ["PRONY_TEST_DATA"], "tokens")
TEXT = "I'm sure we'll see 12345 cafés.\n"


class Tokens(CliCase):
    def setUp(self):
        super().setUp()
        self.vocabulary = os.path.join(DATA, "llama3.json")
        self.text = os.path.join(self.folder.name, "text.txt")
        with open(self.text, "w", encoding="utf-8") as file:
            file.write(TEXT)

    def test_count_and_ids(self):
        count = self.cli("tokens", "--tokenizer", self.vocabulary, self.text).out
        ids = self.cli("tokens", "--tokenizer", self.vocabulary, "--ids", self.text).out.split()
        self.assertEqual(int(count), len(ids))
        document = self.cli("tokens", "--tokenizer", self.vocabulary, "--ids", "--json", self.text).json()
        self.assertEqual(document["ids"], [int(number) for number in ids])
        self.assertEqual(document["tokens"], len(ids))
        self.assertEqual(document["bytes"], len(TEXT.encode()))
        document = self.cli("tokens", "--tokenizer", self.vocabulary, "--json", self.text).json()
        self.assertNotIn("ids", document)

    def test_reference(self):
        with open(os.path.join(DATA, "corpus.json"), encoding="utf-8") as file:
            text = json.load(file)[7]
        with open(os.path.join(DATA, "expected.json"), encoding="utf-8") as file:
            expected = json.load(file)["qwen3.json"][7]
        # Standard input, which is bytes, with and without the name that stands for it.
        for arguments in ([], ["-"]):
            process = subprocess.run(
                [CLI, "tokens", "--tokenizer", os.path.join(DATA, "qwen3.json"), "--ids", *arguments],
                env=self.env, input=text.encode(), capture_output=True, check=True, timeout=60)
            self.assertEqual([int(number) for number in process.stdout.split()], expected)

    def test_model(self):
        result = self.cli("tokens", "--model", "own/model", self.text, status=2)
        self.assertIn("“own/model”", result.err)

        folder = os.path.join(self.env["XDG_DATA_HOME"], "prony", "vocabularies")
        os.makedirs(folder)
        shutil.copy(self.vocabulary, os.path.join(folder, "own--model.json"))
        count = self.cli("tokens", "--model", "own/model", self.text).out
        self.assertEqual(count, self.cli("tokens", "--tokenizer", self.vocabulary, self.text).out)

    def test_errors(self):
        self.cli("tokens", self.text, status=2)
        self.cli("tokens", "--tokenizer", self.vocabulary, "--model", "x", self.text, status=2)
        self.cli("tokens", "--tokenizer", self.vocabulary, "a", "b", status=2)
        self.cli("tokens", "--tokenizer", self.vocabulary, "/nonexistent", status=2)
        result = self.cli("tokens", "--tokenizer", "/nonexistent", self.text, status=2)
        self.assertIn("/nonexistent", result.err)
        result = self.cli("tokens", "--tokenizer", self.text, self.text, status=2)
        self.assertIn("line 1", result.err)


if __name__ == "__main__":
    sys.exit(main())
