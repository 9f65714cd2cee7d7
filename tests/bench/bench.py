#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""The benchmarks of Prony itself; tools/bench builds and starts them. Each mode starts
the servers that it needs, measures, and ends them. Usage: bench.py BUILD [MODE...]"""

import contextlib
import csv
import math
import os
import platform
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

import aa
import history
from remaining import PLANS

HERE = os.path.dirname(os.path.abspath(__file__))
NS = 1e9


class Unmeasured(Exception):
    """Something could not be measured."""


class Table:
    """What has been found, as a table to be printed."""

    def __init__(self):
        self.rows = []
        self.unmeasured = 0

    def note(self, name, value):
        self.rows.append((name, value, "", ""))

    def at_most(self, name, value, limit, unit, digits=2):
        self._judge(name, value, f"≤ {limit} {unit}", value <= limit, unit, digits)

    def at_least(self, name, value, limit, unit, digits=2):
        self._judge(name, value, f"≥ {limit} {unit}", value >= limit, unit, digits)

    def equal(self, name, value, limit):
        self._judge(name, value, f"= {limit}", value == limit, "", 0)

    def fail(self, name, problem):
        self.unmeasured += 1
        self.rows.append((name, str(problem), "", "not measured"))

    def _judge(self, name, value, limit, good, unit, digits):
        self.rows.append((name, f"{value:.{digits}f} {unit}".strip(), limit,
                          "PASS" if good else "miss"))

    def print_new(self, title):
        print(f"\n{title}")
        for name, value, limit, verdict in self.rows:
            print(f"  {name:<56} {value:>19}  {limit:<10} {verdict}".rstrip(), flush=True)
        self.rows = []


class Simulator:
    """A running prony-sim."""

    def __init__(self, build, *arguments):
        self.process = subprocess.Popen(
            [os.path.join(build, "src/sim/prony-sim"), "--port", "0", "--api", "vllm", "--model",
             "m", "--die-with-parent", *arguments], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise Unmeasured("the simulated engine did not start")
        self.url = line.split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # It may have been stopped, and would then not see that it is to end.
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def cpu_s(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_figures(text):
    """Lines "name value"; services of the desktop may say something between them."""
    lines = (line.split() for line in text.splitlines())
    return {words[0]: float(words[1]) for words in lines
            if len(words) == 2 and re.fullmatch(r"[a-z0-9_]+", words[0])}


def run_program(command, what):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False)
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr)
        raise Unmeasured(f"{what} ended with status {done.returncode}")
    return read_figures(done.stdout)


def to_options(options):
    return [f"--{name.replace('_', '-')}" + ("" if value is True else f"={value}")
            for name, value in options.items()]


def run_load(build, url, **options):
    figures = run_program([os.path.join(build, "tests/bench/bench-load"), f"--url={url}",
                           *to_options(options)], "bench-load")
    if figures["ok"] == 0:
        raise Unmeasured("no request succeeded")
    return figures


def read_table(file_name):
    """The requests of bench-load --table, without those of the warm-up."""
    with open(file_name, encoding="utf-8", newline="") as file:
        rows = [{name: value if name == "outcome" else int(value) for name, value in row.items()}
                for row in csv.DictReader(file)]
    return [row for row in rows if not row["warmup"]]


def quantile(values, share):
    """By linear interpolation between closest ranks."""
    values = sorted(values)
    place = share * (len(values) - 1)
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


# --- accuracy: the client's error against stamped answers ---------------------

def add_errors(table, figures, label, ttft_p50=None, ttft_p99=None, itl_p99=None):
    for name, limit in (("ttft_error_p50", ttft_p50), ("ttft_error_p99", ttft_p99),
                        ("itl_error_p50", None), ("itl_error_p99", itl_p99)):
        if f"{name}_ms" not in figures:
            raise Unmeasured("the answers have no stamps")
        words = name.replace("ttft", "TTFT").replace("itl", "ITL").replace("_", " ")
        value = figures[f"{name}_ms"]
        if limit is None:
            table.note(f"{label}: |{words}|", f"{value:.3f} ms")
        else:
            table.at_most(f"{label}: |{words}|", value, limit, "ms", 3)


def accuracy(build, table):
    """Answers of several lengths, as engines give them; then all of one length, so that
    all streams ask again at the same moment, as with ignore_eos."""
    pace = ["--ttft-ms", "100", "--itl-ms", "10", "--stamp-tokens"]
    shapes = ((100, {"vary": True}, (0.2, 1.5, 1.0)), (500, {"vary": True}, (None, 3.0, None)),
              (100, {}, ()), (500, {}, ()))
    for streams, options, limits in shapes:
        with Simulator(build, *pace) as simulator:
            figures = run_load(build, simulator.url, streams=streams, duration=10, tokens=100,
                               ttft_ms=100, itl_ms=10, **options)
        label = f"{streams} streams" + ("" if options else " in step")
        add_errors(table, figures, label, *limits)
        for words, name in (("sending to receiving", "there"), ("first token on its way", "back"),
                            ("the engine itself late", "engine_late")):
            table.note(f"{label}: {words}, p50, p99",
                       f"{figures[f'{name}_p50_ms']:.3f}, {figures[f'{name}_p99_ms']:.3f} ms")


# Answers that end by themselves below the limit of the scenario, at several lengths.
WINDOW_PROFILE = """[Profile]
base-ttft-ms=100
itl-ms=10
prefill-rate=0
load-ms=0
slots=0
slowdown=0
jitter=0
answer-tokens-min=40
answer-tokens-max=63
"""


def window(build, table):
    with tempfile.NamedTemporaryFile("w", suffix=".profile") as profile:
        profile.write(WINDOW_PROFILE)
        profile.flush()
        with Simulator(build, "--profile", profile.name, "--stamp-tokens") as simulator:
            figures = run_program(
                ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24 -noreset", "dbus-run-session",
                 "--", sys.executable, os.path.join(HERE, "window-run.py"), build, simulator.url],
                "the run in the window")
    table.note("requests in the window's run", f"{figures['ok']:.0f}")
    table.note("CPU of the app, load and window together",
               f"{figures['app_cpu_percent']:.0f} % of a core")
    add_errors(table, figures, "100 streams, window open", 0.2, 1.5, 1.0)


# --- live: the window with four engines at the same time ------------------------

LIVE_TARGETS, LIVE_STREAMS, LIVE_SECONDS, LIVE_ROUNDS = 4, 64, 15, 3


def live(build, table):
    """In turns with prony-cli, so that what else the computer does falls on both."""
    with contextlib.ExitStack() as stack:
        urls = [stack.enter_context(Simulator(build, "--ttft-ms", "100", "--itl-ms", "20")).url
                for _ in range(LIVE_TARGETS)]
        figures = run_program(
            ["xvfb-run", "-a", "-s", "-screen 0 1920x1200x24 -noreset", "dbus-run-session", "--",
             sys.executable, os.path.join(HERE, "window-live.py"), build, str(LIVE_STREAMS),
             str(LIVE_SECONDS), str(LIVE_ROUNDS), *urls], "the runs in the window")

    def get_all(name):
        return [figures[f"{name}_{turn}"] for turn in range(LIVE_ROUNDS)]

    label = f"{LIVE_TARGETS} × {LIVE_STREAMS} streams × 50 tokens/s"
    table.note(f"{label}: main loop, p50", f"{quantile(get_all('app_p50_ms'), 0.5):.1f} ms")
    table.at_most(f"{label}: main loop, p99", max(get_all("app_p99_ms")), 16, "ms", 1)
    table.at_most(f"{label}: main loop, longest", max(get_all("app_max_ms")), 50, "ms", 1)
    table.note("in processor time, without what others took: p99, longest",
               f"{max(get_all('app_p99_cpu_ms')):.1f}, {max(get_all('app_max_cpu_ms')):.1f} ms")
    table.note("with the result page made at the end: longest, of the processor",
               f"{max(get_all('app_with_result_max_ms')):.1f}, "
               f"{max(get_all('app_with_result_max_cpu_ms')):.1f} ms")
    ours, theirs = (quantile(get_all(f"{who}_cores"), 0.5) for who in ("app", "cli"))
    table.note(f"{label}: app, prony-cli", f"{ours:.2f}, {theirs:.2f} cores")
    table.at_most(f"{label}: app beyond prony-cli", ours - theirs, 0.5, "cores")
    for name in ("ttft", "itl"):
        ours, theirs = (quantile(get_all(f"{who}_{name}_ms"), 0.5) for who in ("app", "cli"))
        table.note(f"{label}: {name.upper()} p50, app, prony-cli", f"{ours:.3f}, {theirs:.3f} ms")
        table.at_most(f"{label}: {name.upper()} differs", abs(ours - theirs),
                      round(min(0.5, 0.05 * theirs), 3), "ms", 3)


# --- cost: processor time a token ---------------------------------------------

def cost(build, table):
    """In turns, so that what else the computer does falls on both."""
    ours, theirs, engine = [], [], []
    client = os.path.join(HERE, "aiohttp-client.py")
    with Simulator(build, "--ttft-ms", "100", "--itl-ms", "10") as simulator:
        for _ in range(3):
            before = simulator.cpu_s()
            figures = run_load(build, simulator.url, streams=500, duration=5, tokens=100)
            ours.append(figures["cpu_us_per_token"])
            engine.append(1e6 * (simulator.cpu_s() - before) / figures["tokens"])
            theirs.append(run_program(
                [sys.executable, client, f"--url={simulator.url}", "--streams=500",
                 "--duration=5", "--tokens=100"], "aiohttp-client.py")["cpu_us_per_token"])
    for name, values in (("Prony", ours), ("aiohttp", theirs), ("the engine", engine)):
        table.note(f"500 streams: CPU of {name} a token",
                   ", ".join(f"{value:.1f}" for value in values) + " µs")
    table.at_most("Prony / aiohttp, medians", quantile(ours, 0.5) / quantile(theirs, 0.5), 0.5, "")


def scale(build, table):
    with Simulator(build, "--ttft-ms", "10", "--itl-ms", "10", "--stamp-tokens") as simulator:
        figures = run_load(build, simulator.url, streams=1000, duration=10, tokens=300, vary=True,
                           ttft_ms=10, itl_ms=10)
        engine = 1e6 * simulator.cpu_s() / figures["tokens"]
    table.at_least("1,000 streams: delivered of 100,000 tokens/s",
                   100 * figures["delivered_tokens_per_s"] / 1e5, 99, "%")
    table.equal("1,000 streams: failed requests", figures["failed"], 0)
    table.note("1,000 streams: CPU a token, Prony, engine",
               f"{figures['cpu_us_per_token']:.1f}, {engine:.1f} µs")
    table.note("1,000 streams: the engine itself late, p50, p99",
               f"{figures['engine_late_p50_ms']:.2f}, {figures['engine_late_p99_ms']:.2f} ms")
    add_errors(table, figures, "1,000 streams")


# --- memory: a long run --------------------------------------------------------

class MemoryWatch(threading.Thread):
    """Samples how large a process is until it ends."""

    def __init__(self, pid):
        super().__init__()
        self.pid = pid
        self.samples = []

    def run(self):
        while True:
            try:
                with open(f"/proc/{self.pid}/status", encoding="utf-8") as file:
                    fields = dict(line.split(":", 1) for line in file)
                self.samples.append(int(fields["VmRSS"].split()[0]) * 1024)
            except (OSError, KeyError):
                return
            time.sleep(0.02)


def run_long(build, requests, tokens):
    """The growth of prony-cli over a run, from when its load begins to its largest."""
    with Simulator(build, "--ttft-ms", "1", "--itl-ms", "0", "--answer-tokens", str(tokens)) \
            as simulator, tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [os.path.join(build, "src/cli/prony-cli"), "run", f"--db={folder}/prony.db", "--quiet",
             f"--target=url={simulator.url},model=m,api=openai-chat", "--scenario=short-short",
             "--concurrency=50", f"--requests={requests}", f"--max-tokens={tokens}"],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder,
                 "XDG_CACHE_HOME": folder})
        watch = MemoryWatch(process.pid)
        watch.start()
        status = process.wait()
        watch.join()
        stored = os.path.getsize(f"{folder}/prony.db")
    if status != 0 or len(watch.samples) < 100:
        raise Unmeasured(f"prony-cli ended with status {status}")
    return watch.samples, stored


def memory(build, table):
    for requests, tokens in ((100000, 20), (20000, 200)):
        samples, stored = run_long(build, requests, tokens)
        # After a tenth the pools, caches and threads have their size.
        begin = samples[len(samples) // 10]
        label = f"{requests:,} requests × {tokens} tokens"
        limit = requests * (1024 + 4 * tokens)
        table.at_most(f"{label}: growth of prony-cli", (max(samples) - begin) / 1e6,
                      round(limit / 1e6, 1), "MB", 1)
        table.note(f"{label}: the same a request",
                   f"{(max(samples) - begin) / requests:.0f} of {limit // requests} bytes")
        table.note(f"{label}: database a request", f"{stored / requests:.0f} bytes")
    # What takes the records in and sums them up, on its own: longer answers, in less time.
    figures = run_program([os.path.join(build, "tests/bench/bench-memory"), "--requests=100000",
                           "--tokens=100"], "bench-memory")
    for words, name in (("recorder", "recording_peak"), ("summary", "summary_peak")):
        table.at_most(f"100,000 requests × 100 tokens: {words}, largest",
                      figures[f"{name}_a_request"], 1024 + 4 * 100, "bytes", 0)


# --- open: an open loop's schedule ------------------------------------------------

def kolmogorov_smirnov(gaps, rate):
    """The largest distance between the gaps' distribution and the exponential one, scaled
    so that 1.628 is where a test at 1 % rejects (Stephens 1970)."""
    n = len(gaps)
    distance = 0
    for i, gap in enumerate(sorted(gaps)):
        expected = 1 - math.exp(-rate * gap)
        distance = max(distance, (i + 1) / n - expected, expected - i / n)
    return distance * (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n))


def run_open(build, url, folder, **options):
    file_name = os.path.join(folder, "table.csv")
    figures = run_load(build, url, table=file_name, **options)
    return figures, sorted(read_table(file_name), key=lambda row: row["scheduled"])


def open_loop(build, table):
    with Simulator(build, "--ttft-ms", "20", "--itl-ms", "2") as simulator, \
            tempfile.TemporaryDirectory() as folder:
        def measure(**options):
            return run_open(build, simulator.url, folder, rate=500, tokens=5, **options)

        figures, rows = measure(duration=20)
        lags = [(row["started"] - row["scheduled"]) / 1e6 for row in rows]
        table.at_most("500 requests/s for 20 s: send lag p99", quantile(lags, 0.99), 2, "ms", 3)
        table.note("500 requests/s for 20 s: send lag p50", f"{quantile(lags, 0.5):.3f} ms")
        table.equal("500 requests/s for 20 s: sent", len(rows), 10000)
        table.equal("500 requests/s for 20 s: answered", figures["ok"], 10000)

        schedules = []
        for threads in (1, 4):
            figures, rows = measure(arrival="poisson", duration=10, seed=7, threads=threads)
            table.equal(f"Poisson, {threads} thread(s): answered of those due", figures["ok"],
                        figures["due"])
            schedules.append([row["scheduled"] - rows[0]["scheduled"] for row in rows])
            lags = [(row["started"] - row["scheduled"]) / 1e6 for row in rows]
            table.at_most(f"Poisson, {threads} thread(s): send lag p99", quantile(lags, 0.99), 2,
                          "ms", 3)
        differing = sum(one != other for one, other in zip(*schedules))
        table.equal("arrivals that differ between 1 and 4 threads",
                    differing + abs(len(schedules[0]) - len(schedules[1])), 0)
        gaps = [(b - a) / NS for a, b in zip(schedules[0], schedules[0][1:])]
        table.at_most("Poisson: Kolmogorov-Smirnov at 1 %", kolmogorov_smirnov(gaps, 500), 1.628,
                      "", 3)


# --- stall: a server that stops for a second --------------------------------------

STALL_RATE = 100


class Stall(threading.Thread):
    """Stops a process for a second, two seconds from now."""

    def __init__(self, process):
        super().__init__()
        self.process = process
        self.from_ns = self.to_ns = 0

    def run(self):
        time.sleep(2)
        self.process.send_signal(signal.SIGSTOP)
        self.from_ns = time.monotonic_ns()
        time.sleep(1)
        self.to_ns = time.monotonic_ns()
        self.process.send_signal(signal.SIGCONT)


def run_stalled(build, folder, **options):
    with Simulator(build, "--ttft-ms", "20", "--itl-ms", "2") as simulator:
        stall = Stall(simulator.process)
        stall.start()
        try:
            _, rows = run_open(build, simulator.url, folder, duration=5, tokens=5, **options)
        finally:
            stall.join()
    return stall, rows


def describe(table, label, values):
    if values:
        table.note(label, ", ".join(f"{quantile(values, share):.0f}" for share in (0.5, 0.99, 1))
                   + " ms")


def stall(build, table):
    """The same requests a second each time: of an open loop without and with a cap, and of
    so many streams back to back as would make as many."""
    with tempfile.TemporaryDirectory() as folder:
        for label, options in (("open loop", {"rate": STALL_RATE}),
                               ("open loop, at most 10", {"rate": STALL_RATE, "cap": 10}),
                               ("3 streams", {"streams": 3})):
            pause, rows = run_stalled(build, folder, **options)
            due = [row for row in rows if pause.from_ns <= row["scheduled"] < pause.to_ns]
            whole = [row for row in due if row["outcome"] == "ok"]
            true = [(row["last"] - row["scheduled"]) / 1e6 for row in whole]
            from_send = [(row["last"] - row["sent"]) / 1e6 for row in whole]
            table.note(f"{label}: requests due in the second", str(len(due)))
            describe(table, f"{label}: latency from schedule, p50, p99, max", true)
            describe(table, f"{label}: latency from send, p50, p99, max", from_send)
            if "rate" not in options:
                slow = sum((row["last"] - row["sent"]) / 1e6 > 100 for row in rows)
                table.note(f"{label}: requests that show the stall", f"{slow} of {len(rows)}")
                continue
            hidden = sum(row["last"] < pause.to_ns for row in whole)
            table.equal(f"{label}: due, but not shown as waiting",
                        hidden + len(due) - len(whole), 0)
            table.at_least(f"{label}: of those due in the second",
                           100 * len(due) / STALL_RATE, 99, "%", 0)


# --- remaining: the time that a run says is left ----------------------------------

def run_remaining(build, urls, options):
    return run_program([os.path.join(build, "tests/bench/bench-remaining"), "--model=m",
                        *(f"--url={url}" for url in urls), *options], "bench-remaining")


def remaining(build, table):
    for label, (paces, options, first_time) in PLANS.items():
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            urls = [stack.enter_context(Simulator(build, *pace)).url for pace in paces]
            options = [*options, "--db", os.path.join(folder, "prony.db")]
            if first_time is not None:
                unknown = run_remaining(build, urls, [*options, *first_time])
                table.at_least(f"{label}: the first time, within 20 %", unknown["right_percent"],
                               90, "%", 0)
                table.note(f"{label}: the first time, “at least” was said",
                           f"{unknown['least_samples']:.0f} times")
                table.at_least(f"{label}: the first time, it was at least that",
                               unknown["least_right_percent"], 100, "%", 0)
            figures = run_remaining(build, urls, options)
        table.note(f"{label}: farthest off, after how much of the run",
                   f"{figures['worst_percent']:.0f} %, {figures['worst_at_percent']:.0f} %")
        table.at_least(f"{label}: within 20 %, of what was said", figures["right_percent"], 90, "%",
                       0)


# --- charts: a frame ------------------------------------------------------------

CHARTS = ("lines", "scatter", "steps", "histogram", "time", "pareto", "boxes", "violins")


def charts(build, table):
    """What stays is drawn once; a pointer that moves paints it again with the cursor."""
    figures = run_program([os.path.join(build, "tests/bench/bench-charts")], "bench-charts")
    for kind in CHARTS:
        table.at_most(f"{kind}: 100,000 points, redraw with the cursor",
                      figures[f"{kind}_redraw_ms"], 16, "ms")
        table.at_most(f"{kind}: all drawn anew", figures[f"{kind}_static_ms"], 16, "ms", 1)
        if f"{kind}_zoom_ms" in figures:
            table.at_most(f"{kind}: a hundredth of x", figures[f"{kind}_zoom_ms"], 16, "ms", 1)
        table.note(f"{kind}: laid out, and the first time with drawing",
                   f"{figures[f'{kind}_layout_ms']:.1f}, {figures[f'{kind}_first_ms']:.1f} ms")


# --- aa: who is called better ------------------------------------------------------

def same_or_slower(build, table):
    """Of 200 comparisons at 5 %, up to 8 % are named by chance, in 19 of 20 times."""
    with tempfile.TemporaryDirectory() as folder:
        found = [run_program([os.path.join(build, "tests/bench/bench-aa"), database], "bench-aa")
                 for database in aa.measure(build, Simulator, folder)]
    figures = {name: sum(one[name] for one in found) / len(found) for name in found[0]}
    table.equal("pairs of each kind", len(found) * figures["same_pairs"], 200)
    for name, label in (("ttft", "TTFT"), ("tpot", "TPOT"), ("latency", "latency"),
                        ("output_tokens_per_sec", "tokens a second"),
                        ("any", "any of the four, read together")):
        table.at_most(f"of the same engine, a winner by {label}", figures[f"same_{name}"], 8, "%",
                      1)
        table.at_least(f"a tenth slower, found by {label}", figures[f"slower_{name}"], 90, "%", 1)


MODES = {
    "accuracy": (accuracy, "Accuracy: what the client adds, 100 tokens/s a stream"),
    "window": (window, "The same with the app's window open and drawing"),
    "live": (live, "The window live: four engines at the same time"),
    "cost": (cost, "Cost: processor time against Python's aiohttp, in turns"),
    "scale": (scale, "Scale: 1,000 streams, engine and client on this computer"),
    "memory": (memory, "Memory: what a long run leaves"),
    "open": (open_loop, "Open loop: the schedule is kept"),
    "stall": (stall, "A server that stops for a second"),
    "charts": (charts, "Charts: 100,000 points, 900 wide, within a frame"),
    "database": (history.measure_store, "Database: 10,000 runs and 1,000,000 requests"),
    "history": (history.measure_window, "The window: 10,000 runs, and 1,000,000 requests in one"),
    "aa": (same_or_slower, "A/A: 100 requests of the same engine, and of one a tenth slower"),
    "remaining": (remaining, "Remaining time: from a tenth of a run on"),
}


class Others:
    """How busy the computer is with what these benchmarks have not started."""

    def __init__(self):
        self.start = self._read()

    @staticmethod
    def _read():
        with open("/proc/stat", encoding="utf-8") as file:
            ticks = [int(word) for word in file.readline().split()[1:9]]
        usage = [resource.getrusage(who) for who in
                 (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        ours = sum(one.ru_utime + one.ru_stime for one in usage)
        return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK"), ours, time.monotonic()

    def describe(self):
        busy, ours, passed = (b - a for a, b in zip(self.start, self._read()))
        return f"{max(100 * (busy - ours) / passed, 0):.0f} % of a core"


def describe_computer():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":", 1)[1].strip() for line in file
                      if line.startswith("model name")), "unknown processor")
    print(f"{os.cpu_count()} × {model}, Linux {platform.release()}, load "
          f"{os.getloadavg()[0]:.1f} before the start")


def main():
    build = os.path.abspath(sys.argv[1])
    modes = sys.argv[2:] or list(MODES)
    unknown = [mode for mode in modes if mode not in MODES]
    if unknown:
        sys.exit(f"There is no mode “{unknown[0]}”. The modes are: {', '.join(MODES)}.")

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    describe_computer()
    table = Table()
    for mode in modes:
        measure, title = MODES[mode]
        others = Others()
        try:
            measure(build, table)
        except (Unmeasured, OSError, KeyError, ValueError) as problem:
            table.fail(mode, problem)
        table.note("other programs meanwhile", others.describe())
        table.print_new(title)
    return 1 if table.unmeasured else 0


if __name__ == "__main__":
    sys.exit(main())
