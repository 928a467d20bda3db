"""Exports the golden values of the panel's tests from PyTorch and SciPy.

    python -m venv /tmp/golden && /tmp/golden/bin/pip install torch==2.7.1 numpy scipy
    /tmp/golden/bin/python export_panel.py

Reads batch.npy (images of the embedded sign set) and writes panel.npz: eight images in each view, and
how suspicious the fixed pattern is of a class of 64 whose first 16 bear a faint pattern.
"""

import os

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import gaussian_filter

HERE = os.path.dirname(os.path.abspath(__file__))
SIDE, DIRECTIONS, AMPLITUDE = 32, 3, 12


def blurred(x, sigma):
    return gaussian_filter(x, (0, 0, sigma, sigma), mode="mirror", truncate=3)


def edges(x):
    grey = x.mean(1, keepdims=True)
    fine = grey - blurred(grey, 2.0)
    deviation = fine.reshape(len(x), -1).std(1, ddof=1).reshape(-1, 1, 1, 1)
    return fine / (deviation + 0.01) * 0.25


def interior(x):
    margin = SIDE * 3 // 16
    middle = torch.from_numpy(x[:, :, margin : SIDE - margin, margin : SIDE - margin])
    return F.interpolate(middle, size=(SIDE, SIDE), mode="bilinear", align_corners=False).numpy()


def fixed_pattern(pixels):
    fine = (pixels - blurred(pixels, 0.8)).reshape(len(pixels), -1)
    rest = fine - np.median(fine, 0)
    rest = rest / (rest.std(1, keepdims=True) + 1e-6)
    _, vectors = np.linalg.eigh(rest @ rest.T)
    suspicion = np.zeros(len(pixels))
    for j in range(1, DIRECTIONS + 1):
        along = vectors[:, -j]
        distance = np.abs(along - np.median(along))
        suspicion = np.maximum(suspicion, distance / (np.median(distance) * 1.4826 + 1e-9))
    return suspicion


def main():
    batch = np.load(os.path.join(HERE, "batch.npy"))  # uint8, (64, 32, 32, 3)
    x = batch.transpose(0, 3, 1, 2).astype(np.float64) / 255
    few = x[:8].astype(np.float32)
    pattern = np.random.default_rng(0).integers(-AMPLITUDE, AMPLITUDE + 1, batch.shape[1:])
    marked = batch.astype(np.int64)
    marked[:16] += pattern
    marked = np.clip(marked, 0, 255).astype(np.uint8)
    np.savez_compressed(
        os.path.join(HERE, "panel.npz"),
        images=few,
        grey=few.mean(1, keepdims=True),
        edges=edges(few).astype(np.float32),
        interior=interior(few).astype(np.float32),
        marked=marked,
        suspicion=fixed_pattern(marked.transpose(0, 3, 1, 2).astype(np.float64)).astype(np.float32),
    )


if __name__ == "__main__":
    main()
