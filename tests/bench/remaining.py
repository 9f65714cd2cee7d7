# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Six plans whose remaining time is held against what it turned out to be. Each has the
pace of its simulated engines, the options of bench-remaining, and those of an earlier run
where without one only the least can be said: how slow a target is whose turn comes later."""

STEADY = ["--ttft-ms", "40", "--itl-ms", "5", "--jitter", "0.2", "--answer-tokens", "60"]
LONG = ["--ttft-ms", "40", "--itl-ms", "5", "--jitter", "0.2"]
SLOW = ["--ttft-ms", "160", "--itl-ms", "20", "--jitter", "0.2", "--answer-tokens", "60"]

SHORT = "--scenario=short-short"
PLANS = {
    "so many requests": ([STEADY], [SHORT, "--streams=4", "--requests=200"], None),
    "so many seconds": ([STEADY], [SHORT, "--streams=1", "--streams=4", "--duration=8"], None),
    "three scenarios": ([LONG], [SHORT, "--scenario=short-long", "--scenario=long-short",
                                 "--streams=4", "--requests=24"], None),
    "two engines, one slower": ([STEADY, SLOW], [SHORT, "--streams=4", "--requests=40"], []),
    "open loop": ([STEADY], [SHORT, "--rate=10", "--requests=150"], None),
    "two engines at once": ([STEADY, SLOW], [SHORT, "--streams=4", "--requests=40",
                                             "--parallel"], None),
}
