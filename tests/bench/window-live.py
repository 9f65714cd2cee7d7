#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""Measures several simulated engines at the same time, in turns with prony-cli and with
the app, its window open and drawing, and prints what the window cost: how long its main
loop was kept from going on, processor time, and the figures of both. Needs a build with
the option watchdog. Runs inside xvfb-run and dbus-run-session. Usage: window-live.py BUILD
STREAMS SECONDS ROUNDS URL..."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../journeys"))

from driver import App, Failure, Home, wait_for  # noqa: E402: it lies beside the journeys


def cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# All cards are in sight, with their texts, and so are the lists below them.
WIDTH, HEIGHT = 1900, 1180


class Bench:
    def __init__(self, home, build, streams, seconds, urls):
        self.home, self.build, self.seconds = home, build, seconds
        self.urls = urls
        self.database = os.path.join(home.path, "data/prony/prony.db")
        self.watch = os.path.join(home.path, "loop.json")
        os.makedirs(os.path.dirname(self.database))
        settings = os.path.join(home.path, "config/glib-2.0/settings")
        os.makedirs(settings)
        with open(os.path.join(settings, "keyfile"), "w", encoding="utf-8") as file:
            file.write(f"[org/prony/Prony]\nwindow-width={WIDTH}\nwindow-height={HEIGHT}\n")
        self.options = [
            "--scenario=short-long", f"--concurrency={streams}", f"--duration={seconds}",
            "--max-tokens=100", "--order=parallel", "--no-calibration", "--quiet",
            *(f"--target=url={url}" for url in urls)]

    def cli(self, *arguments):
        return subprocess.run([os.path.join(self.build, "src/cli/prony-cli"), *arguments],
                              env=self.home.environment, check=True, stdout=subprocess.PIPE).stdout

    def get_latest(self):
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as one:
            return one.execute("SELECT id FROM runs WHERE state = 'finished' "
                               "ORDER BY started_us DESC LIMIT 1").fetchone()[0]

    def get_medians(self, run):
        """Over the targets, in milliseconds."""
        shown = json.loads(self.cli("show", run, "--json", f"--db={self.database}"))
        trials = shown["benchmarks"]
        if any(trial["state"] != "finished" for trial in trials) or len(trials) != len(self.urls):
            raise Failure("a trial did not finish")
        return {f"{name}_ms": sum(1000 * trial["metrics"][f"{name}_p50"] for trial in trials)
                / len(trials) for name in ("ttft", "itl")}

    def run_cli(self):
        start = time.monotonic()
        process = subprocess.Popen(
            [os.path.join(self.build, "src/cli/prony-cli"), "run", f"--db={self.database}",
             *self.options], env=self.home.environment, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        if status != 0:
            raise Failure(f"prony-cli ended with status {status}")
        cores = (usage.ru_utime + usage.ru_stime) / (time.monotonic() - start)
        return {"cores": cores, **self.get_medians(self.get_latest())}

    def act(self, path, action, *parameter):
        subprocess.run(["gdbus", "call", "--session", "--dest", "org.prony.Prony", "--object-path",
                        path, "--method", "org.gtk.Actions.Activate", action,
                        f"[{', '.join(f'<{one!r}>' for one in parameter)}]", "{}"],
                       check=True, stdout=subprocess.DEVNULL)

    def read_loop(self):
        if os.path.exists(self.watch):
            os.remove(self.watch)
        self.act("/org/prony/Prony", "report-loop-watch")
        wait_for("the loop's figures", lambda: os.path.exists(self.watch))
        with open(self.watch, encoding="utf-8") as file:
            return json.load(file)

    def run_app(self, app, earlier):
        """The same plan. Looks away meanwhile: who asks a window for its widgets keeps it
        busy."""
        app.activate("run-again", earlier)
        time.sleep(2)
        before, start = cpu_s(app.process.pid), time.monotonic()
        self.act("/org/prony/Prony", "reset-loop-watch")
        self.act("/org/prony/Prony/window/1", "start-run")
        time.sleep(self.seconds - 1)
        live = self.read_loop()
        picture = os.environ.get("PRONY_BENCH_PICTURE")
        if picture is not None:
            app.picture(picture)
        wait_for("the end of the run", lambda: self.get_latest() != earlier, 60)
        cores = (cpu_s(app.process.pid) - before) / (time.monotonic() - start)
        time.sleep(2)
        whole = self.read_loop()
        return {"cores": cores, **self.get_medians(self.get_latest()),
                "main_thread_cores": live["cpu_s"] / live["seconds"],
                "with_result_max_ms": whole["max_ms"],
                "with_result_max_cpu_ms": whole["max_cpu_ms"],
                **{name: live[name] for name in ("p50_ms", "p99_ms", "max_ms", "p99_cpu_ms",
                                              "max_cpu_ms", "over_50_ms")}}


def main():
    build, streams, seconds, rounds, *urls = sys.argv[1:]
    with Home() as home:
        bench = Bench(home, build, int(streams), int(seconds), urls)
        bench.run_cli()  # warms up, and makes the database
        with App(os.path.join(build, "src/app/prony"), home,
                 PRONY_LOOP_WATCH=bench.watch) as app:
            for url in urls:
                app.activate("add-engine-address", url)
                app.see(url)
            for turn in range(int(rounds)):
                for who, figures in (("cli", bench.run_cli()),
                                     ("app", bench.run_app(app, bench.get_latest()))):
                    for name, value in figures.items():
                        print(f"{who}_{name}_{turn} {value:.6f}", flush=True)


if __name__ == "__main__":
    main()
