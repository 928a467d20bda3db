package org.metasift.data.read;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.metasift.data.array.NpyHeader;

/** Small files of all kinds, made here. */
public final class SampleFiles {
  private SampleFiles() {}

  /** A value of its own for each place. */
  public static int value(int at) {
    return (at * 31 + at / 97 * 7) % 256;
  }

  public static byte[] values(int count) {
    final byte[] out = new byte[count];
    for (int k = 0; k < count; k++) {
      out[k] = (byte) value(k);
    }
    return out;
  }

  public static byte[] npy(String dtype, byte[] values, long... shape) {
    return join(NpyHeader.write(dtype, shape), values);
  }

  public static byte[] join(byte[]... parts) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (final byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  public static byte[] littleFloats(float... values) {
    final ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (final float value : values) {
      out.putFloat(value);
    }
    return out.array();
  }

  public static byte[] zip(boolean packed, Map<String, byte[]> members) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (final Map.Entry<String, byte[]> member : members.entrySet()) {
        final ZipEntry entry = new ZipEntry(member.getKey());
        if (!packed) {
          final CRC32 crc = new CRC32();
          crc.update(member.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(member.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(member.getValue());
        zip.closeEntry();
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] gzip(byte[] plain) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An idx file of bytes. */
  public static byte[] idx(byte[] values, int... shape) {
    final ByteBuffer head = ByteBuffer.allocate(4 + 4 * shape.length);
    head.putInt(8 << 8 | shape.length);
    for (final int axis : shape) {
      head.putInt(axis);
    }
    return join(head.array(), values);
  }

  /** Pixels that differ everywhere, of a type of BufferedImage. */
  public static BufferedImage picture(int width, int height, int type, int seed) {
    final BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(
            x, y, 0xff000000 | (value(seed + x) << 16) | (value(seed + y * 3) << 8) | value(x * y));
      }
    }
    return image;
  }

  /** Red, green, blue and white quarters, in reading order. */
  public static BufferedImage quarters(int side) {
    final BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    final int[] colours = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
    for (int k = 0; k < side * side; k++) {
      final int x = k % side;
      final int y = k / side;
      image.setRGB(x, y, colours[(y < side / 2 ? 0 : 2) + (x < side / 2 ? 0 : 1)]);
    }
    return image;
  }

  public static byte[] encoded(BufferedImage image, String format) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A JPEG with an EXIF segment after its first marker. */
  public static byte[] withOrientation(byte[] jpeg, int orientation) {
    final ByteBuffer exif = ByteBuffer.allocate(4 + 6 + 26);
    exif.put((byte) 0xff).put((byte) 0xe1).putShort((short) 34);
    exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    exif.putShort((short) 0).putInt(0);
    return join(
        new byte[] {(byte) 0xff, (byte) 0xd8},
        exif.array(),
        Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /** A lossless WebP of one colour, (10, 20, 30): no bit for any pixel. */
  public static byte[] flatWebp(int side) {
    return webp(side, 20);
  }

  /** A lossless WebP of two greens, one bit a pixel: (x + y) % 2 chooses; red 10, blue 30. */
  public static byte[] webp(int side) {
    return webp(side, 20, 200);
  }

  private static byte[] webp(int side, int... greens) {
    final Bits bits = new Bits();
    bits.add(0x2f, 8);
    bits.add(side - 1, 14);
    bits.add(side - 1, 14);
    bits.add(0, 4 + 3); // no alpha, version, no transform, no colour cache, one group of codes
    bits.add(greens.length == 2 ? 0b111 : 0b101, 3); // symbols of 8 bits
    for (final int green : greens) {
      bits.add(green, 8);
    }
    for (final int only : new int[] {10, 30, 255, 0}) {
      bits.add(0b101, 3); // one symbol of 8 bits
      bits.add(only, 8);
    }
    for (int k = 0; k < side * side && greens.length == 2; k++) {
      bits.add((k % side + k / side) % 2, 1);
    }
    final byte[] data = bits.bytes();
    final ByteBuffer head = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    head.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + data.length);
    head.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(data.length);
    return join(head.array(), data);
  }

  /** Bits, the lowest first. */
  private static final class Bits {
    private final BitSet set = new BitSet();
    private int length;

    void add(int value, int count) {
      for (int k = 0; k < count; k++) {
        set.set(length++, (value >> k & 1) == 1);
      }
    }

    byte[] bytes() {
      return Arrays.copyOf(set.toByteArray(), (length + 15) / 16 * 2);
    }
  }

  public static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
