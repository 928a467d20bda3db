package org.metasift.data.decode;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * A decoded image as bytes: 8 bits a channel, on white where it is transparent. Samples are taken
 * as they are: the gamma of Java2D's grey and embedded colour profiles would change them.
 *
 * @param pixels uint8, (height, width, channels)
 * @param channels 1 where every pixel is grey, else 3
 */
@SuppressWarnings("ArrayRecordComponent") // lives until it is scaled
public record RasterPixels(byte[] pixels, int height, int width, int channels) {
  private static final int MOST_CHANNELS = 4;

  /**
   * Reads the pixels of an image.
   *
   * @throws ImageDecoder.Unusable when its samples have no range that is known, as floats and
   *     signed numbers have none, or there are more than four of them
   */
  static RasterPixels of(BufferedImage image) throws ImageDecoder.Unusable {
    checkSamples(image.getColorModel());
    final int height = image.getHeight();
    final int width = image.getWidth();
    final byte[] rgb = new byte[height * width * 3];
    final ColorModel colors = image.getColorModel();
    final boolean plain = isPlain(colors);
    boolean grey = true;
    for (int y = 0; y < height; y++) {
      final int[] row =
          plain
              ? samples(image.getRaster(), colors, y)
              : image.getRGB(0, y, width, 1, null, 0, width);
      for (int x = 0; x < width; x++) {
        final int argb = onWhite(row[x], plain && colors.isAlphaPremultiplied());
        final int at = 3 * (y * width + x);
        rgb[at] = (byte) (argb >> 16);
        rgb[at + 1] = (byte) (argb >> 8);
        rgb[at + 2] = (byte) argb;
        grey &= rgb[at] == rgb[at + 1] && rgb[at] == rgb[at + 2];
      }
    }
    return grey ? grey(rgb, height, width) : new RasterPixels(rgb, height, width, 3);
  }

  /** The complaint about numbers of which nobody knows what is black and what is white. */
  static ImageDecoder.Unusable unknownRange(int bits) {
    return new ImageDecoder.Unusable(
        "has samples of %d bits, floats or signed; whole numbers of 8 or 16 bits are read"
            .formatted(bits),
        null);
  }

  private static void checkSamples(ColorModel colors) throws ImageDecoder.Unusable {
    final boolean component = colors instanceof ComponentColorModel;
    if (component && colors.getTransferType() > DataBuffer.TYPE_USHORT) {
      throw unknownRange(colors.getComponentSize(0));
    }
    if (component && colors.getNumComponents() > MOST_CHANNELS) {
      throw new ImageDecoder.Unusable(
          "has %d channels; 1 to 4 are read".formatted(colors.getNumComponents()), null);
    }
  }

  /** Whether samples are grey or RGB, perhaps with opacity, of up to 16 bits. */
  private static boolean isPlain(ColorModel colors) {
    final int type = colors.getColorSpace().getType();
    return colors instanceof ComponentColorModel
        && colors.getTransferType() <= DataBuffer.TYPE_USHORT
        && (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB);
  }

  /** One row as ARGB, from 1 (grey), 2 (grey, alpha), 3 or 4 samples of 8 or 16 bits. */
  private static int[] samples(Raster raster, ColorModel colors, int y) {
    final int bands = raster.getNumBands();
    final int left = raster.getMinX();
    final int top = raster.getMinY();
    final int[] all = raster.getPixels(left, top + y, raster.getWidth(), 1, (int[]) null);
    final int[] argb = new int[raster.getWidth()];
    final boolean alpha = bands == 2 || bands == 4;
    final int largest = (1 << colors.getComponentSize(0)) - 1;
    for (int x = 0; x < argb.length; x++) {
      final int at = x * bands;
      final int red = eight(all[at], largest);
      final int green = bands < 3 ? red : eight(all[at + 1], largest);
      final int blue = bands < 3 ? red : eight(all[at + 2], largest);
      final int opacity = alpha ? eight(all[at + bands - 1], largest) : 255;
      argb[x] = opacity << 24 | red << 16 | green << 8 | blue;
    }
    return argb;
  }

  private static int eight(int sample, int largest) {
    return largest == 255 ? sample : (sample * 255 + largest / 2) / largest;
  }

  /** Pixels of (red, green, blue, opacity) laid on white: (red, green, blue). */
  public static byte[] onWhite(byte[] rgba) {
    final byte[] rgb = new byte[rgba.length / 4 * 3];
    for (int k = 0; k < rgb.length; k++) {
      final int at = k / 3 * 4;
      rgb[k] = (byte) mixed(rgba[at + k % 3] & 255, rgba[at + 3] & 255);
    }
    return rgb;
  }

  private static int mixed(int sample, int opacity) {
    return (sample * opacity + 255 * (255 - opacity) + 127) / 255;
  }

  private static int onWhite(int argb, boolean premultiplied) {
    final int opacity = argb >>> 24;
    if (opacity == 255) {
      return argb;
    }
    int out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      final int sample = argb >> shift & 255;
      final int onWhite =
          premultiplied ? Math.min(255, sample + 255 - opacity) : mixed(sample, opacity);
      out |= onWhite << shift;
    }
    return out;
  }

  /** The pixels with three channels; where they have three, the same array. */
  public byte[] rgb() {
    if (channels == 3) {
      return pixels;
    }
    final byte[] rgb = new byte[3 * pixels.length];
    for (int k = 0; k < rgb.length; k++) {
      rgb[k] = pixels[k / 3];
    }
    return rgb;
  }

  private static RasterPixels grey(byte[] rgb, int height, int width) {
    final byte[] one = new byte[height * width];
    for (int k = 0; k < one.length; k++) {
      one[k] = rgb[3 * k];
    }
    return new RasterPixels(one, height, width, 1);
  }
}
