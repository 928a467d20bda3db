"""PyTorch's side of ./metasift bench: the same work as ours, timed when asked to.

    python peer.py FOLDER DEVICE     FOLDER holds images.npy (n, h, w, c) uint8 and labels.npy; DEVICE is cpu or cuda:N

Reads a line, does it, answers with a line:

    prepare NAME JOB ARGUMENTS...    makes a kind of work ready under a name, in the memory layout (contiguous or channels_last)
                                     in which it is faster here; answers with what it chose
    run NAME                         does it once; answers with seconds
    difference WIDTH STRIDE          V after one step of both variants below; answers with how far they are apart, as a share of the update
    forget                           all works

Written from the description of the reference's algorithms, not from its code: double backward through the whole
virtual step (Meta-Sift, without its gradient gates, which are never trained there), double backward in the fixed
point (I-BAU), a loop over samples (DCM). Meta-Sift's step stands here twice: as it is described there, on a copy of the
model, with backward(), which computes the gradient of every parameter; and lean, where PyTorch is asked for V's gradient
alone, prunes what does not lead there, and nothing is copied. Both move V alike: 'difference' tells.
"""

import copy
import functools
import json
import os
import sys
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "test", "resources", "golden"))

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402
from torch.func import functional_call  # noqa: E402

THREADS = torch.get_num_threads()  # before the exporter asks for one

from export_golden import ResNet18, SmallVgg16, Weigher, normalize  # noqa: E402

torch.set_num_threads(THREADS)
BATCH = 128
FOLDER, DEVICE = sys.argv[1], torch.device(sys.argv[2])
PIXELS = np.load(os.path.join(FOLDER, "images.npy"), mmap_mode="r")
LABELS = np.load(os.path.join(FOLDER, "labels.npy")).astype(np.int64)
CLASSES = int(LABELS.max()) + 1
LAYOUTS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}
fastest = {}  # the layout of each work, by its name and arguments


def timed(work):
    """Seconds, to the end of what a GPU was given."""
    if DEVICE.type == "cuda":
        torch.cuda.synchronize(DEVICE)
    begin = time.perf_counter()
    work()
    if DEVICE.type == "cuda":
        torch.cuda.synchronize(DEVICE)
    return time.perf_counter() - begin


def images(count):
    x = torch.from_numpy(PIXELS[:count].copy()).permute(0, 3, 1, 2).contiguous() / 255.0
    return x.to(DEVICE), torch.from_numpy(LABELS[:count]).to(DEVICE)


def network(kind, width, stride):
    if kind == "vgg":
        return SmallVgg16(CLASSES)
    net = ResNet18(width, CLASSES)
    if stride > 1:  # our coarser look at the images
        net.conv1 = nn.Conv2d(3, width, 2 * stride + 1, stride, stride, bias=False)
    return net


def training(kind, width, stride, layout):
    torch.manual_seed(0)
    net = network(kind, int(width), int(stride)).train().to(DEVICE, memory_format=LAYOUTS[layout])
    x, y = images(BATCH)
    return net, x.to(memory_format=LAYOUTS[layout]), y


def plain_step(kind, width, stride, layout):
    net, x, y = training(kind, width, stride, layout)
    adam = torch.optim.AdamW(net.parameters(), lr=1e-4)

    def step():
        adam.zero_grad()
        F.cross_entropy(net(x), y).backward()
        adam.step()

    return step


def faster(key, make):
    """The memory layout in which a work is faster: the best of three, in turn, after one to warm up; fewer where it is long."""
    if key not in fastest:
        tried = {layout: make(layout) for layout in LAYOUTS}
        times = [{layout: timed(step) for layout, step in tried.items()}]
        first = sum(times[0].values())
        if first < 6:
            times = [{layout: timed(step) for layout, step in tried.items()} for _ in range(3 if first < 2 else 1)]
        fastest[key] = min(LAYOUTS, key=lambda layout: min(time[layout] for time in times))
    return fastest[key]


def plain(kind, width, stride):
    make = functools.partial(plain_step, kind, width, stride)
    layout = faster(("plain", kind, width, stride), make)
    return make(layout), layout


class Sifting:
    """Meta-Sift's step."""

    def __init__(self, width, stride, layout, top_k=15, alpha=1e-4):
        self.net, self.x, self.y = training("resnet", width, stride, layout)
        self.v = Weigher(9).to(DEVICE)
        self.adam = torch.optim.AdamW(self.net.parameters(), lr=alpha, betas=(0.9, 0.95), weight_decay=0.05)
        self.descent = torch.optim.SGD(self.v.parameters(), lr=5e-4)
        self.top_k, self.alpha = top_k, alpha

    def loss_of_v(self, net, buffers):
        params = dict(net.named_parameters())
        last = set(list(params)[-self.top_k :])
        cost = F.cross_entropy(functional_call(net, {**params, **buffers}, (self.x,)), self.y, reduction="none")
        weighed = (normalize(self.v(cost.detach())) * cost).sum()
        grads = dict(zip(params, torch.autograd.grad(weighed, list(params.values()), create_graph=True)))
        moved = {k: p - self.alpha * (grads[k] if k in last else grads[k].detach()) for k, p in params.items()}
        after = F.cross_entropy(functional_call(net, {**moved, **buffers}, (self.x,)), self.y, reduction="none")
        return -(normalize(1 - self.v(after.detach())) * after).sum()

    def move_v(self):
        meta = copy.deepcopy(self.net)  # its gradients and running statistics go with it
        self.descent.zero_grad()
        self.loss_of_v(meta, dict(meta.named_buffers())).backward()
        self.descent.step()

    def move_v_lean(self):
        loss = self.loss_of_v(self.net, {k: b.clone() for k, b in self.net.named_buffers()})
        self.descent.zero_grad()
        for p, g in zip(self.v.parameters(), torch.autograd.grad(loss, list(self.v.parameters()))):
            p.grad = g
        self.descent.step()

    def move_net(self):
        cost = F.cross_entropy(self.net(self.x), self.y, reduction="none")
        with torch.no_grad():
            w = normalize(self.v(cost))
        self.adam.zero_grad()
        (w * cost).sum().backward()
        self.adam.step()


def sift(width, stride, variant):
    def make(layout):
        work = Sifting(width, stride, layout)
        move_v = work.move_v_lean if variant == "lean" else work.move_v

        def step():
            move_v()
            work.move_net()

        return step

    layout = faster(("sift", width, stride, variant), make)
    return make(layout), layout


def difference(width, stride):
    moves = []
    for lean in (False, True):
        work = Sifting(width, stride, "contiguous")
        before = [p.detach().double().clone() for p in work.v.parameters()]
        (work.move_v_lean if lean else work.move_v)()
        moves.append(torch.cat([(p.detach() - b).flatten() for p, b in zip(work.v.parameters(), before)]))
    return float((moves[0] - moves[1]).norm() / moves[0].norm())


def weights(file):
    """The arrays of a safetensors file of ours, all F32."""
    with open(file, "rb") as f:
        data = f.read()
    start = 8 + int.from_bytes(data[:8], "little")
    places = {k: v for k, v in json.loads(data[8:start]).items() if k != "__metadata__"}
    return {
        k: torch.from_numpy(np.frombuffer(data[start + v["data_offsets"][0] : start + v["data_offsets"][1]], "<f4").reshape(v["shape"]).copy())
        for k, v in places.items()
    }


def ibau(count, rounds, file):
    state = weights(file)
    x, y = images(int(count))
    batches = [(x[k : k + BATCH], y[k : k + BATCH]) for k in range(0, len(x), BATCH)]

    def one_round(net, adam, pert, search, batches):
        params = list(net.parameters())
        for bx, _ in batches:
            own = net(bx).argmax(1)
            loss = -F.cross_entropy(net(bx + pert), own) + 0.001 * pert.square().sum()
            search.zero_grad()
            loss.backward()
            search.step()
        p0 = (pert * min(1, 10 / pert.norm())).detach()
        for bx, by in batches:
            p = p0.clone().requires_grad_()
            marked = torch.zeros(len(bx), 1, 1, 1, device=DEVICE)
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

    def purification(layout, rounds, batches):
        batches = [(bx.to(memory_format=LAYOUTS[layout]), by) for bx, by in batches]

        def run():
            torch.manual_seed(0)
            net = SmallVgg16(CLASSES)
            missing = net.load_state_dict(state, strict=False).missing_keys
            assert all(name.endswith("num_batches_tracked") for name in missing), missing
            net = net.train().to(DEVICE, memory_format=LAYOUTS[layout])
            pert = torch.zeros(1, *x.shape[1:], device=DEVICE, requires_grad=True)
            adam, search = torch.optim.Adam(net.parameters(), lr=0.002), torch.optim.Adam([pert], lr=0.05)
            for _ in range(rounds):
                one_round(net, adam, pert, search, batches)

        return run

    layout = faster(("ibau",), lambda layout: purification(layout, 1, batches[:1]))
    return purification(layout, int(rounds), batches), layout


def dcm(folder, budget, means_by):
    pixels = np.load(os.path.join(folder, "images.npy"))
    labels = np.load(os.path.join(folder, "labels.npy")).astype(np.int64)
    classes = int(labels.max()) + 1

    def means_in_a_loop():
        sums, counts = [np.zeros(pixels.shape[1:]) for _ in range(classes)], [0] * classes
        for image, label in zip(pixels, labels):
            sums[label] += image
            counts[label] += 1
        return [sums[c] / counts[c] for c in range(classes)]

    def means_at_once():
        return [pixels[labels == c].astype(np.float64).mean(0) for c in range(classes)]

    def run():
        means = means_in_a_loop() if means_by == "loop" else means_at_once()
        distance = np.empty(len(pixels))
        for i, image in enumerate(pixels):
            distance[i] = np.abs(image - means[labels[i]]).mean()
        for c in range(classes):
            own = np.flatnonzero(labels == c)
            own[np.argsort(distance[own])[: int(np.ceil(int(budget) * len(own) / len(pixels)))]]

    return run, "NumPy %s" % np.__version__


def answer(command, *rest):
    if command == "prepare":
        works[rest[0]], chosen = {"plain": plain, "sift": sift, "ibau": ibau, "dcm": dcm}[rest[1]](*rest[2:])
        return chosen
    if command == "run":
        return "%.6f" % timed(works[rest[0]])
    if command == "difference":
        return "%.3e" % difference(*rest)
    works.clear()
    return "ready"


works = {}
where = torch.cuda.get_device_name(DEVICE) if DEVICE.type == "cuda" else "CPU"
print("PyTorch %s, %d threads, %s" % (torch.__version__, THREADS, where), flush=True)
for line in sys.stdin:
    print(answer(*line.rstrip("\n").split("\t")), flush=True)
