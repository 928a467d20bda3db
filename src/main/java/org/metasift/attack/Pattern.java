package org.metasift.attack;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.metasift.compute.RandomStream;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.array.NpyFloats;
import org.metasift.io.Fingerprint;

/**
 * A picture of real numbers that a trigger adds to images or blends into them.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels 1 or 3
 * @param values (height, width, channels) row-major, in units of the full range of a pixel: 1 = 255
 */
@SuppressWarnings("ArrayRecordComponent") // a picture; shared, not changed
public record Pattern(int height, int width, int channels, float[] values) {
  /** Checks that the values fill the picture and are finite. */
  public Pattern {
    if (values.length != height * width * channels) {
      throw new IllegalArgumentException(
          "%d values for a pattern of %d x %d x %d"
              .formatted(values.length, height, width, channels));
    }
    for (final float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "a pattern holds %s; numbers are allowed".formatted(value));
      }
    }
  }

  /** Uniform noise in [0, 1), fixed by the seed, of the size of these images. */
  public static Pattern noise(ImageSet like, long seed) {
    final SplittableRandom random = RandomStream.PATTERN.from(seed);
    return new Pattern(
        like.height(), like.width(), like.channels(), uniform(random, like.imageBytes()));
  }

  /** Numbers from [0, 1). */
  static float[] uniform(SplittableRandom random, int count) {
    final float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) random.nextDouble();
    }
    return values;
  }

  /** A pattern from planes (channels, height, width), as networks and the artifact store it. */
  public static Pattern ofPlanes(int channels, int height, int width, float[] planes) {
    final int area = height * width;
    final float[] values = new float[planes.length];
    for (int k = 0; k < planes.length; k++) {
      values[k % area * channels + k / area] = planes[k];
    }
    return new Pattern(height, width, channels, values);
  }

  /**
   * Reads a trigger: .npy, float, (channels, height, width) as Meta-Sift's artifact stores it, or
   * (height, width, channels) as the authors of Smooth do, with or without a first dimension of 1.
   * Where both would do, the channels come first.
   *
   * @throws BadDataException when the file is missing, damaged or of another shape
   */
  public static Pattern read(Path npy) {
    final NpyFloats numbers = NpyFloats.read(npy);
    final long[] shape = numbers.shape();
    final int skip = shape.length == 4 && shape[0] == 1 ? 1 : 0;
    final boolean three = shape.length - skip == 3;
    if (three && isChannels(shape[skip])) {
      return ofPlanes(
          (int) shape[skip], (int) shape[skip + 1], (int) shape[skip + 2], numbers.values());
    }
    if (three && isChannels(shape[skip + 2])) {
      return new Pattern(
          (int) shape[skip], (int) shape[skip + 1], (int) shape[skip + 2], numbers.values());
    }
    throw new BadDataException(
        npy,
        "has shape %s; a trigger is (channels, height, width) or (height, width, channels) with 1 or 3 channels"
            .formatted(Arrays.toString(shape)));
  }

  private static boolean isChannels(long length) {
    return length == 1 || length == 3;
  }

  /**
   * Writes the pattern as {@link #read} reads it.
   *
   * @throws BadDataException when the place cannot be written
   */
  public void write(Path npy) {
    final float[] planes = new float[values.length];
    final int area = height * width;
    for (int k = 0; k < planes.length; k++) {
      planes[k] = values[k % area * channels + k / area];
    }
    new NpyFloats(new long[] {channels, height, width}, planes).write(npy);
  }

  /** The pattern with all values multiplied. */
  public Pattern times(double factor) {
    final float[] scaled = values.clone();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= (float) factor;
    }
    return new Pattern(height, width, channels, scaled);
  }

  /**
   * The first 16 hexadecimal digits of the SHA-256 of size and values: what was in a trigger's
   * file.
   */
  public String fingerprint() {
    final ByteBuffer bytes = ByteBuffer.allocate(4 * (3 + values.length));
    bytes.putInt(height).putInt(width).putInt(channels);
    for (final float value : values) {
      bytes.putFloat(value);
    }
    final MessageDigest digest = Fingerprint.begin();
    digest.update(bytes.array());
    return Fingerprint.text(digest);
  }

  /**
   * Checks that it can be seen where it is added to pixels from 0 to 1, and is no picture in grey
   * levels.
   */
  void checkAddable() {
    final double largest = largest();
    if (largest > 1 || 255 * largest < 0.5) {
      throw new IllegalArgumentException(
          "the largest value of the trigger is %s; from 0.002 (half a grey level) to 1 (255 grey levels) is allowed, as it is added to pixels from 0 to 1"
              .formatted(largest));
    }
  }

  /** One number, by its place in an image's pixels. */
  float value(int place) {
    return values[place];
  }

  void checkFit(ImageSet images) {
    if (images.height() != height || images.width() != width || images.channels() != channels) {
      throw new IllegalArgumentException(
          "a trigger of %d x %d x %d for images of %d x %d x %d; the sizes must be equal"
              .formatted(
                  height, width, channels, images.height(), images.width(), images.channels()));
    }
  }

  /** The largest absolute value: the L-inf norm, in units of the full range. */
  public double largest() {
    double largest = 0;
    for (final float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /**
   * Puts pictures (b, channels, height, width) in [0, 1] in the place of images.
   *
   * @param at where each goes
   * @param like has their size
   */
  static void paint(ImageSetEditor editor, int[] at, NDArray pictures, ImageSet like) {
    final float[] planes = pictures.toFloatArray();
    final int area = like.height() * like.width();
    final int length = like.imageBytes();
    for (int image = 0; image < at.length; image++) {
      final byte[] pixels = new byte[length];
      for (int k = 0; k < length; k++) {
        pixels[k % area * like.channels() + k / area] = toByte(255 * planes[image * length + k]);
      }
      editor.pixels(at[image], pixels);
    }
  }

  /** A grey level rounded and clipped to 0..255. */
  static byte toByte(double level) {
    return (byte) Math.max(0, Math.min(255, Math.round(level)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pattern pattern
        && height == pattern.height
        && width == pattern.width
        && channels == pattern.channels
        && Arrays.equals(values, pattern.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "pattern of %d x %d x %d, largest %.4f".formatted(height, width, channels, largest());
  }
}
