"""Writes small checkpoints of random numbers with torch.save, and what PyTorch reads back from them.

Run with PyTorch 2.7.1 in this folder: python export.py [gtsrb_tar38_badnets.pth]
Each *.pth has a *.txt beside it: one line per tensor, 'name;shape;values', comma separated.
"""
import sys
from collections import OrderedDict

import torch
from torch import nn

torch.manual_seed(0)


def write(name, state, saved, protocol=2):
    torch.save(saved, name + ".pth", pickle_protocol=protocol)
    with open(name + ".txt", "w") as out:
        for key, value in state.items():
            shape = ",".join(str(d) for d in value.shape)
            values = ",".join(repr(v) for v in value.detach().float().flatten().tolist())
            out.write(f"{key};{shape};{values}\n")


network = nn.Sequential(nn.Conv2d(3, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(8, 3))
write("module", network.state_dict(), network.state_dict())

base = torch.randn(4, 6)
views = OrderedDict(
    whole=base,
    transposed=base.t(),
    slice=base[1:3, ::2],
    expanded=base[0, :1].expand(3),
    empty=torch.zeros(0, 3),
    scalar=torch.tensor(1.5),
    half=torch.tensor([1.0, -2.5, 6e-8, 65504.0, 0.1], dtype=torch.float16),
    bfloat16=torch.tensor([1.0, -2.5, 3e38], dtype=torch.bfloat16),
    double=torch.randn(2, dtype=torch.float64),
    int64=torch.tensor([-1, 2**40]),
    int32=torch.tensor([-7], dtype=torch.int32),
    int16=torch.tensor([-300], dtype=torch.int16),
    int8=torch.tensor([-3], dtype=torch.int8),
    uint8=torch.tensor([200], dtype=torch.uint8),
    bool=torch.tensor([True, False]),
    parameter=nn.Parameter(torch.randn(2)),
)
write("views", views, views)

parallel = {"epoch": 3, "state_dict": {"module." + k: v for k, v in views.items()}, "best": 0.5}
write("parallel", views, parallel, protocol=4)


def sums(pth, out):
    """One line per tensor of a checkpoint: 'name;shape;sum;sum of values times (index mod 97)'."""
    with open(out, "w") as lines:
        for key, value in torch.load(pth, map_location="cpu", weights_only=True).items():
            shape = ",".join(str(d) for d in value.shape)
            flat = value.double().flatten()
            places = torch.arange(flat.numel(), dtype=torch.float64) % 97
            lines.write(f"{key};{shape};{flat.sum().item()!r};{(flat * places).sum().item()!r}\n")


if len(sys.argv) > 1:  # the path of the original artifact's gtsrb_tar38_badnets.pth
    sums(sys.argv[1], "artifact.txt")
