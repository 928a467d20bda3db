"""PyTorch's side of ./metasift bench: the same work as ours, timed when asked to.

    python peer.py FOLDER        FOLDER holds images.npy (n, h, w, c) uint8 and labels.npy

Reads a line, does it, answers with a line: 'prepare JOB ARGUMENTS' with 'ready', 'run' with seconds.
Written from the description of the reference's algorithms: double backward through the whole virtual
step (Meta-Sift, without its gradient gates, which makes it faster), double backward in the fixed point
(I-BAU), a loop over samples (DCM).
"""

import os
import sys
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "test", "resources", "golden"))

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch.func import functional_call  # noqa: E402

THREADS = torch.get_num_threads()  # before the exporter asks for one

from export_golden import ResNet18, SmallVgg16, Weigher, normalize  # noqa: E402

torch.set_num_threads(THREADS)
BATCH = 128
PIXELS = np.load(os.path.join(sys.argv[1], "images.npy"))
LABELS = np.load(os.path.join(sys.argv[1], "labels.npy")).astype(np.int64)
CLASSES = int(LABELS.max()) + 1


def images(count):
    x = torch.from_numpy(PIXELS[:count]).permute(0, 3, 1, 2).contiguous() / 255.0
    return x, torch.from_numpy(LABELS[:count])


def plain(kind, width):
    net = (ResNet18(int(width), CLASSES) if kind == "resnet" else SmallVgg16(CLASSES)).train()
    adam = torch.optim.AdamW(net.parameters(), lr=1e-4)
    x, y = images(BATCH)

    def step():
        adam.zero_grad()
        F.cross_entropy(net(x), y).backward()
        adam.step()

    return step


def sift(width, top_k=15, alpha=1e-4):
    net, v = ResNet18(int(width), CLASSES).train(), Weigher(9)
    adam = torch.optim.AdamW(net.parameters(), lr=alpha, betas=(0.9, 0.95), weight_decay=0.05)
    descent = torch.optim.SGD(v.parameters(), lr=5e-4)
    x, y = images(BATCH)

    def step():
        params = dict(net.named_parameters())
        last = set(list(params)[-top_k:])
        buffers = {k: b.clone() for k, b in net.named_buffers()}
        cost = F.cross_entropy(functional_call(net, {**params, **buffers}, (x,)), y, reduction="none")
        weighed = (normalize(v(cost.detach())) * cost).sum()
        grads = dict(zip(params, torch.autograd.grad(weighed, list(params.values()), create_graph=True)))
        moved = {k: p - alpha * (grads[k] if k in last else grads[k].detach()) for k, p in params.items()}
        after = F.cross_entropy(functional_call(net, {**moved, **buffers}, (x,)), y, reduction="none")
        doubts = normalize(1 - v(after.detach()))
        descent.zero_grad()
        for p, g in zip(v.parameters(), torch.autograd.grad(-(doubts * after).sum(), list(v.parameters()))):
            p.grad = g
        descent.step()
        cost = F.cross_entropy(net(x), y, reduction="none")
        with torch.no_grad():
            w = normalize(v(cost))
        adam.zero_grad()
        (w * cost).sum().backward()
        adam.step()

    return step


def ibau(count, rounds):
    torch.manual_seed(0)
    net = SmallVgg16(CLASSES).train()
    adam = torch.optim.Adam(net.parameters(), lr=0.002)
    x, y = images(int(count))
    batches = [(x[k : k + BATCH], y[k : k + BATCH]) for k in range(0, len(x), BATCH)]
    pert = torch.zeros(1, *x.shape[1:], requires_grad=True)
    search = torch.optim.Adam([pert], lr=0.05)
    params = list(net.parameters())

    def one_round():
        for bx, _ in batches:
            own = net(bx).argmax(1)
            loss = -F.cross_entropy(net(bx + pert), own) + 0.001 * pert.square().sum()
            search.zero_grad()
            loss.backward()
            search.step()
        p0 = (pert * min(1, 10 / pert.norm())).detach()
        for bx, by in batches:
            p = p0.clone().requires_grad_()
            marked = torch.zeros(len(bx), 1, 1, 1)
            marked[torch.randperm(len(bx))[: int(len(bx) * 0.02)]] = 1
            direct = torch.autograd.grad(F.cross_entropy(net(bx + marked * p), by), [p] + params)
            inner = -F.cross_entropy(net(batches[0][0] + p), batches[0][1]) + 0.001 * p.square().sum()
            mapped = p - 0.1 * torch.autograd.grad(inner, p, create_graph=True)[0]
            v = torch.zeros_like(p)
            for _ in range(5):
                v = torch.autograd.grad(mapped, p, v, retain_graph=True)[0] + direct[0]
            implicit = torch.autograd.grad(mapped, params, v)
            for q, a, b in zip(params, direct[1:], implicit):
                q.grad = a + b
            adam.step()

    def run():
        for _ in range(int(rounds)):
            one_round()

    return run


def dcm(budget):
    def run():
        means = [PIXELS[LABELS == c].astype(np.float64).mean(0) for c in range(CLASSES)]
        distance = np.empty(len(PIXELS))
        for i, image in enumerate(PIXELS):
            distance[i] = np.abs(image - means[LABELS[i]]).mean()
        for c in range(CLASSES):
            own = np.flatnonzero(LABELS == c)
            own[np.argsort(distance[own])[: int(np.ceil(int(budget) * len(own) / len(PIXELS)))]]

    return run


work = None
print("PyTorch %s, %d threads" % (torch.__version__, THREADS), flush=True)
for line in sys.stdin:
    command, *rest = line.split()
    if command == "prepare":
        work = {"plain": plain, "sift": sift, "ibau": ibau, "dcm": dcm}[rest[0]](*rest[1:])
        print("ready", flush=True)
    else:
        begin = time.perf_counter()
        work()
        print("%.6f" % (time.perf_counter() - begin), flush=True)
