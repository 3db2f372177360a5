"""Cross-validated partial-likelihood deviance by the naive solver of reference_coxnet.py.

For each fold the path is solved on the other rows, standardised among themselves; a fold scores
-2 (l(b) - l_training(b)) / (its events), l over all rows and l_training over the training rows, at the training rows' b.
Row i belongs to fold i % 5. Writes cross_validation_golden.json. Run in this folder: python3 reference_cross_validation.py
"""
import json, sys
import numpy as np
from reference_coxnet import load, derivs, solve

FOLDS, SHARES = 5, (0.5, 0.2, 0.05)
spec = json.load(open('cox_golden.json'))
out = {'numpy': np.__version__, 'python': sys.version.split()[0], 'entries': []}
for name in ('veteran', 'lung'):
    c = spec[name]
    X, S, T, E = load(c['dataset'], c['covariates'], c['time'], c['event'])
    fold = np.arange(len(T)) % FOLDS
    for ties in ('efron', 'breslow'):
        for alpha in (1.0, 0.5):
            Z = (X - X.mean(0)) / X.std(0)
            _, g0, _ = derivs(Z, S, T, E, np.zeros(X.shape[1]), ties)
            penalties = [abs(g0).max() / len(T) / alpha * share for share in SHARES]
            scores = []
            for k in range(FOLDS):
                r = fold != k
                mu, sd = X[r].mean(0), X[r].std(0)
                b, row = None, []
                for lam in penalties:
                    b, ll, violation = solve((X[r] - mu) / sd, S[r], T[r], E[r], lam, alpha, ties, b)
                    assert violation < 1e-9, (name, ties, alpha, k, violation)
                    whole, _, _ = derivs((X - mu) / sd, S, T, E, b, ties)
                    row.append(-2 * (whole - ll) / E[~r].sum())
                scores.append(row)
            scores = np.array(scores)
            out['entries'].append(dict(entry=name, ties=ties, alpha=alpha, folds=FOLDS, penalties=penalties, mean=list(scores.mean(0)),
                                       standard_error=list(scores.std(0, ddof=1) / np.sqrt(FOLDS))))
            print(name, ties, alpha, scores.mean(0), scores.std(0, ddof=1) / np.sqrt(FOLDS), flush=True)
json.dump(out, open('cross_validation_golden.json', 'w'), indent=1)
