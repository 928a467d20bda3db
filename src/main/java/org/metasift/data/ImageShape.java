package org.metasift.data;

import java.io.Serializable;

/**
 * The size of every image of a set.
 *
 * @param height rows of pixels, at least 1
 * @param width columns of pixels, at least 1
 * @param channels 1 (grey) or 3 (RGB)
 */
public record ImageShape(int height, int width, int channels) implements Serializable {
  /** Checks the ranges. */
  public ImageShape {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "images of %d x %d pixels; at least 1 x 1".formatted(height, width));
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "%d channels; 1 (grey) and 3 (RGB) are allowed".formatted(channels));
    }
  }

  /** Images as high as they are wide. */
  public static ImageShape square(int side, int channels) {
    return new ImageShape(side, side, channels);
  }

  /** Bytes of one image: height x width x channels. */
  public int imageBytes() {
    return height * width * channels;
  }

  /**
   * Refuses pixels that are more or fewer than so many images have.
   *
   * @param bytes of all pixels, uint8
   * @throws IllegalArgumentException when they are another number than is needed
   */
  void checkBytes(long bytes, int images) {
    final long expected = (long) images * height * width * channels;
    if (bytes != expected) {
      throw new IllegalArgumentException(
          "%d pixel bytes for %d images of %d x %d x %d; %d are needed"
              .formatted(bytes, images, height, width, channels, expected));
    }
  }
}
