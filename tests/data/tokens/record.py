#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Makes the vocabularies of this folder and records what the reference libraries make of
each text of corpus.json with them. To be run by hand, with the packages tokenizers and
tiktoken from PyPI, when a text or a vocabulary is added:

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install tokenizers tiktoken
    /tmp/reference/bin/python tests/data/tokens/record.py

The vocabularies are small ones of our own, trained on corpus.json; each has the steps of
a published family."""

import base64
import json
from pathlib import Path

import tiktoken
from tokenizers import (AddedToken, Regex, Tokenizer, models, normalizers,
                        pre_tokenizers, trainers)

HERE = Path(__file__).parent
SUFFIXES = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
SPACES = r"\s*[\r\n]+|\s+(?!\S)|\s+"
UPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"
LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
BYTES = sorted(pre_tokenizers.ByteLevel.alphabet())
FALLBACK = [f"<0x{byte:02X}>" for byte in range(256)]


def by_digits(digits):
    return rf"{SUFFIXES}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|{digits}| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*|{SPACES}"


def by_case(suffixes, digits):
    return (rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}*{LOWER}+{suffixes}|[^\r\n\p{{L}}\p{{N}}]?{UPPER}+{LOWER}*{suffixes}"
            rf"|{digits}| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|{SPACES}")


def split(pattern, behavior="isolated", invert=False):
    return pre_tokenizers.Split(Regex(pattern), behavior, invert)


def byte_level(prefix=False, regex=False):
    return pre_tokenizers.ByteLevel(add_prefix_space=prefix, use_regex=regex)


DEEPSEEK = (r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
            rf"""| ?[\p{{P}}\p{{S}}]+[\r\n]*|{SPACES}""")

# Name: normalizer, pre-tokenizer, whether of bytes, what else the model has.
VOCABULARIES = {
    "llama3": (None, [split(by_digits(r"\p{N}{1,3}")), byte_level()], True, {"ignore_merges": True}),
    "qwen3": (normalizers.NFC(), [split(by_digits(r"\p{N}")), byte_level()], True, {}),
    "gpt2": (None, [byte_level(prefix=True, regex=True)], True, {}),
    "gpt4o": (None, [split(by_case(SUFFIXES + "?", r"\p{N}{1,3}"), "removed", True), byte_level()], True, {}),
    "tekken": (None, [split(by_case("", r"\p{N}")), byte_level()], True, {"ignore_merges": True}),
    "deepseek": (normalizers.Sequence([]), [split(r"\p{N}{1,3}"), split("[一-龥぀-ゟ゠-ヿ]+"), split(DEEPSEEK),
                                            byte_level()], True, {}),
    "smollm": (None, [pre_tokenizers.Digits(individual_digits=True), byte_level(regex=True)], True, {}),
    "llama2": (normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]), [], False,
               {"byte_fallback": True, "fuse_unk": True, "unk_token": "<unk>"}),
    "gemma": (normalizers.Replace(" ", "▁"), [pre_tokenizers.Split(" ", "merged_with_previous")], False,
              {"byte_fallback": True, "fuse_unk": True, "unk_token": "<unk>"}),
    "mistral": (None, [pre_tokenizers.Metaspace("▁", prepend_scheme="first", split=False)], False,
                {"byte_fallback": True, "fuse_unk": True, "unk_token": "<unk>"}),
    "metaspace": (normalizers.NFKC(), [pre_tokenizers.Metaspace("▁", prepend_scheme="always", split=True)], False,
                  {"unk_token": "<unk>", "fuse_unk": True}),
    "words": (normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase(), normalizers.Strip(True, True)]),
              [pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=False)], False,
              {"unk_token": "<unk>"}),
    "pieces": (None, [split(r"[aeiou]", "merged_with_next"), pre_tokenizers.Punctuation("contiguous"),
                      split(r"\d", "merged_with_previous"), split(r"\s", "contiguous")], False, {}),
}

# Added tokens of all of them: special, and such as take white space or want to stand alone.
ADDED = [AddedToken("<|endoftext|>", special=True), AddedToken("<|im_start|>", special=True),
         AddedToken("<|im_end|>", special=True), AddedToken("<think>", special=False),
         AddedToken("<|im|>", special=True, lstrip=True), AddedToken("<|im_s|>", special=True, rstrip=True),
         AddedToken("Ünï code", normalized=True), AddedToken("solo", single_word=True, normalized=False)]


def train(name, corpus):
    normalizer, stages, of_bytes, options = VOCABULARIES[name]
    vocabulary = Tokenizer(models.BPE(**{key: value for key, value in options.items() if key != "byte_fallback"}))
    if normalizer is not None:
        vocabulary.normalizer = normalizer
    if stages:
        vocabulary.pre_tokenizer = stages[0] if len(stages) == 1 else pre_tokenizers.Sequence(stages)
    first = ["<unk>"] if "unk_token" in options else []
    if options.get("byte_fallback"):
        first += FALLBACK
    alphabet = BYTES if of_bytes else []
    vocabulary.train_from_iterator(
        corpus, trainers.BpeTrainer(vocab_size=900, special_tokens=first, initial_alphabet=alphabet,
                                    limit_alphabet=400 if of_bytes else 150, show_progress=False))
    document = json.loads(vocabulary.to_str())
    document["added_tokens"] = []
    document["model"]["byte_fallback"] = options.get("byte_fallback", False)
    if name in ("llama3", "llama2", "words"):
        document["model"]["merges"] = [" ".join(merge) for merge in document["model"]["merges"]]
    vocabulary = Tokenizer.from_str(json.dumps(document))
    vocabulary.add_tokens(ADDED)
    # What tokenizers reads back is the reference, with the form of merges as it is here.
    document["added_tokens"] = json.loads(vocabulary.to_str())["added_tokens"]
    (HERE / f"{name}.json").write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
    return Tokenizer.from_file(str(HERE / f"{name}.json"))


def bytes_of_token(token):
    table = {character: byte for byte, character in enumerate(alphabet_in_order())}
    return bytes(table[character] for character in token)


def alphabet_in_order():
    itself = [*range(0x21, 0x7f), *range(0xa1, 0xad), *range(0xae, 0x100)]
    other = iter(range(0x100, 0x200))
    return [chr(byte) if byte in itself else chr(next(other)) for byte in range(256)]


def make_tiktoken(kind, corpus):
    """Ranks of the byte-level vocabulary of the same family, in the order of its merges."""
    source = json.loads((HERE / "llama3.json").read_text())["model"]
    tokens = [bytes([byte]) for byte in range(256)]
    for merge in source["merges"]:
        token = bytes_of_token(merge.replace(" ", ""))
        if token not in tokens:
            tokens.append(token)
    name = f"small-{kind}.tiktoken"
    (HERE / name).write_text("".join(f"{base64.b64encode(token).decode()} {rank}\n"
                                     for rank, token in enumerate(tokens)))
    reference = {"cl100k_base": tiktoken_pattern("cl100k_base"), "o200k_base": tiktoken_pattern("o200k_base"),
                 "r50k_base": tiktoken_pattern("r50k_base")}[kind]
    specials = {"cl100k_base": {"<|endoftext|>": 100257, "<|fim_prefix|>": 100258}, "o200k_base":
                {"<|endoftext|>": 199999}, "r50k_base": {"<|endoftext|>": 50256}}[kind]
    encoding = tiktoken.Encoding(kind, pat_str=reference, special_tokens=specials,
                                 mergeable_ranks={token: rank for rank, token in enumerate(tokens)})
    return name, [encoding.encode(text, allowed_special="all") for text in corpus]


def tiktoken_pattern(kind):
    """The pattern as the installed tiktoken has it, without asking the network for ranks."""
    from tiktoken_ext import openai_public

    openai_public.load_tiktoken_bpe = lambda *arguments, **options: {}
    openai_public.data_gym_to_mergeable_bpe_ranks = lambda *arguments, **options: {}
    return getattr(openai_public, kind)()["pat_str"]


def main():
    corpus = json.loads((HERE / "corpus.json").read_text())
    expected = {}
    for name in VOCABULARIES:
        reference = train(name, corpus)
        expected[f"{name}.json"] = [reference.encode(text, add_special_tokens=False).ids for text in corpus]
    for kind in ("cl100k_base", "o200k_base", "r50k_base"):
        name, ids = make_tiktoken(kind, corpus)
        expected[name] = ids
    lines = [f"{json.dumps(name)}:[\n" + ",\n".join(json.dumps(ids, separators=(",", ":")) for ids in texts) + "]"
             for name, texts in expected.items()]
    (HERE / "expected.json").write_text("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
