package org.metasift.data.decode;

import com.drew.metadata.exif.ExifIFD0Directory;
import java.util.Arrays;
import java.util.List;

/** What the numbers of a TIFF image mean, where the decoder would take them for something else. */
final class TiffSamples {
  private static final int SAMPLE_FORMAT = 0x0153;
  private static final int UNSIGNED = 1;
  private static final int UNDEFINED = 4;
  private static final int CIE_LAB = 8;
  private static final int LOG_LUV = 32845;

  private TiffSamples() {}

  /**
   * Refuses signed numbers, floats and colours that are neither grey nor RGB, CMYK or YCbCr. A file
   * whose notes cannot be read is left to the decoder.
   *
   * @throws ImageDecoder.Unusable naming what the file holds
   */
  static void check(byte[] bytes) throws ImageDecoder.Unusable {
    final List<ExifIFD0Directory> notes = ExifDirectories.of(ImageKind.TIFF, bytes);
    if (notes.isEmpty()) {
      return;
    }
    final ExifIFD0Directory first = notes.get(0);
    final int[] formats = first.getIntArray(SAMPLE_FORMAT);
    if (formats != null
        && Arrays.stream(formats).anyMatch(one -> one != UNSIGNED && one != UNDEFINED)) {
      final int[] bits = first.getIntArray(ExifIFD0Directory.TAG_BITS_PER_SAMPLE);
      throw RasterPixels.unknownRange(bits == null ? 1 : bits[0]);
    }
    final Integer colours = first.getInteger(ExifIFD0Directory.TAG_PHOTOMETRIC_INTERPRETATION);
    if (colours != null && colours >= CIE_LAB && colours <= LOG_LUV) {
      throw new ImageDecoder.Unusable(
          "is a TIFF of Lab colours, or others that are not read; grey, RGB, CMYK and YCbCr are",
          null);
    }
  }
}
