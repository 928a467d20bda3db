"""Prints the CRC-32 of crops that Pillow makes of a computed image, for BilinearTest.

Run with Pillow 13.0.0 and numpy: python export.py
"""
import zlib

import numpy as np
from PIL import Image

y, x, c = np.meshgrid(np.arange(90), np.arange(70), np.arange(3), indexing="ij")
image = Image.fromarray(((x * 7 + y * 13 + c * 29 + x * y % 31 * 5) % 256).astype(np.uint8))
for box in [(0, 0, 70, 90), (5, 6, 65, 84), (10.25, 20.5, 30.75, 33.125), (0, 0, 32, 32)]:
    crop = image.resize((32, 32), Image.BILINEAR, box=box)
    print(box, zlib.crc32(np.asarray(crop).tobytes()))
