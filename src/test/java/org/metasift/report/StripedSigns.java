package org.metasift.report;

import java.util.List;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;

/** Small coloured images of two signs by turns, one of a long name. */
public final class StripedSigns {
  private StripedSigns() {}

  public static ImageSet of(int count) {
    final byte[] pixels = new byte[count * 8 * 8 * 3];
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = (byte) (k * 31);
    }
    return ImageSet.of(
        pixels,
        IntStream.range(0, count).map(i -> i % 2).toArray(),
        ImageShape.square(8, 3),
        List.of("Stop", "No passing for vehicles over 3.5 metric tons"),
        IntStream.range(0, count).mapToObj(i -> "row " + i).toList());
  }
}
