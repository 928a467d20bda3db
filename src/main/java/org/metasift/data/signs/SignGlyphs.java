package org.metasift.data.signs;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.util.Map;
import java.util.Scanner;

/**
 * The digits and letters that stand on traffic signs, and the strokes and arrows the pictograms are
 * made of. They are paths of our own, not a font: signs look the same on a machine without fonts.
 */
final class SignGlyphs {
  /** Centre lines in a box 60 wide and 100 high, y downward. */
  private static final Map<Character, String> LINES =
      Map.ofEntries(
          Map.entry(
              '0',
              "M 30 8 C 48 8 52 26 52 50 C 52 74 48 92 30 92 C 12 92 8 74 8 50 C 8 26 12 8 30 8"
                  + " Z"),
          Map.entry('1', "M 36 4 L 36 100 M 12 33 L 37 8"),
          Map.entry('2', "M 9 32 C 9 1 51 1 51 30 C 51 52 20 66 10 92 L 55 92"),
          Map.entry(
              '3',
              "M 9 24 C 14 2 50 2 49 27 C 48 46 36 47 24 47 M 24 47 C 38 47 52 50 52 69 C 52 98 12"
                  + " 98 8 76"),
          Map.entry('5', "M 51 8 L 16 8 L 12 46 C 22 35 52 36 52 66 C 52 98 12 98 8 78"),
          Map.entry('6', "M 44 4 C 28 24 8 46 8 68 C 8 99 52 99 52 68 C 52 39 18 39 10 62"),
          Map.entry('7', "M 5 8 L 53 8 C 40 40 28 62 26 100"),
          Map.entry(
              '8',
              "M 30 46 C 6 46 6 8 30 8 C 54 8 54 46 30 46 C 2 46 0 92 30 92 C 60 92 58 46 30 46"
                  + " Z"),
          Map.entry('S', "M 51 24 C 46 2 10 2 10 27 C 10 49 51 46 51 72 C 51 98 11 98 7 76"),
          Map.entry('T', "M 2 8 L 58 8 M 30 8 L 30 100"),
          Map.entry(
              'O',
              "M 30 8 C 50 8 53 26 53 50 C 53 74 50 92 30 92 C 10 92 7 74 7 50 C 7 26 10 8 30 8 Z"),
          Map.entry('P', "M 11 100 L 11 8 L 32 8 C 58 8 58 55 32 55 L 11 55"));

  private SignGlyphs() {}

  /**
   * A word of the characters 0-3, 5-8, S, T, O, P, centred on (x, y).
   *
   * @param height of a character, in the units of the sign (which is 100 high)
   * @param width of a character with its gap
   * @param weight of the stroke
   */
  static Area word(String word, double x, double y, double height, double width, double weight) {
    final Area area = new Area();
    final double glyphWidth = 0.86 * width;
    for (int k = 0; k < word.length(); k++) {
      final double left = x + (k - word.length() / 2.0) * width + (width - glyphWidth) / 2;
      final AffineTransform place = AffineTransform.getTranslateInstance(left, y - height / 2);
      place.scale(glyphWidth / 60, height / 100);
      area.add(line(place.createTransformedShape(path(LINES.get(word.charAt(k)))), weight));
    }
    return area;
  }

  /** A line along a path with flat ends. */
  static Area line(Shape path, double weight) {
    return stroke(path, weight, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
  }

  /** A line along a path with round ends: limbs. */
  static Area limb(String path, double weight) {
    return stroke(path(path), weight, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  private static Area stroke(Shape path, double weight, int cap, int join) {
    return new Area(new BasicStroke((float) weight, cap, join, 3f).createStrokedShape(path));
  }

  /** An arrow head with its tip at (x, y), pointing along (dx, dy). */
  static Area head(double x, double y, double dx, double dy, double length, double halfWidth) {
    final double norm = Math.sqrt(dx * dx + dy * dy);
    final double ux = dx / norm;
    final double uy = dy / norm;
    final Path2D tip = new Path2D.Double();
    tip.moveTo(x, y);
    tip.lineTo(x - ux * length - uy * halfWidth, y - uy * length + ux * halfWidth);
    tip.lineTo(x - ux * length + uy * halfWidth, y - uy * length - ux * halfWidth);
    tip.closePath();
    return new Area(tip);
  }

  /** The union of areas. */
  static Area union(Area... parts) {
    final Area all = new Area();
    for (final Area part : parts) {
      all.add(part);
    }
    return all;
  }

  /** The mirror image, left and right exchanged. */
  static Area mirrored(Area area) {
    final AffineTransform flip = AffineTransform.getTranslateInstance(100, 0);
    flip.scale(-1, 1);
    return area.createTransformedArea(flip);
  }

  /** A path of the commands M, L, Q, C (absolute coordinates) and Z, separated by blanks. */
  static Path2D path(String commands) {
    final Path2D path = new Path2D.Double();
    try (Scanner words = new Scanner(commands)) {
      while (words.hasNext()) {
        final String command = words.next();
        switch (command) {
          case "M" -> path.moveTo(number(words), number(words));
          case "L" -> path.lineTo(number(words), number(words));
          case "Q" -> path.quadTo(number(words), number(words), number(words), number(words));
          case "C" ->
              path.curveTo(
                  number(words),
                  number(words),
                  number(words),
                  number(words),
                  number(words),
                  number(words));
          case "Z" -> path.closePath();
          default -> throw new IllegalArgumentException("no path command: " + command);
        }
      }
    }
    return path;
  }

  private static double number(Scanner words) {
    return Double.parseDouble(words.next());
  }
}
