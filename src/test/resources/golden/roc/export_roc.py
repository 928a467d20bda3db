"""Exports the golden values of RocTest from scikit-learn.

    python -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn==1.9.1
    /tmp/golden/bin/python export_roc.py

Writes images.csv (label, poisoned, trust of each image; with ties) and figures.csv: for each label,
and for the labels from 0 to 2 together (weighted by their poisoned images), the area under the ROC
curve and the true positive rate at false positive rates of at most 1, 5 and 20 percent. Label 3 has
no poison, label 4 nothing else.
"""

import csv
import os

import numpy as np
from sklearn.metrics import roc_auc_score, roc_curve

HERE = os.path.dirname(os.path.abspath(__file__))
RATES = (0.01, 0.05, 0.2)
rng = np.random.default_rng(27)


def draw(label, clean, bad, shift, digits):
    trust = np.concatenate([rng.normal(0, 1, clean), rng.normal(-shift, 1, bad)]).round(digits)
    scale = 10.0**label  # numbers of different labels mean different things
    poisoned = np.r_[np.zeros(clean, int), np.ones(bad, int)]
    return [(label, p, repr(float(t * scale))) for p, t in zip(poisoned, trust)]


rows = draw(0, 400, 60, 2.5, 6) + draw(1, 90, 40, 1.0, 1) + draw(2, 30, 7, 0.2, 0)
rows += draw(3, 25, 0, 0, 2) + draw(4, 0, 5, 0, 2)
rng.shuffle(rows)
rows = [(int(l), int(p), t) for l, p, t in rows]


def figures(label):
    suspicion = np.array([-float(t) for l, _, t in rows if l == label])
    poisoned = np.array([p for l, p, _ in rows if l == label])
    fpr, tpr, _ = roc_curve(poisoned, suspicion, drop_intermediate=False)
    return [roc_auc_score(poisoned, suspicion)] + [tpr[fpr <= r].max() for r in RATES]


with open(os.path.join(HERE, "images.csv"), "w", newline="") as out:
    csv.writer(out, lineterminator="\n").writerows([("label", "poisoned", "trust")] + rows)
each = {label: figures(label) for label in (0, 1, 2)}
weights = [60, 40, 7]
each["all"] = list(np.average([each[0], each[1], each[2]], axis=0, weights=weights))
with open(os.path.join(HERE, "figures.csv"), "w", newline="") as out:
    w = csv.writer(out, lineterminator="\n")
    w.writerow(("label", "auroc", "tpr1", "tpr5", "tpr20"))
    w.writerows([label] + [repr(float(v)) for v in values] for label, values in each.items())
