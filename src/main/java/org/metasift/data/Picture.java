package org.metasift.data;

import java.awt.image.BufferedImage;

/** An image of a set as Java2D draws it. */
public final class Picture {
  private Picture() {}

  /** Image {@code i}, opaque RGB; a grey image has three equal channels. */
  public static BufferedImage of(ImageSet images, int i) {
    final byte[] pixels = images.pixels(i);
    final int channels = images.channels();
    final int[] rgb = new int[images.height() * images.width()];
    for (int p = 0; p < rgb.length; p++) {
      for (int c = 0; c < 3; c++) {
        rgb[p] = (rgb[p] << 8) | (pixels[p * channels + (channels == 1 ? 0 : c)] & 0xff);
      }
    }
    final BufferedImage picture =
        new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, images.width(), images.height(), rgb, 0, images.width());
    return picture;
  }
}
