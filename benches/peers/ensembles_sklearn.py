"""scikit-learn's and shap's side of `ensembles`: the same tasks on the same data, timed.

    ensembles_sklearn.py time FOLDER | check FOLDER | score FILE | tables FOLDER REAL
"""

import csv
import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold

warnings.filterwarnings("ignore")
SEED = 42
N_EXPLAINED = 500
N_BATCH = 2_000
REPEATS = 5


def read(path):
    table = np.loadtxt(path, delimiter=",")
    return table[:, 1:], table[:, 0].astype(int)


def forest(seed=SEED):
    return RandomForestClassifier(
        n_estimators=200, max_depth=10, min_samples_split=5, min_samples_leaf=2, n_jobs=2, random_state=seed
    )


def boosting():
    return GradientBoostingClassifier(n_estimators=200, learning_rate=0.05, max_depth=5, random_state=SEED)


def timed(task, case, work):
    """Repeats as our side does, and prints the median."""
    seconds = []
    while len(seconds) < 9 and sum(seconds) <= 1.0:
        started = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - started)
    print(f"time,{task},{case},{sorted(seconds)[len(seconds) // 2]}", flush=True)
    return result


def time_all(folder):
    import shap

    for case in ["small", "large"]:
        x, y = read(folder / f"{case}.csv")
        trees = timed("forest", case, lambda: forest().fit(x, y))
        boosted = timed("boost", case, lambda: boosting().fit(x, y))
        histogram = HistGradientBoostingClassifier(max_iter=200, learning_rate=0.05, max_depth=5, early_stopping=False)
        timed("boost_histogram", case, lambda: histogram.fit(x, y))
        timed("predict_forest", case, lambda: trees.predict_proba(x))
        timed("predict_boost", case, lambda: boosted.predict_proba(x))
        if len(x) > N_BATCH:
            timed("batch_forest", case, lambda: trees.predict_proba(x[:N_BATCH]))
            timed("batch_boost", case, lambda: boosted.predict_proba(x[:N_BATCH]))
        rows = x[:N_EXPLAINED]
        timed("shap_boost", case, lambda: shap.TreeExplainer(boosted).shap_values(rows))
        timed("shap_forest", case, lambda: shap.TreeExplainer(trees).shap_values(rows))


def check(folder):
    """shap's values of *our* trees beside our own: lines `check,CASE,LARGEST DIFFERENCE`."""
    import shap

    for case in ["small", "large"]:
        x, _ = read(folder / f"{case}.csv")
        output = json.loads((folder / f"{case}.boost.json").read_text())["model"]["outputs"][0]
        trees = []
        for tree in output["trees"]:
            feature, left, right = (np.array(tree[key]) for key in ["feature", "left", "right"])
            trees.append({
                "children_left": left, "children_right": right, "children_default": left.copy(), "features": feature,
                "thresholds": np.array(tree["threshold"]), "values": np.array(tree["value"])[:, None] * output["scale"],
                "node_sample_weight": np.array(tree["cover"]),
            })
        explainer = shap.TreeExplainer({"trees": trees, "base_offset": output["base"]})
        theirs = explainer.shap_values(x[:N_EXPLAINED], check_additivity=False)
        ours = json.loads((folder / f"{case}.shap.json").read_text())
        ours = np.array(ours["data"]).reshape(ours["dim"])
        print(f"check,{case},{np.abs(ours - theirs).max()}")


def tables(folder, real):
    """Writes `NAME.REPEAT.csv` with the folds that both sides use."""
    for name in ["breast_cancer", "wine_data"]:
        with open(real / f"{name}.csv") as file:
            rows = list(csv.reader(file))[1:]
        data = np.array(rows, dtype=float)
        x, y = data[:, :-1], data[:, -1].astype(int)
        for repeat in range(REPEATS):
            fold = np.zeros(len(y), dtype=int)
            for number, (_, test) in enumerate(StratifiedKFold(5, shuffle=True, random_state=repeat).split(x, y)):
                fold[test] = number
            np.savetxt(folder / f"{name}.{repeat}.csv", np.column_stack([fold, y, x]), delimiter=",", fmt="%.17g")
            print(f"table,{name},{repeat}")


def score(path):
    table = np.loadtxt(path, delimiter=",")
    fold, y, x = table[:, 0].astype(int), table[:, 1].astype(int), table[:, 2:]
    for number in range(fold.max() + 1):
        train, test = fold != number, fold == number
        models = {
            "forest": forest(), "boost": GradientBoostingClassifier(max_depth=3, learning_rate=0.1, random_state=SEED)
        }
        for name, model in models.items():
            p = model.fit(x[train], y[train]).predict_proba(x[test])
            value = roc_auc_score(y[test], p[:, 1]) if p.shape[1] == 2 else accuracy_score(y[test], p.argmax(axis=1))
            print(f"score,{name},{number},{value}")


if __name__ == "__main__":
    task, *paths = sys.argv[1:]
    {"time": time_all, "check": check, "score": score, "tables": tables}[task](*map(Path, paths))
