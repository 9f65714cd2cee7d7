# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""prony-cli scenarios validate: files, folders of them, and the data sets they name."""

import glob
import os
import re
import sys

from prony_cli_case import CliCase, main

DATA = os.path.join(os.environ["PRONY_TEST_DATA"], "scenarios")
BROKEN = os.path.join(DATA, "broken")


def list_expected(path):
    """A broken file begins with a comment for each of its mistakes."""
    with open(path, encoding="utf-8-sig", errors="replace") as stream:
        for line in stream:
            if not line.startswith("# "):
                return
            place, part = line[2:].rstrip("\n").split(": ", 1)
            yield f"{path}:{place}: ", part


class Validate(CliCase):
    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        return path

    def test_broken_folder(self):
        files = sorted(glob.glob(os.path.join(BROKEN, "*.yaml")))
        self.assertGreater(len(files), 35)
        expected = [item for file in files for item in list_expected(file)]
        lines = self.cli("scenarios", "validate", BROKEN, status=2).out.splitlines()
        self.assertEqual(len(lines), len(expected))
        for line, (start, part) in zip(lines, expected):
            self.assertEqual(line[: len(start)], start)
            self.assertIn(part, line)

        found = self.cli("scenarios", "validate", BROKEN, "--json", status=2).json()["files"]
        self.assertEqual([file["file"] for file in found], files)
        self.assertFalse(any(file["valid"] for file in found))

    def test_good_folder(self):
        good = os.path.join(DATA, "good")
        result = self.cli("scenarios", "validate", good)
        self.assertEqual(result.out, "")
        files = self.cli("scenarios", "validate", good, "--json").json()["files"]
        self.assertTrue(all(file["valid"] for file in files))
        rows = {os.path.basename(file["file"]): file["rows"] for file in files if "rows" in file}
        self.assertEqual(rows, {"data-set.yaml": 3})

    def test_folders_in_folders(self):
        self.write("in/b.yml", "name: b\nprompt: {template: x}\n")
        self.write("in/deeper/a.yaml", "name: a\nprompt: {tempate: x}\n")
        self.write("in/.hidden.yaml", "nothing")
        self.write("in/read.me", "nothing")
        folder = os.path.join(self.folder.name, "in")
        files = self.cli("scenarios", "validate", folder, "--json", status=2).json()["files"]
        self.assertEqual([os.path.relpath(file["file"], folder) for file in files],
                         ["b.yml", "deeper/a.yaml"])

    def test_same_name(self):
        first = self.write("in/a.yaml", "name: x\nprompt: {template: x}\n")
        second = self.write("in/b.yaml", "name: x\nprompt: {template: y}\n")
        self.write("in/other/a.yaml", "name: x\nprompt: {template: x}\n")
        result = self.cli("scenarios", "validate", os.path.dirname(first), status=2)
        self.assertEqual(result.out, f"{second}:1:1: The name “x” is taken by another file of this folder.\n")

    def test_data_set(self):
        scenario = self.write("in/a.yaml", "name: a\nprompt: {template: 'Say {word}'}\n"
                                           "test_cases: {from: words.jsonl}\n")
        words = self.write("in/words.jsonl", '{"word": "one"}\n{"word": \n{"wrod": "three"}\n')
        result = self.cli("scenarios", "validate", scenario, status=2)
        places = [line.split(": ")[0] for line in result.out.splitlines()]
        self.assertTrue(all(place.startswith(words) for place in places), result.out)
        self.assertTrue(places[0].startswith(f"{words}:2:"), result.out)
        self.assertTrue(places[1].startswith(f"{words}:3:"), result.out)

        os.remove(words)
        result = self.cli("scenarios", "validate", scenario, status=2)
        self.assertTrue(result.out.startswith(f"{scenario}:3:20: “words.jsonl” cannot be read"), result.out)

    def test_documented_examples(self):
        document = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "scenarios.md")
        with open(document, encoding="utf-8") as stream:
            blocks = re.findall(r"^```yaml\n(.*?)^```", stream.read(), re.DOTALL | re.MULTILINE)
        whole = [block for block in blocks if re.match("name:|scenario:", block)]
        self.assertGreaterEqual(len(whole), 3)
        for number, block in enumerate(whole):
            self.cli("scenarios", "validate", self.write(f"example-{number}.yaml", block))

    def test_nothing(self):
        result = self.cli("scenarios", "validate", self.folder.name, status=2)
        self.assertIn("There is no scenario in the folder", result.err)
        result = self.cli("scenarios", "validate", "/nowhere.yaml", status=2)
        self.assertIn("There is no scenario file “/nowhere.yaml”", result.out)
        huge = os.path.join(self.folder.name, "huge.yaml")
        with open(huge, "wb") as stream:
            stream.truncate(100 * 1024 * 1024)
        result = self.cli("scenarios", "validate", huge, status=2)
        self.assertTrue(result.out.startswith(f"{huge}:1:1: This is too large"), result.out)
        os.mkfifo(os.path.join(self.folder.name, "pipe.yaml"))
        result = self.cli("scenarios", "validate", self.folder.name, status=2)
        self.assertIn("is not a file", result.out)


if __name__ == "__main__":
    sys.exit(main())
