"""Writes scikit-learn's handwritten digits as a data set: 1,397 images of 8 x 8 to train on, 400 to test on.

    python digits.py FOLDER

Needs scikit-learn in an environment of its own. FOLDER/train and FOLDER/test hold images.npy (n,8,8,1), 0 to 255, and labels.npy.
"""

import sys
from pathlib import Path

import numpy
from sklearn.datasets import load_digits

TEST = 400


def main(folder):
    digits = load_digits()
    images = numpy.round(digits.images / 16 * 255).astype(numpy.uint8)[..., None]
    labels = digits.target.astype(numpy.int64)
    order = numpy.random.default_rng(0).permutation(len(images))
    for part, rows in {"train": order[TEST:], "test": order[:TEST]}.items():
        path = Path(folder) / part
        path.mkdir(parents=True, exist_ok=True)
        numpy.save(path / "images.npy", images[rows])
        numpy.save(path / "labels.npy", labels[rows])


if __name__ == "__main__":
    main(*sys.argv[1:])
