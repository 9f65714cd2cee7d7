#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Holds prony-cli tokens against the libraries tokenizers and tiktoken: every id of a long
text, and how quick each is. Called by tools/check-tokens."""

import base64
import json
import os
import random
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"

import tiktoken  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
FLOOR_MB_S = 5
REPEATS = 8
NATURAL_BYTES = 1_500_000
FUZZ_WORDS = 60_000
LOOK_ALIKES = ["'s", "'LL", "'\u017f", "\r\n", "\n\n", "  ", "\t", "\u180e", "\u0085", "\u00a0", "\u3000", "\u200d",
               "\ufeff", "<|endoftext|>", "<|im_start|>", "<s>", "<0x0A>", "▁", "\0", "<think>", "[INST]",
               "1234567", "👍🏽", "e\u0301", "\u1100\u1161\u11a8", "ﬁ", "İ", "ß", "https://x.y/z?q=1"]


def assigned():
    """Characters by category. Of marks only those of Unicode 3.2: the order of later ones
    is not known to every library."""
    categories = {}
    for code in range(0x110000):
        character = chr(code)
        category = unicodedata.category(character)
        old = unicodedata.ucd_3_2_0.category(character) != "Cn"
        if category not in ("Cn", "Co", "Cs") and (old or unicodedata.combining(character) == 0):
            categories.setdefault(category, []).append(character)
    return list(categories.values())


def fuzz(seed):
    chance = random.Random(seed)
    categories = assigned()
    ranges = [(0x4e00, 0x9fa5), (0xac00, 0xd7a3), (0x3041, 0x30fa), (0x430, 0x44f), (0x905, 0x939), (0x621, 0x63a),
              (0x61, 0x7a), (0x41, 0x5a), (0x30, 0x39), (0x21, 0x2f)]

    def word():
        kind = chance.random()
        if kind < 0.2:
            return chance.choice(LOOK_ALIKES)
        if kind < 0.3:
            return "".join(chance.choice(" \n\t\r") for _ in range(chance.randint(1, 6)))
        if kind < 0.6:
            low, high = chance.choice(ranges)
            return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, 9)))
        return "".join(chance.choice(chance.choice(categories)) for _ in range(chance.randint(1, 4)))

    return "".join(word() + " " * (chance.random() < 0.4) for _ in range(FUZZ_WORDS))


def natural():
    """Prony's own sources and documents, and its translations."""
    files = sorted(path for folder in ("src", "docs", "po", "tests") for path in (ROOT / folder).rglob("*")
                   if path.suffix in (".c", ".h", ".md", ".po", ".py"))
    return "".join(path.read_text(encoding="utf-8") for path in files)[:NATURAL_BYTES]


def run_prony(cli, vocabulary, text, *options):
    """What it prints, and how many seconds it took."""
    start = time.monotonic()
    process = subprocess.run([cli, "tokens", "--tokenizer", str(vocabulary), *options], input=text.encode(),
                             stdout=subprocess.PIPE, check=True)
    return process.stdout, time.monotonic() - start


def tiktoken_reference(path):
    from tiktoken_ext import openai_public

    # The pattern and special tokens as the library has them, the ranks from the file.
    openai_public.load_tiktoken_bpe = lambda *arguments, **options: {}
    openai_public.data_gym_to_mergeable_bpe_ranks = lambda *arguments, **options: {}
    known = getattr(openai_public, path.stem.removeprefix("small-"))()
    ranks = {}
    for line in path.read_text().splitlines():
        token, rank = line.split()
        ranks[base64.b64decode(token)] = int(rank)
    encoding = tiktoken.Encoding(path.stem, pat_str=known["pat_str"], mergeable_ranks=ranks,
                                 special_tokens=known["special_tokens"])
    return lambda text: encoding.encode(text, allowed_special="all")


def reference_of(path):
    if path.suffix == ".tiktoken":
        return tiktoken_reference(path)
    reference = Tokenizer.from_file(str(path))
    return lambda text: reference.encode(text, add_special_tokens=False).ids


def first_difference(ours, theirs):
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    return f"token {at}: {ours[at:at + 5]}, not {theirs[at:at + 5]}"


def check(cli, name, path, texts):
    encode = reference_of(path)
    differences = []
    for text in texts:
        printed, _ = run_prony(cli, path, text, "--ids")
        ours = [int(line) for line in printed.split()]
        theirs = encode(text)
        if ours != theirs:
            differences.append(first_difference(ours, theirs))
    _, load = run_prony(cli, path, "")
    once = texts[0]
    seconds = run_prony(cli, path, once * (REPEATS + 1))[1] - run_prony(cli, path, once)[1]
    ours_mb_s = len(once.encode()) * REPEATS / seconds / 1e6
    start = time.monotonic()
    encode(once)
    theirs_mb_s = len(once.encode()) / (time.monotonic() - start) / 1e6
    passed = not differences and ours_mb_s >= FLOOR_MB_S
    print(f"{name:24} {'equal' if not differences else 'DIFFERS':8} {ours_mb_s:7.1f} {theirs_mb_s:9.1f} "
          f"{ours_mb_s / theirs_mb_s:6.1f} {load:7.2f}  {'PASS' if passed else 'FAIL'}", flush=True)
    for difference in differences:
        print(f"  {difference}")
    return passed


def main():
    cli, *files = sys.argv[1:]
    corpus = json.loads((ROOT / "tests/data/tokens/corpus.json").read_text())
    texts = [natural(), fuzz(1), "\n".join(corpus)]
    print(f"{'vocabulary':24} {'ids':8} {'MB/s':>7} {'reference':>9} {'ratio':>6} {'load s':>7}")
    passed = True
    for file in files:
        path = Path(file)
        path = path / "tokenizer.json" if path.is_dir() else path
        name = path.parent.parent.name if path.parent.name == "models" else path.name
        passed = check(cli, name.removeprefix("tokenizer-"), path, texts) and passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
