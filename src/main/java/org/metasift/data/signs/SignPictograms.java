package org.metasift.data.signs;

import static org.metasift.data.signs.SignGlyphs.head;
import static org.metasift.data.signs.SignGlyphs.limb;
import static org.metasift.data.signs.SignGlyphs.line;
import static org.metasift.data.signs.SignGlyphs.mirrored;
import static org.metasift.data.signs.SignGlyphs.path;
import static org.metasift.data.signs.SignGlyphs.union;

import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** What is pictured on the signs, in the coordinates of a sign 100 wide and 100 high. */
final class SignPictograms {
  private SignPictograms() {}

  /** The black picture of a warning triangle of this class; 26 (traffic lights) has colours too. */
  static Area warning(int label) {
    return switch (label) {
      case 11 -> union(stick("M 50 80 L 50 50", 8), head(50, 38, 0, -1, 15, 8), box(33, 61, 34, 6));
      case 18 -> union(solid("M 44.5 40 L 55.5 40 L 53 66 L 47 66 Z"), disc(50, 74, 4.5));
      case 19 -> bend();
      case 20 -> mirrored(bend());
      case 21 ->
          union(
              stick("M 58 80 L 58 73 L 45 64 L 54 55 L 54 50", 5.5), head(54, 39, 0, -1, 12, 7.5));
      case 22 ->
          solid(
              "M 27 79 L 27 73 L 31 73 C 35 57 45 57 50 70 C 55 57 65 57 69 73 L 73 73 L 73 79 Z");
      case 23 -> slippery();
      case 24 -> union(stick("M 42 80 L 42 46", 5), stick("M 62 80 L 62 67 L 53 57 L 53 42", 5));
      case 25 -> roadWorks();
      case 26 -> new Area(new RoundRectangle2D.Double(42.5, 38, 15, 41, 6, 6));
      case 27 -> union(walker(50), stick("M 29 80 L 35 74 M 42 80 L 46 75 M 58 80 L 54 75", 2.5));
      case 28 -> union(child(43, 51, 1), child(59, 55, 0.85));
      case 29 -> bicycle();
      case 30 -> snowflake();
      case 31 -> deer();
      default -> throw new IllegalArgumentException("no warning sign: " + label);
    };
  }

  /** The white arrows of a blue disc of this class, 33 to 40. */
  static Area arrows(int label) {
    return switch (label) {
      case 33 -> turnRight();
      case 34 -> mirrored(turnRight());
      case 35 -> union(stick("M 50 84 L 50 40", 11), head(50, 14, 0, -1, 30, 20));
      case 36 -> aheadOrRight();
      case 37 -> mirrored(aheadOrRight());
      case 38 -> keepRight();
      case 39 -> mirrored(keepRight());
      case 40 -> union(circling(0), circling(120), circling(240));
      default -> throw new IllegalArgumentException("no sign with arrows: " + label);
    };
  }

  /** A car seen from behind: its left edge, its top, its width. */
  static Area car(double x, double y, double width) {
    final double u = width / 20;
    final Area car =
        union(
            scaled("M 3 8 L 5.5 0 L 14.5 0 L 17 8 L 20 9 L 20 17 L 0 17 L 0 9 Z", x, y, u),
            scaled("M 1 16 L 5.5 16 L 5.5 21 L 1 21 Z", x, y, u),
            scaled("M 14.5 16 L 19 16 L 19 21 L 14.5 21 Z", x, y, u));
    car.subtract(scaled("M 5.5 7.5 L 7 2.2 L 13 2.2 L 14.5 7.5 Z", x, y, u));
    return car;
  }

  /** A truck seen from behind: its left edge, its top, its width. */
  static Area truckRear(double x, double y, double width) {
    final double u = width / 20;
    return union(
        scaled("M 0 0 L 20 0 L 20 24 L 0 24 Z", x, y, u),
        scaled("M 1 25 L 19 25 L 19 28 L 1 28 Z", x, y, u),
        scaled("M 1 27 L 6.5 27 L 6.5 34 L 1 34 Z", x, y, u),
        scaled("M 13.5 27 L 19 27 L 19 34 L 13.5 34 Z", x, y, u));
  }

  /** A truck seen from its side, driving left. */
  static Area truck() {
    final Area truck =
        union(box(41, 38, 36, 20), solid("M 23 60 L 23 50 L 28 43 L 39 43 L 39 60 Z"));
    truck.add(box(23, 57, 54, 4));
    truck.subtract(solid("M 26 50 L 30 45.5 L 34 45.5 L 34 50 Z"));
    truck.add(union(disc(32, 62, 5), disc(62, 62, 5), disc(71, 62, 5)));
    return truck;
  }

  /** Five thin bars from lower left to upper right: the end of a restriction. */
  static Area endBars() {
    final Area bars = new Area();
    for (int k = -2; k <= 2; k++) {
      final double d = 3.4 * k;
      bars.add(line(path("M %s %s L %s %s".formatted(14 + d, 86 + d, 86 + d, 14 + d)), 3.6));
    }
    bars.intersect(disc(50, 50, 48));
    return bars;
  }

  static Area disc(double x, double y, double radius) {
    return new Area(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  static Area box(double x, double y, double width, double height) {
    return new Area(new Rectangle2D.Double(x, y, width, height));
  }

  private static Area bend() {
    return union(stick("M 58 80 L 58 69 C 58 61 54 58 46 58", 7), head(33, 58, -1, 0, 15, 9));
  }

  private static Area slippery() {
    return union(
        car(41, 44, 17).createTransformedArea(AffineTransform.getRotateInstance(0.25, 50, 52)),
        stick("M 43 64 C 49 68 35 73 41 80 M 56 66 C 62 70 48 75 54 81", 3));
  }

  private static Area roadWorks() {
    return union(
        disc(49, 44, 4.2),
        limb("M 46 51 L 42 63", 7),
        limb("M 42 64 L 44 71 L 39 79", 4.2),
        limb("M 42 64 L 36 71 L 31 79", 4.2),
        limb("M 47 52 L 53 59 L 57 58", 3.2),
        stick("M 47 56 L 62 71", 2),
        solid("M 52 80 C 56 68 64 64 72 80 Z"));
  }

  private static Area walker(double x) {
    return union(
        disc(x + 1, 43, 4),
        limb("M %s 50 L %s 61".formatted(x, x - 1), 6.5),
        limb("M %s 61 L %s 69 L %s 77".formatted(x - 1, x + 5, x + 6), 3.8),
        limb("M %s 61 L %s 69 L %s 77".formatted(x - 1, x - 3, x - 9), 3.8),
        limb("M %s 50 L %s 58 L %s 61".formatted(x + 1, x + 6, x + 9), 2.8),
        limb("M %s 50 L %s 57 L %s 61".formatted(x - 1, x - 6, x - 8), 2.8));
  }

  /** A running child, its hips at (x, y + 10). */
  private static Area child(double x, double y, double scale) {
    final Area child =
        union(
            disc(1, -5, 3.8),
            limb("M 0 1 L -1 10", 6.5),
            limb("M -1 11 L 6 15 L 4 24", 3.6),
            limb("M -1 11 L -5 18 L -13 20", 3.6),
            limb("M 1 1 L 8 6", 2.8),
            limb("M -1 1 L -9 4", 2.8));
    final AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.scale(scale, scale);
    return child.createTransformedArea(place);
  }

  private static Area bicycle() {
    return union(
        ring(37, 70, 9, 2.4),
        ring(64, 70, 9, 2.4),
        stick("M 37 70 L 44 56 L 59 56 L 49 70 L 37 70 M 49 70 L 43 53 M 64 70 L 58 51", 2.4),
        stick("M 39 53 L 47 53 M 54 51 L 62 51", 2.6));
  }

  private static Area snowflake() {
    final Area flake = new Area();
    for (int k = 0; k < 6; k++) {
      final Area arm = stick("M 50 62 L 50 43 M 44 45 L 50 51 L 56 45", 2.6);
      flake.add(turned(arm, 60 * k, 50, 62));
    }
    return flake;
  }

  private static Area deer() {
    return union(
        solid("M 31 66 C 34 58 44 58 54 57 L 60 48 L 68 51 L 62 55 L 60 64 C 52 69 44 68 36 70 Z"),
        limb("M 57 64 L 66 68 L 72 66", 2.8),
        limb("M 56 65 L 62 73 L 68 73", 2.8),
        limb("M 36 67 L 33 74 L 27 79", 3),
        limb("M 38 68 L 39 75 L 33 80", 3),
        stick("M 60 50 L 53 40 M 57 45 L 50 45 M 61 49 L 60 39", 2));
  }

  private static Area turnRight() {
    return union(
        stick("M 35 80 L 35 58 C 35 46 40 41 50 41 L 60 41", 11.5), head(85, 41, 1, 0, 28, 19));
  }

  private static Area aheadOrRight() {
    return union(
        stick("M 39 84 L 39 34", 10),
        head(39, 13, 0, -1, 24, 15),
        stick("M 39 66 C 41 57 48 55 64 55", 10),
        head(85, 55, 1, 0, 23, 15));
  }

  private static Area keepRight() {
    return union(stick("M 23 23 L 60 60", 12), head(79, 79, 1, 1, 31, 23));
  }

  /** A third of the roundabout: an arc with a head, anticlockwise, turned by an angle. */
  private static Area circling(double degrees) {
    final Area arc =
        union(stick("M 77 44 C 75 30 65 22 52 22", 8.5), head(35, 27.5, -1, 0.32, 20, 12.5));
    return turned(arc, degrees, 50, 50);
  }

  private static Area turned(Area area, double degrees, double x, double y) {
    return area.createTransformedArea(
        AffineTransform.getRotateInstance(StrictMath.toRadians(degrees), x, y));
  }

  private static Area ring(double x, double y, double radius, double weight) {
    final Area ring = disc(x, y, radius + weight / 2);
    ring.subtract(disc(x, y, radius - weight / 2));
    return ring;
  }

  private static Area stick(String path, double weight) {
    return line(path(path), weight);
  }

  private static Area solid(String path) {
    return new Area(path(path));
  }

  private static Area scaled(String path, double x, double y, double unit) {
    final AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.scale(unit, unit);
    return new Area(place.createTransformedShape(path(path)));
  }
}
