"""Exports the golden values of the tangent, Meta-Sift and I-BAU tests from PyTorch.

    python -m venv /tmp/golden && /tmp/golden/bin/pip install torch==2.7.1 numpy
    /tmp/golden/bin/python export_golden.py

Reads batch.npy and labels.npy beside it (64 images of the embedded sign set, written by
GoldenBatch.java) and writes tangents.npz, sift_step.npz and hypergradient.npz. Weights that are not
stored are drawn by Java's SplittableRandom, rebuilt here.
"""

import os

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call, jvp

HERE = os.path.dirname(os.path.abspath(__file__))
torch.set_num_threads(1)
torch.manual_seed(0)


class Splittable:
    """java.util.SplittableRandom: uniform doubles in [-bound, bound)."""

    def __init__(self, seed):
        self.seed = seed

    def uniform(self, count, bound):
        mask = (1 << 64) - 1
        gamma = 0x9E3779B97F4A7C15
        with np.errstate(over="ignore"):
            z = np.uint64(self.seed & mask) + np.uint64(gamma) * np.arange(1, count + 1, dtype=np.uint64)
            self.seed = (self.seed + gamma * count) & mask
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z = z ^ (z >> np.uint64(31))
        unit = (z >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return (unit * (2 * bound) - bound).astype(np.float32)


class Block(nn.Module):
    def __init__(self, inside, out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.shortcut = nn.Sequential()
        if stride != 1 or inside != out:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inside, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.shortcut(x))


class ResNet18(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        inside = width
        for stage in range(1, 5):
            out = width * 2 ** (stage - 1)
            first = Block(inside, out, 1 if stage == 1 else 2)
            setattr(self, f"layer{stage}", nn.Sequential(first, Block(out, out, 1)))
            inside = out
        self.linear = nn.Linear(inside, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for stage in range(1, 5):
            x = getattr(self, f"layer{stage}")(x)
        return self.linear(x.mean((2, 3)))


class SmallVgg16(nn.Module):
    def __init__(self, classes):
        super().__init__()
        layers, inside = [], 3
        for out, rate in ((32, 0.3), (64, 0.4), (128, 0.4)):
            for _ in range(2):
                layers += [nn.Conv2d(inside, out, 3, padding=1), nn.BatchNorm2d(out), nn.ELU()]
                inside = out
            layers += [nn.MaxPool2d(2), nn.Dropout(rate)]
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(2048, classes)

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


def draw(net, seed):
    random = Splittable(seed)
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                fan_in = module.weight[0].numel()
                for p in (module.weight, module.bias):
                    if p is not None:
                        values = random.uniform(p.numel(), 1 / np.sqrt(fan_in))
                        p.copy_(torch.from_numpy(values).view_as(p))
    return net


def load():
    x = torch.from_numpy(np.load(os.path.join(HERE, "batch.npy"))).permute(0, 3, 1, 2) / 255.0
    return x.contiguous(), torch.from_numpy(np.load(os.path.join(HERE, "labels.npy"))).long()


def save(name, **arrays):
    np.savez(os.path.join(HERE, name), **{k: np.asarray(v.detach().numpy() if torch.is_tensor(v) else v, dtype=np.float32) for k, v in arrays.items()})


def tangents():
    g = torch.Generator().manual_seed(1)
    r = lambda *s: torch.randn(*s, generator=g)
    x, dx = r(3, 4, 6, 6), r(3, 4, 6, 6)
    w, dw, b, db = r(5, 4, 3, 3), r(5, 4, 3, 3), r(5), r(5)
    gamma, dgamma, beta, dbeta = r(4), r(4), r(4), r(4)
    mean, var = r(4), r(4).abs() + 0.5
    lw, dlw, lb, dlb = r(7, 144), r(7, 144), r(7), r(7)
    labels = torch.tensor([1, 3, 0])
    out = dict(x=x, dx=dx, w=w, dw=dw, b=b, db=db, gamma=gamma, dgamma=dgamma, beta=beta, dbeta=dbeta,
               mean=mean, var=var, lw=lw, dlw=dlw, lb=lb, dlb=dlb)

    def put(name, function, at, along):
        value, tangent = jvp(function, at, along)
        out[name], out["d" + name] = value, tangent

    put("conv", lambda x, w, b: F.conv2d(x, w, b, padding=1), (x, w, b), (dx, dw, db))
    put("strided", lambda x, w: F.conv2d(x, w, None, stride=2, padding=1), (x, w), (dx, dw))
    put("batch", lambda x, g, b: F.batch_norm(x, None, None, g, b, True), (x, gamma, beta), (dx, dgamma, dbeta))
    put("running", lambda x, g, b: F.batch_norm(x, mean, var, g, b, False), (x, gamma, beta), (dx, dgamma, dbeta))
    put("elu", F.elu, (x,), (dx,))
    put("relu", F.relu, (x,), (dx,))
    put("pool", lambda x: F.max_pool2d(x, 2), (x,), (dx,))
    put("linear", lambda x, w, b: F.linear(x.flatten(1), w, b), (x, lw, lb), (dx, dlw, dlb))
    scores, dscores = r(3, 4), r(3, 4)
    out.update(scores=scores, dscores=dscores)
    put("cost", lambda z: F.cross_entropy(z, labels, reduction="none"), (scores,), (dscores,))

    # whole networks, all parameters and the input moving
    images, _ = load()
    for name, net in (("resnet", draw(ResNet18(4, 43), 3)), ("vgg", draw(SmallVgg16(43), 4))):
        for module in net.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0
        net.train()
        params = {k: v.detach() for k, v in net.named_parameters()}
        random = Splittable(5)
        along = {k: torch.from_numpy(random.uniform(v.numel(), 0.05)).view_as(v) for k, v in params.items()}
        move = torch.from_numpy(random.uniform(3 * 32 * 32, 0.1)).view(1, 3, 32, 32)
        batch = images[:8].clone()
        value, tangent = jvp(
            lambda p, z: functional_call(net, {**p, **{k: v.clone() for k, v in net.named_buffers()}}, (z,)),
            (params, batch), (along, move.expand_as(batch).contiguous()))
        out[name], out["d" + name] = value, tangent
    save("tangents.npz", **out)


class Weigher(nn.Module):
    def __init__(self, seed):
        super().__init__()
        self.l1, self.l2, self.l3 = nn.Linear(1, 100), nn.Linear(100, 150), nn.Linear(150, 1)
        random = Splittable(seed)
        with torch.no_grad():
            for layer in (self.l1, self.l2, self.l3):
                for p in (layer.weight, layer.bias):
                    p.copy_(torch.from_numpy(random.uniform(p.numel(), 1 / np.sqrt(layer.in_features))).view_as(p))

    def forward(self, c):
        return torch.sigmoid(self.l3(F.relu(self.l2(F.relu(self.l1(c[:, None])))))).squeeze(1)


def normalize(v):
    return v / v.sum() if v.sum() >= 1e-4 else v


def sift_step():
    """The reference step: double backward through a virtual step of the whole network."""
    x, y = load()
    net, alpha, top_k = draw(ResNet18(4, 43), 7), 1e-4, 15
    adam = torch.optim.AdamW(net.parameters(), lr=1e-3)
    net.train()
    for _ in range(40):  # so that costs differ, as after a warm-up
        adam.zero_grad()
        F.cross_entropy(net(x), y).backward()
        adam.step()
    state = {k: v.detach().clone() for k, v in net.state_dict().items() if not k.endswith("tracked")}
    v = Weigher(9)
    params = dict(net.named_parameters())
    cost = F.cross_entropy(net(x), y, reduction="none")
    weighed = (normalize(v(cost.detach())) * cost).sum()
    grads = dict(zip(params, torch.autograd.grad(weighed, list(params.values()), create_graph=True)))
    last = list(params)[-top_k:]
    moved = {k: p - alpha * (grads[k] if k in last else grads[k].detach()) for k, p in params.items()}
    scores = functional_call(net, {**moved, **{k: b.clone() for k, b in net.named_buffers()}}, (x,))
    after = F.cross_entropy(scores, y, reduction="none")
    loss = -(normalize(1 - v(after.detach())) * after).sum()
    gradient = torch.autograd.grad(loss, list(v.parameters()))
    names = ["w1", "b1", "w2", "b2", "w3", "b3"]
    save("sift_step.npz", costs=cost, **{"v." + n: g for n, g in zip(names, gradient)},
         **{"net." + k: p for k, p in state.items()})


def pool_margin(net, batch):
    """The smallest gap, over all pooling windows, between the largest value and the next one."""
    gaps = []
    hooks = [m.register_forward_pre_hook(lambda _, given: gaps.append(
        given[0].unfold(2, 2, 2).unfold(3, 2, 2).flatten(-2).topk(2).values.diff().abs().min()))
        for m in net.modules() if isinstance(m, nn.MaxPool2d)]
    with torch.no_grad():
        net(batch)
    for hook in hooks:
        hook.remove()
    return float(min(gaps))


def hypergradient():
    """The reference's fixed point by double backward, K = 5, dropout off, in double precision.

    A second derivative jumps where another value becomes the largest of a pooling window, which the
    rounding of another machine can bring about: of 200 perturbations the one with the widest gap is
    taken, on a batch small enough to have one.
    """
    x, y = load()
    x, y = x[:8].double(), y[:8]
    net = draw(SmallVgg16(43), 11).double()
    for module in net.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    net.train()
    draw_p = lambda seed: torch.from_numpy(Splittable(seed).uniform(3072, 0.1)).view(1, 3, 32, 32).double()
    marked = torch.zeros(8, 1, 1, 1, dtype=torch.double)
    marked[:2] = 1
    gap = lambda seed: min(pool_margin(net, x + draw_p(seed) * marked), pool_margin(net, x[:4] + draw_p(seed)))
    seed = max(range(200), key=gap)
    print("seed of the perturbation", seed, "gap", gap(seed))
    p = draw_p(seed).requires_grad_()
    params = list(net.parameters())
    outer = F.cross_entropy(net(x + p * marked), y)
    by_p, *by_params = torch.autograd.grad(outer, [p] + params)
    inner = -F.cross_entropy(net(x[:4] + p), y[:4]) + 0.001 * p.square().sum()
    step = torch.autograd.grad(inner, p, create_graph=True)[0]
    mapped = p - 0.1 * step
    v = torch.zeros_like(p)
    for _ in range(5):
        v = torch.autograd.grad(mapped, p, grad_outputs=v, retain_graph=True)[0] + by_p
    mixed = torch.autograd.grad(mapped, params, grad_outputs=v)
    out = {"p": p, "v": v}
    for (name, _), direct, implicit in zip(net.named_parameters(), by_params, mixed):
        total = (direct + implicit).flatten()
        out["every37th." + name] = total[::37]
        out["implicit." + name] = implicit.norm()
    save("hypergradient.npz", **out)


if __name__ == "__main__":
    tangents()
    sift_step()
    hypergradient()
