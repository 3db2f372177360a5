"""Python's side of `run`: times scikit-survival and lifelines on the data sets in a folder and writes their answers.

python3 survival.py FOLDER
"""

import importlib.metadata
import statistics
import sys
import time
import warnings
from pathlib import Path

FOLDER = Path(sys.argv[1])
LAMBDA = 0.01  # both as in peer_survival.rs
PATH_MIN_RATIO = 0.05


def say(*values):
    print(*values, sep=",", flush=True)


def measure(case, task, solver, work):
    """One run to warm up, then at least 3, until 2 seconds have passed, at most 50."""
    result = work()
    seconds = []
    started = time.perf_counter()
    while len(seconds) < 3 or (time.perf_counter() - started < 2 and len(seconds) < 50):
        run = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - run)
    say("time", case, task, solver, len(seconds), min(seconds), statistics.median(seconds))
    return result


def answer(case, task, solver, rows):
    lines = [",".join(repr(float(value)) for value in row) for row in rows]
    (FOLDER / f"{case}.{task}.{solver}.answer").write_text("\n".join(lines) + "\n")


def read(case):
    import pandas

    table = pandas.read_csv(FOLDER / f"{case}.csv", float_precision="round_trip")
    return table, table.filter(regex=r"^x\d+$")


def scikit_survival(case):
    from sksurv.linear_model import CoxnetSurvivalAnalysis, CoxPHSurvivalAnalysis
    from sksurv.util import Surv

    table, covariates = read(case)
    target = Surv.from_arrays(table["event"] == 1, table["time"])
    x = covariates.to_numpy()

    fit = measure(case, "efron", "scikit-survival", lambda: CoxPHSurvivalAnalysis(ties="efron").fit(x, target))
    answer(case, "efron", "scikit-survival", [fit.coef_])

    # Its own `normalize` scales by another norm: covariates come standardised with the population sd instead.
    scale = x.std(axis=0)
    z = (x - x.mean(axis=0)) / scale
    for task, min_ratio in [("path", PATH_MIN_RATIO), ("default-path", 1e-4)]:
        solver = CoxnetSurvivalAnalysis(n_alphas=100, l1_ratio=1.0, alpha_min_ratio=min_ratio)
        path = measure(case, task, "scikit-survival", lambda solver=solver: solver.fit(z, target))
        coefficients = path.coef_.T / scale
        answer(case, task, "scikit-survival", [[a, *row] for a, row in zip(path.alphas_, coefficients)])


def lifelines(case):
    from lifelines import CoxPHFitter

    table, _ = read(case)
    table = table.drop(columns="risk_score")
    fitter = CoxPHFitter(penalizer=LAMBDA, l1_ratio=1.0)
    fit = measure(case, "lasso", "lifelines", lambda: fitter.fit(table, "time", "event"))
    answer(case, "lasso", "lifelines", [fit.params_.to_numpy()])


def main():
    warnings.simplefilter("ignore")
    for package, compare in [("scikit-survival", scikit_survival), ("lifelines", lifelines)]:
        try:
            python = ".".join(map(str, sys.version_info[:2]))
            say("version", package, f"{importlib.metadata.version(package)} (Python {python})")
        except importlib.metadata.PackageNotFoundError:
            say("skip", package, f"Python has no package `{package}`: pip install {package}")
            continue
        for case in ["small", "large"]:
            compare(case)


main()
