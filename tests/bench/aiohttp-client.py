#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""The client that most benchmarks of inference engines are made of: Python's asyncio
and aiohttp. It does the same work as bench-load, for tools/bench to compare: one
connection a stream, requests back to back, the body split into server-sent events,
each event's JSON read, a stamp taken of each token. Prints figures as lines
"name value". Needs Debian's python3-aiohttp."""

import argparse
import asyncio
import json
import resource
import sys
import time

try:
    import aiohttp
except ImportError:
    sys.exit("aiohttp-client: aiohttp is missing; on Debian it is in python3-aiohttp.")


class Stamps:
    """What is kept of one answer."""

    def __init__(self):
        self.sent = time.monotonic_ns()
        self.times = []
        self.text = []


def read_event(line, stamps):
    """Takes the stamp of a token, and says whether the answer goes on."""
    if not line.startswith(b"data: "):
        return True
    data = line[6:]
    if data == b"[DONE]":
        return False
    choices = json.loads(data)["choices"]
    text = choices[0]["delta"].get("content") if choices else None
    if text:
        stamps.times.append(time.monotonic_ns())
        stamps.text.append(text)
    return True


async def ask(session, arguments, number):
    body = {
        "model": "m", "stream": True, "stream_options": {"include_usage": True},
        "max_tokens": arguments.tokens,
        "messages": [{"role": "user", "content": f"{number}: Tell a story."}],
    }
    stamps = Stamps()
    tail = b""
    async with session.post(f"{arguments.url}/v1/chat/completions", json=body) as response:
        response.raise_for_status()
        async for chunk in response.content.iter_any():
            *lines, tail = (tail + chunk).split(b"\n")
            for line in lines:
                if line:
                    read_event(line, stamps)
    return stamps


async def run_stream(session, arguments, number, end, answers):
    while time.monotonic() < end:
        answers.append(await ask(session, arguments, number))
        number += arguments.streams


async def run(arguments):
    answers = []
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=None)
    end = time.monotonic() + arguments.duration
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        await asyncio.gather(*(run_stream(session, arguments, number, end, answers)
                               for number in range(arguments.streams)))
    return answers


def cpu_s():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def quantile(values, share):
    values = sorted(values)
    return values[round(share * (len(values) - 1))]


def errors(answers):
    """The errors against answers of prony-sim --stamp-tokens, in milliseconds."""
    ttft, itl = [], []
    for answer in answers:
        stamps = [int(word[1:]) for word in "".join(answer.text).split()]
        received, sent = stamps[0], stamps[1:]
        if len(sent) != len(answer.times):
            continue
        ttft.append(abs(answer.times[0] - answer.sent - (sent[0] - received)) / 1e6)
        itl += [abs((answer.times[i] - answer.times[i - 1]) - (sent[i] - sent[i - 1])) / 1e6
                for i in range(1, len(sent))]
    return ttft, itl


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--streams", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=100)
    parser.add_argument("--duration", type=float, default=5)
    arguments = parser.parse_args()

    before, start = cpu_s(), time.monotonic()
    answers = asyncio.run(run(arguments))
    used, window = cpu_s() - before, time.monotonic() - start
    tokens = sum(len(answer.times) for answer in answers)
    print(f"ok {len(answers)}\ntokens {tokens}\nwindow_s {window:.3f}\ncpu_s {used:.3f}\n"
          f"cpu_us_per_token {1e6 * used / tokens:.3f}")
    if answers[0].text[0].startswith(" R"):
        ttft, itl = errors(answers)
        for name, values in (("ttft", ttft), ("itl", itl)):
            print(f"{name}_error_p50_ms {quantile(values, 0.5):.3f}\n"
                  f"{name}_error_p99_ms {quantile(values, 0.99):.3f}")


if __name__ == "__main__":
    main()
