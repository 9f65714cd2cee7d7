# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Makes trials with prony-cli, in turns of a simulated engine and of one that is a tenth
slower."""

import contextlib
import os
import subprocess

N_WORKERS = 2
N_TRIALS = 36  # of each engine and worker: bench-aa makes 100 pairs of them
REQUESTS = 100

# So slow that what a computer adds is little beside it.
TTFT_MS = 150
ITL_MS = 15
SLOWER = 1.1
# Three times as much as the profile "workstation" has.
JITTER = 0.15

SCENARIO = """\
name: aa
class: short-short
prompt:
  template: "{question}"
completion: {max_tokens: 4}
test_cases:
  - {question: Why?}
"""


def _pace(factor, seed):
    return ["--ttft-ms", str(factor * TTFT_MS), "--itl-ms", str(factor * ITL_MS), "--jitter",
            str(JITTER), "--seed", str(seed)]


def _start(build, database, scenario, urls):
    command = [os.path.join(build, "src/cli/prony-cli"), "run", "--db", database, "--scenario",
               scenario, "--concurrency", "20", "--requests", str(REQUESTS), "--warmup", "0",
               "--no-calibration", "--quiet"]
    for i in range(N_TRIALS):
        for name, url in zip(("engine", "slower"), urls):
            command += ["--target", f"name={name} {i},url={url},model=m"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def measure(build, simulator, folder):
    """Returns the database of each worker; @simulator starts a simulated engine."""
    scenario = os.path.join(folder, "aa.yaml")
    with open(scenario, "w", encoding="utf-8") as file:
        file.write(SCENARIO)
    with contextlib.ExitStack() as stack:
        urls = [[stack.enter_context(simulator(build, *_pace(factor, 2 * worker + i))).url
                 for i, factor in enumerate((1, SLOWER))] for worker in range(N_WORKERS)]
        databases = [os.path.join(folder, f"{worker}.db") for worker in range(N_WORKERS)]
        runs = [_start(build, database, scenario, pair)
                for database, pair in zip(databases, urls)]
        for run in runs:
            _, text = run.communicate()
            if run.returncode != 0:
                raise OSError(f"prony-cli ended with status {run.returncode}: {text}")
    return databases
