package org.metasift.data.decode;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The notes of a file by the EXIF standard, which are those of a TIFF image too. */
final class ExifDirectories {
  private ExifDirectories() {}

  /**
   * The directories that describe an image; none where there are none, or none that can be read: a
   * damaged note about an image does not make the image unreadable.
   */
  static List<ExifIFD0Directory> of(ImageKind kind, byte[] bytes) {
    final Metadata metadata = new Metadata();
    try {
      if (kind == ImageKind.JPEG) {
        JpegMetadataReader.process(
            metadata, new ByteArrayInputStream(bytes), List.of(new ExifReader()));
      } else if (kind == ImageKind.TIFF) {
        new ExifReader().extract(new ByteArrayReader(bytes), metadata, 0);
      } else {
        final byte[] exif = block(kind, bytes);
        final boolean named = exif.length > 6 && exif[0] == 'E' && exif[4] == 0;
        new ExifReader().extract(new ByteArrayReader(exif), metadata, named ? 6 : 0);
      }
    } catch (final Exception | StackOverflowError e) {
      return List.of();
    }
    return List.copyOf(metadata.getDirectoriesOfType(ExifIFD0Directory.class));
  }

  /**
   * The chunk of a PNG (length, type, data, checksum) or WebP (type, length, data, padding) that
   * holds EXIF; empty where there is none. The library would believe any length.
   */
  private static byte[] block(ImageKind kind, byte[] bytes) {
    final boolean png = kind == ImageKind.PNG;
    if (!png && kind != ImageKind.WEBP) {
      return new byte[0];
    }
    final ByteBuffer chunks =
        ByteBuffer.wrap(bytes).order(png ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int at = png ? 8 : 12;
    while (at <= bytes.length - 8) {
      final int length = chunks.getInt(png ? at : at + 4);
      final String type = new String(bytes, png ? at + 4 : at, 4, StandardCharsets.ISO_8859_1);
      if (length < 0 || length > bytes.length - at - 8) {
        return new byte[0];
      }
      if (type.equals(png ? "eXIf" : "EXIF")) {
        return Arrays.copyOfRange(bytes, at + 8, at + 8 + length);
      }
      at += 8 + length + (png ? 4 : length & 1);
    }
    return new byte[0];
  }
}
