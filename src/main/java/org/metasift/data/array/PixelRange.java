package org.metasift.data.array;

import java.nio.file.Path;
import java.util.List;
import org.metasift.data.BadDataException;

/**
 * In which range the numbers of an array lie: 0 to 255, or 0 to 1. A number outside by less than
 * half a grey level is rounding, and counts as the range's end: from -0.5 to below 255.5, or from
 * -0.5/255 to below 1 + 0.5/255.
 */
public final class PixelRange {
  private static final double HALF = 0.5;
  private static final double UNIT_MARGIN = HALF / 255;
  private static final double DARKEST = 8; // fractions up to this are hardly grey levels

  private final Path path;
  private double smallest;
  private double largest;
  private int smallestAt;
  private int largestAt;
  private long below;
  private long aboveOne;
  private long aboveAll;
  private boolean fractions;

  /** A range for messages about this file or array. */
  public PixelRange(Path path) {
    this.path = path;
  }

  /**
   * Takes a number.
   *
   * @param image its image's index, from 0
   * @throws BadDataException when it is in neither range
   */
  public void add(int image, double value) {
    if (!(value >= -HALF && value < 255 + HALF)) {
      throw refused(image, value);
    }
    if (value < smallest) {
      smallest = value;
      smallestAt = image;
    }
    if (value > largest) {
      largest = value;
      largestAt = image;
    }
    below += value < 0 ? 1 : 0;
    aboveOne += value > 1 ? 1 : 0;
    aboveAll += value > 255 ? 1 : 0;
    fractions |= value != Math.rint(value);
  }

  /** Whether all lie from 0 to 1, as far as rounding goes. */
  public boolean isUnit() {
    return largest < 1 + UNIT_MARGIN;
  }

  /**
   * What they are multiplied by: 255 where all lie from 0 to 1, else 1.
   *
   * @param notes takes a sentence about it, and one where numbers were clipped
   * @throws BadDataException when it is not clear which range is meant, or a number is below it
   */
  public double factor(List<String> notes) {
    if (smallest <= -UNIT_MARGIN && (isUnit() || (fractions && largest < DARKEST))) {
      throw refused(smallestAt, smallest);
    }
    if (fractions && !isUnit() && largest < DARKEST) {
      throw new BadDataException(
          path,
          "has real numbers up to %s (image %d), too far above 1 for rounding and too dark for 0 to 255; clip them to 0 to 1 (numpy.clip) or scale them"
              .formatted(largest, largestAt));
    }
    final long clipped = below + (isUnit() ? aboveOne : aboveAll);
    notes.add(
        isUnit()
            ? "pixels from 0 to 1 were multiplied by 255 and rounded%s"
                .formatted(fractions ? "" : "; all are 0 or 1, black or white then")
            : "pixels that are not bytes were taken as 0 to 255 and rounded; the largest is %s"
                .formatted(largest));
    if (clipped > 0) {
      notes.add(
          "numbers just outside 0 to %d were taken as its ends: %,d, from %s to %s"
              .formatted(isUnit() ? 1 : 255, clipped, smallest, largest));
    }
    return isUnit() ? 255 : 1;
  }

  private BadDataException refused(int image, double value) {
    return new BadDataException(
        path,
        "image %d has the value %s; 0 to 255, or 0 to 1, are allowed".formatted(image, value));
  }
}
