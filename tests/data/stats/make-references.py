#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors
"""Makes references.json, which tests/unit/stats/test-references.c holds Prony's statistics
against. Run it by hand where a case is added; it needs NumPy and SciPy 1.10 or newer
(Debian: python3-scipy). The tests need only the file.
"""

import json
import pathlib

import numpy as np
import scipy
from scipy import stats

PERCENTILES = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]
RESAMPLES = 20000


def samples():
    """Samples as benchmarks have them: skewed, with ties, far from zero, of any size."""
    rng = np.random.default_rng(1967)
    yield "one", [0.25]
    yield "two", [0.5, 0.25]
    yield "all equal", [0.125] * 50
    yield "ties", rng.integers(0, 5, 40).astype(float)
    yield "milliseconds", np.round(rng.lognormal(-2, 0.3, 100), 3)
    yield "normal", rng.normal(10, 2, 101)
    yield "lognormal", rng.lognormal(-1.5, 0.6, 1000)
    yield "two levels", np.concatenate([rng.normal(1, 0.1, 300), rng.normal(5, 0.1, 200)])
    yield "far from zero", 1e9 + rng.normal(0, 1, 37)
    for n in range(3, 12):
        yield f"{n} exponential", rng.exponential(0.1, n)


def percentiles(rng):
    del rng
    for name, values in samples():
        yield {"name": name, "values": list(values), "at": PERCENTILES,
               "expected": list(np.quantile(values, PERCENTILES, method="linear")),
               "mean": np.mean(values),
               "sd": np.std(values, ddof=1) if len(values) > 1 else None}


def bootstraps(rng):
    """The percentile intervals. With 2,000 resamples the share below an end is not 2.5 % but
    that with a standard error; within four of them the ends may lie."""
    functions = {"median": np.median, "mean": np.mean,
                 "p95": lambda x, axis=-1: np.quantile(x, 0.95, axis=axis)}
    error = 4 * np.sqrt(0.025 * 0.975 / 2000)
    for name, values in samples():
        if len(values) < 8:
            continue
        for statistic, function in functions.items():
            outer, inner = [
                stats.bootstrap((values,), function, n_resamples=RESAMPLES, batch=2000,
                                confidence_level=1 - 2 * tail, method="percentile",
                                random_state=rng, vectorized=True).confidence_interval
                for tail in (0.025 - error, 0.025 + error)]
            yield {"name": name, "statistic": statistic, "low": [outer.low, inner.low],
                   "high": [inner.high, outer.high]}


def rank_tests(rng):
    """Exact without ties up to 20 values a side, else asymptotic with continuity, as Prony."""
    pairs = [("alike", 20, 20, 0, 0), ("apart", 20, 15, 1, 0), ("large", 200, 150, 0.2, 0),
             ("large, alike", 300, 300, 0, 0), ("ties", 30, 40, 0.5, 1), ("few, ties", 8, 9, 1, 1),
             ("uneven", 4, 300, 1, 0), ("21", 21, 20, 0.3, 0), ("one each", 1, 1, 1, 0),
             ("far", 100, 100, 10, 0), ("many ties", 100, 100, 0.1, 0)]
    for name, n_a, n_b, shift, digits in pairs:
        a, b = rng.normal(0, 1, n_a), rng.normal(shift, 1, n_b)
        if "ties" in name:
            a, b = np.round(a, digits - 1), np.round(b, digits - 1)
        exact = max(n_a, n_b) <= 20 and len(np.unique(np.concatenate([a, b]))) == n_a + n_b
        result = stats.mannwhitneyu(a, b, alternative="two-sided", use_continuity=True,
                                    method="exact" if exact else "asymptotic")
        yield {"name": name, "a": list(a), "b": list(b), "p": result.pvalue}


def jain(rng):
    for name, values in [("equal", [3.0] * 7), ("one has all", [0, 0, 5, 0]),
                         ("uniform", rng.uniform(0, 1, 50)), ("lognormal", rng.lognormal(3, 1, 64))]:
        values = np.asarray(values, float)
        yield {"name": name, "values": list(values),
               "expected": values.sum() ** 2 / (len(values) * (values ** 2).sum())}


def wilson(hits, n):
    return stats.binomtest(hits, n).proportion_ci(method="wilson")


def shares(rng):
    """Fisher's test by SciPy; Wilson's interval by SciPy, and from it Newcombe's method 10."""
    del rng
    for a_hits, a_n, b_hits, b_n in [(0, 1, 1, 1), (0, 10, 10, 10), (3, 10, 7, 12), (20, 20, 20, 20),
                                     (95, 100, 99, 100), (56, 70, 48, 80), (1, 1000, 9, 900),
                                     (5, 56, 0, 29), (400, 1000, 430, 1000)]:
        a, b = a_hits / a_n, b_hits / b_n
        of_a, of_b = wilson(a_hits, a_n), wilson(b_hits, b_n)
        _, p = stats.fisher_exact([[a_hits, a_n - a_hits], [b_hits, b_n - b_hits]])
        yield {"a": [a_hits, a_n], "b": [b_hits, b_n], "p": p, "wilson": [of_a.low, of_a.high],
               "newcombe": [b - a - np.hypot(b - of_b.low, of_a.high - a),
                            b - a + np.hypot(of_b.high - b, a - of_a.low)]}


def cut(values, min_length, penalty):
    """Optimal partitioning by looking at every last segment of every length."""
    n = len(values)
    best, starts = np.full(n + 1, np.inf), np.zeros(n + 1, int)
    best[0] = -penalty
    for to in range(min_length, n + 1):
        for start in range(to - min_length + 1):
            part = values[start:to]
            total = best[start] + ((part - part.mean()) ** 2).sum() + penalty
            if total < best[to] - 1e-9:
                best[to], starts[to] = total, start
    changes, at = [], n
    while starts[at] > 0:
        at = starts[at]
        changes.insert(0, int(at))
    return changes


def penalty_of(values):
    differences = np.abs(np.diff(values))
    sigma = np.median(differences) / np.sqrt(2) / stats.norm.ppf(0.75)
    return 2 * sigma ** 2 * np.log(len(values))


def change_points(rng):
    courses = [("none", [(1, 60)], 0.1), ("one", [(1, 30), (2, 30)], 0.1),
               ("small", [(1, 40), (1.15, 40)], 0.1), ("three", [(1, 20), (3, 25), (2, 30), (2.5, 9)], 0.2),
               ("short", [(5, 3), (6, 4)], 0.05), ("outlier", [(1, 20), (9, 1), (1, 20)], 0.1),
               ("far from zero", [(1e6, 25), (1e6 + 3, 25)], 0.5),
               ("stairs", [(i, 12) for i in range(8)], 0.3), ("ends", [(1, 2), (2, 50), (1, 2)], 0.1)]
    for name, levels, noise in courses:
        values = np.concatenate([rng.normal(level, noise, n) for level, n in levels])
        bic = penalty_of(values)
        yield {"name": name, "values": list(values), "bic_penalty": bic,
               "cuts": [{"min_length": min_length, "penalty": share * bic,
                         "expected": cut(values, min_length, share * bic)}
                        for min_length in (1, 2, 3) for share in (0.05, 1, 3)]}


def densities(rng):
    """Silverman's rule of thumb as R's bw.nrd0() has it, and what SciPy estimates with that."""
    del rng
    for name, values in samples():
        values = np.asarray(values, float)
        if len(values) < 2 or np.ptp(values) == 0:
            continue
        deviation = np.std(values, ddof=1)
        quartiles = np.subtract(*np.quantile(values, [0.75, 0.25])) / 1.34
        width = 0.9 * (min(deviation, quartiles) or deviation) * len(values) ** -0.2
        low, high = values.min() - 2 * width, values.max() + 2 * width
        estimate = stats.gaussian_kde(values, bw_method=width / deviation)
        yield {"name": name, "bandwidth": width, "from": low, "to": high,
               "expected": list(estimate(np.linspace(low, high, 25)))}


def students(rng):
    del rng
    for freedom in [1, 2, 3, 4, 5, 6, 9, 10, 29, 30, 100, 1001]:
        yield {"freedom": freedom, "quantile": stats.t.ppf(0.975, freedom),
               "t": [0, 0.5, 1, 2, 4.5, 12],
               "p": [2 * stats.t.sf(t, freedom) for t in [0, 0.5, 1, 2, 4.5, 12]]}


def main():
    made = {"made_with": f"NumPy {np.__version__}, SciPy {scipy.__version__}"}
    for seed, maker in enumerate([percentiles, bootstraps, rank_tests, jain, shares, change_points,
                                  students, densities]):
        made[maker.__name__] = list(maker(np.random.default_rng(1821 + seed)))
    text = json.dumps(made, indent=None, separators=(",", ":"), allow_nan=False,
                      default=lambda value: value.item())
    text = text.replace('{"', '\n{"')
    pathlib.Path(__file__).with_name("references.json").write_text(text.lstrip() + "\n",
                                                                   encoding="utf-8")


if __name__ == "__main__":
    main()
