"""Writes small image files with Pillow, and prints the CRC-32 of the pixels that Pillow reads back,
for ImageKindsTest: RGB, on white where they are transparent.

Run with Pillow 13.0.0 and numpy in this folder: python export.py
"""
import io
import struct
import zlib

import numpy as np
from PIL import Image


def scene(seed, width=32, height=32):
    """Soft and hard edges in many colours."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [
        127 + 120 * np.sin((x * (3 + seed) + y * k) / 9.0) * np.cos((y - seed * x) / (5.0 + k))
        for k in range(3)
    ]
    image = np.stack(planes, -1)
    image[height // 3 : height // 2, width // 4 : width // 2] = (250, 20, 40 * seed % 256)
    return Image.fromarray(image.clip(0, 255).astype(np.uint8))


def alpha(image):
    out = image.convert("RGBA")
    out.putalpha(scene(7, *image.size).convert("L"))
    return out


def encoded(image, kind, **how):
    out = io.BytesIO()
    image.save(out, kind, **how)
    return bytearray(out.getvalue())


def placed_gif(gif, left, top, width=32, height=32):
    gif[6:10] = struct.pack("<HH", width, height)
    at = 13 + 3 * (2 << (gif[10] & 7))
    while gif[at] == 0x21:
        at += 2
        while gif[at]:
            at += gif[at] + 1
        at += 1
    gif[at + 1 : at + 5] = struct.pack("<HH", left, top)
    return gif


def placed_webp(webp, left, top, width=32, height=32):
    webp[24:30] = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    at = webp.index(b"ANMF") + 8
    webp[at : at + 6] = struct.pack("<I", left // 2)[:3] + struct.pack("<I", top // 2)[:3]
    return webp


def write(name, data):
    with open(name, "wb") as out:
        out.write(data)
    image = Image.open(io.BytesIO(data))
    image.load()
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image.convert("RGBA"))
    print(name, zlib.crc32(white.convert("RGB").tobytes()))


def palette(image):
    return image.convert("P", palette=Image.ADAPTIVE, colors=32)


def animation(first):
    return dict(save_all=True, append_images=[scene(5, *first.size).convert(first.mode)])


small = scene(3, 20, 14)
write("lossy.webp", encoded(scene(1), "WEBP", quality=75))
write("alpha.webp", encoded(alpha(scene(1)), "WEBP", quality=75))
write("lossless.webp", encoded(scene(2), "WEBP", lossless=True))
write("animated.webp", encoded(scene(1), "WEBP", quality=75, **animation(scene(1))))
write("placed.webp", placed_webp(encoded(small, "WEBP", **animation(small)), 6, 10))
write("placed_alpha.webp", placed_webp(encoded(alpha(small), "WEBP", **animation(alpha(small))), 6, 10))
write("animated.gif", encoded(palette(scene(2)), "GIF", **animation(palette(scene(2)))))
write("placed.gif", placed_gif(encoded(palette(small), "GIF"), 7, 11))
write("placed_clear.gif", placed_gif(encoded(palette(small), "GIF", transparency=3), 7, 11))
write("lzw.tif", encoded(scene(2), "TIFF", compression="tiff_lzw", tiffinfo={317: 2}))
write("jpeg.tif", encoded(scene(2), "TIFF", compression="jpeg"))
write("turned.tif", encoded(scene(2), "TIFF", compression="tiff_adobe_deflate", tiffinfo={274: 6}))
write("pages.tif", encoded(palette(scene(2)), "TIFF", compression="tiff_lzw", **animation(palette(scene(2)))))
write("baseline.jpg", encoded(scene(1), "JPEG"))
write("progressive.jpg", encoded(scene(1), "JPEG", progressive=True))
write("cmyk.jpg", encoded(scene(1).convert("CMYK"), "JPEG"))
write("palette.png", encoded(palette(scene(1)), "PNG"))
write("rgb.png", encoded(scene(1), "PNG"))
write("float.tif", encoded(Image.fromarray(np.asarray(scene(1).convert("L")).astype(np.float32)), "TIFF", compression="tiff_lzw"))
