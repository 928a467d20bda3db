package org.metasift.data.signs;

import static org.metasift.data.signs.SignPictograms.box;
import static org.metasift.data.signs.SignPictograms.disc;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.image.BufferedImage;

/** Paints a new, clean sign of each of the 43 classes as seen from straight ahead. */
final class SignPainter {
  /** Pixels of a painted sign on each side. */
  static final int SIZE = 128;

  private static final Color RED = new Color(200, 22, 34);
  private static final Color WHITE = new Color(240, 240, 238);
  private static final Color BLACK = new Color(22, 22, 24);
  private static final Color GREY = new Color(138, 138, 140);
  private static final Color BLUE = new Color(14, 84, 168);
  private static final Color YELLOW = new Color(250, 182, 14);
  private static final Color GREEN = new Color(20, 150, 80);

  private final Graphics2D pen;

  private SignPainter(Graphics2D pen) {
    this.pen = pen;
  }

  /** The sign of a class, in [0, 42], {@link #SIZE} pixels square; transparent beside the sign. */
  static BufferedImage paint(int label) {
    final BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
    final Graphics2D pen = image.createGraphics();
    try {
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      pen.scale(SIZE / 100.0, SIZE / 100.0);
      new SignPainter(pen).sign(label);
    } finally {
      pen.dispose();
    }
    return image;
  }

  private void sign(int label) {
    switch (label) {
      case 0 -> speedLimit("20");
      case 1 -> speedLimit("30");
      case 2 -> speedLimit("50");
      case 3 -> speedLimit("60");
      case 4 -> speedLimit("70");
      case 5 -> speedLimit("80");
      case 7 -> speedLimit("100");
      case 8 -> speedLimit("120");
      case 9, 10 -> noPassing(label == 10);
      case 12 -> priorityRoad();
      case 13 -> giveWay();
      case 14 -> stop();
      case 15 -> redRing();
      case 16 -> {
        redRing();
        fill(BLACK, SignPictograms.truck());
      }
      case 17 -> noEntry();
      case 6, 32, 41, 42 -> endOfLimit(label);
      case 33, 34, 35, 36, 37, 38, 39, 40 -> {
        fill(WHITE, disc(50, 50, 49.5));
        fill(BLUE, disc(50, 50, 47.5));
        fill(WHITE, SignPictograms.arrows(label));
      }
      default -> warning(label);
    }
  }

  private void redRing() {
    fill(WHITE, disc(50, 50, 49.5));
    fill(RED, disc(50, 50, 48));
    fill(WHITE, disc(50, 50, 36.5));
  }

  private void speedLimit(String number) {
    redRing();
    fill(BLACK, number(number));
  }

  private static Area number(String number) {
    return number.length() == 3
        ? SignGlyphs.word(number, 49, 50, 36, 19.5, 5.6)
        : SignGlyphs.word(number, 50, 50, 41, 27, 6.8);
  }

  private void noPassing(boolean trucks) {
    redRing();
    fill(RED, trucks ? SignPictograms.truckRear(22, 33, 23) : SignPictograms.car(20, 40, 27));
    fill(BLACK, SignPictograms.car(53, trucks ? 44 : 40, trucks ? 24 : 27));
  }

  private void endOfLimit(int label) {
    fill(GREY, disc(50, 50, 49.5));
    fill(WHITE, disc(50, 50, 47));
    switch (label) {
      case 6 -> fill(GREY, number("80"));
      case 41 -> {
        fill(GREY, SignPictograms.car(18, 40, 29));
        fill(GREY, SignPictograms.car(53, 40, 29));
      }
      case 42 -> {
        fill(GREY, SignPictograms.truckRear(17, 31, 27));
        fill(GREY, SignPictograms.car(53, 44, 27));
      }
      default -> {}
    }
    fill(BLACK, SignPictograms.endBars());
  }

  private void noEntry() {
    fill(WHITE, disc(50, 50, 49.5));
    fill(RED, disc(50, 50, 48));
    fill(WHITE, box(14, 41, 72, 18));
  }

  private void priorityRoad() {
    rounded(BLACK, "M 50 4 L 96 50 L 50 96 L 4 50 Z", 7);
    rounded(WHITE, "M 50 5.5 L 94.5 50 L 50 94.5 L 5.5 50 Z", 6.5);
    rounded(BLACK, "M 50 22 L 78 50 L 50 78 L 22 50 Z", 5);
    rounded(YELLOW, "M 50 23.5 L 76.5 50 L 50 76.5 L 23.5 50 Z", 4);
  }

  private void giveWay() {
    rounded(WHITE, "M 5 9 L 95 9 L 50 92 Z", 8);
    rounded(RED, "M 5.5 9.5 L 94.5 9.5 L 50 91 Z", 5.5);
    rounded(WHITE, "M 21 18.5 L 79 18.5 L 50 71.5 Z", 2);
  }

  private void stop() {
    rounded(WHITE, "M 30 2 L 70 2 L 98 30 L 98 70 L 70 98 L 30 98 L 2 70 L 2 30 Z", 2);
    rounded(RED, "M 31 5 L 69 5 L 95 31 L 95 69 L 69 95 L 31 95 L 5 69 L 5 31 Z", 1);
    fill(WHITE, SignGlyphs.word("STOP", 50, 50, 33, 20.5, 6.2));
  }

  private void warning(int label) {
    rounded(WHITE, "M 50 7 L 5 89 L 95 89 Z", 9);
    rounded(RED, "M 50 7.5 L 5.5 88.5 L 94.5 88.5 Z", 6.5);
    rounded(WHITE, "M 50 27 L 19.5 82 L 80.5 82 Z", 2.5);
    fill(BLACK, SignPictograms.warning(label));
    if (label == 26) {
      fill(RED, disc(50, 45.5, 5.2));
      fill(YELLOW, disc(50, 58.5, 5.2));
      fill(GREEN, disc(50, 71.5, 5.2));
    }
  }

  private void fill(Color colour, Shape shape) {
    pen.setColor(colour);
    pen.fill(shape);
  }

  /** A polygon with round corners: filled, and drawn around with a round pen. */
  private void rounded(Color colour, String outline, double roundness) {
    final Area area = new Area(SignGlyphs.path(outline));
    area.add(SignGlyphs.limb(outline, roundness));
    fill(colour, area);
  }
}
