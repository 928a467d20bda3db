"""HDF5 files as h5py 3.16, HDF5 2.0 and hdf5plugin 7.1 write them, for HdfFilesTest.

    pip install h5py==3.16.0 hdf5plugin==7.1.0 numpy && python export_hdf5.py

read.h5 holds a group for each way of storing the same four grey images, in the file format of
versions 1.10 to 1.14; earliest.h5 some of them in the oldest one. refused.h5 holds what is not read;
virtual.h5, external.h5 and version2.h5 cannot be opened as a whole.
"""
import h5py
import hdf5plugin
import numpy as np

SHAPE = (4, 28, 28)
at = np.arange(4 * 28 * 28)
IMAGES = ((at * 31 + at // 97 * 7) % 256).astype(np.uint8).reshape(SHAPE)  # SampleFiles.values
LABELS = np.array([0, 2, 1, 2])
SMALL, ODD = (3, 28, 28), (3, 9, 7)  # ODD: 189 bytes, no multiple of 8
BITS = hdf5plugin.Bitshuffle
BLOCK = 512  # elements; SMALL has four blocks and a part


def add(file, name, images=IMAGES, labels=LABELS, **how):
    group = file.create_group(name)
    group.create_dataset("images", data=images, **how)
    group["labels"] = labels


def masked(file):
    """The second chunk without its filters, as writers of whole chunks store it."""
    images = file.create_dataset(
        "masked/images", SHAPE, "u2", chunks=(1, 28, 28), compression="gzip", shuffle=True)
    images[:1], images[2:] = IMAGES[:1], IMAGES[2:]
    file.flush()
    images.id.write_direct_chunk((1, 0, 0), IMAGES[1].astype("<u2").tobytes(), filter_mask=3)
    file["masked/labels"] = LABELS


def compact(file):
    group = file.create_group("compact")
    group["images"] = IMAGES
    layout = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    layout.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((4,))
    kinds = h5py.h5d.create(group.id, b"labels", h5py.h5t.STD_I32BE, space, layout)
    h5py.Dataset(kinds)[...] = LABELS


def holes(file):
    """Chunks, or all, never written; and one stored without its filters."""
    for name, fill in ("never", 0), ("fill", 9):
        images = file.create_dataset(name + "/images", SHAPE, "u1", chunks=(1, 28, 28), fillvalue=fill)
        images[:2], images[3:] = IMAGES[:2], IMAGES[3:]
        file[name + "/labels"] = LABELS
    file.create_dataset("nothing/images", SHAPE, "u1", fillvalue=7)
    file["nothing/labels"] = LABELS
    masked(file)


def links(file):
    file["soft/images"] = h5py.SoftLink("/gzip/images")
    file["soft/labels"] = h5py.SoftLink("deeper/labels")
    file["soft/deeper/labels"] = LABELS
    file["deeper/labels"] = LABELS[::-1]  # not meant by soft/labels
    file["group"] = h5py.SoftLink("/gzip")
    file["gzip/up"] = h5py.SoftLink("/gzip")
    file["self"] = h5py.SoftLink("/self")
    file["outside/images"] = h5py.ExternalLink("other.h5", "/images")
    file["outside/labels"] = LABELS


with h5py.File("earliest.h5", "w", libver=("earliest", "v114")) as file:
    add(file, "gzip", chunks=SMALL, compression="gzip")
    add(file, "bits-lz4-blocks", chunks=SMALL, **BITS(BLOCK, cname="lz4"))
    compact(file)
    holes(file)
    links(file)

with h5py.File("read.h5", "w", libver=("v110", "v114")) as file:
    add(file, "gzip", chunks=SMALL, compression="gzip")
    add(file, "gzip-shuffle", IMAGES.astype("<f4"), chunks=ODD, compression="gzip", shuffle=True)
    add(file, "fletcher32", chunks=SMALL, fletcher32=True)
    add(file, "fletcher32-odd", chunks=ODD, fletcher32=True)
    add(file, "fletcher32-shuffle", IMAGES.astype(">u2"), chunks=ODD, fletcher32=True, shuffle=True)
    add(file, "fletcher32-lzf", chunks=SMALL, fletcher32=True, compression="lzf")
    add(file, "lzf", chunks=SMALL, compression="lzf")
    add(file, "lz4", chunks=SMALL, **hdf5plugin.LZ4(nbytes=BLOCK))
    add(file, "bits", chunks=SMALL, **BITS(BLOCK, cname="none"))
    add(file, "bits-odd", IMAGES.astype("<i4"), chunks=ODD, **BITS(64, cname="none"))
    add(file, "bits-lz4", chunks=SMALL, **BITS(cname="lz4"))
    add(file, "bits-lz4-blocks", chunks=SMALL, **BITS(BLOCK, cname="lz4"))
    add(file, "bits-lz4-odd", IMAGES.astype("<u2"), chunks=ODD, **BITS(64, cname="lz4"))
    add(file, "double", IMAGES.astype("<f8"), chunks=SMALL, **BITS(BLOCK, cname="lz4"))
    grown = file.create_dataset("grown/images", (0, 28, 28), "u1", chunks=(1, 28, 28), maxshape=(None, 28, 28))
    free = file.create_dataset("free/images", SHAPE, "u1", chunks=SMALL, maxshape=(None, None, 28))
    for at in range(4):
        grown.resize(at + 1, 0)
        grown[at] = free[at] = IMAGES[at]
    file["grown/labels"] = file["free/labels"] = LABELS
    holes(file)
    links(file)
    compact(file)
    add(file, "texts", labels=np.array(["cat", "dog", "Bär", "dog"], dtype=object))
    add(file, "fixed", labels=np.array([b"cat", b"dog", b"bear", b"dog"]))
    add(file, "yes-no", labels=LABELS > 0)


with h5py.File("refused.h5", "w") as file:
    for name, how in {
        "blosc": hdf5plugin.Blosc(),
        "blosc2": hdf5plugin.Blosc2(),
        "zstd": hdf5plugin.Zstd(),
        "bzip2": hdf5plugin.BZip2(),
        "bitshuffle and zstd": BITS(cname="zstd"),
        "szip": {"compression": "szip"},
        "scale-offset": {"scaleoffset": 0},
    }.items():
        add(file, name, chunks=SMALL, **how)

with h5py.File("virtual.h5", "w") as file:
    layout = h5py.VirtualLayout(SHAPE, "u1")
    layout[...] = h5py.VirtualSource("read.h5", "gzip/images", SHAPE)
    file.create_virtual_dataset("images", layout)
    file["labels"] = LABELS

with h5py.File("external.h5", "w") as file:
    file.create_dataset("images", SHAPE, "u1", external=[("external.raw", 0, h5py.h5f.UNLIMITED)])
    file["labels"] = LABELS

with h5py.File("version2.h5", "w", libver="latest") as file:
    file.create_dataset("images", data=IMAGES, chunks=SMALL, compression="gzip")
    file["labels"] = LABELS
