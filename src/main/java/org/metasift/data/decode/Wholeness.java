package org.metasift.data.decode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;

/**
 * Listens to a decoder for what tells that an image is not all there. The decoders of JPEG and GIF
 * fill up what is missing: the one warns, in the words of libjpeg, the other delivers fewer rows.
 */
final class Wholeness implements IIOReadUpdateListener {
  private final List<String> warnings = new ArrayList<>();
  private int rows;

  private Wholeness() {}

  /** Listens from now on. */
  static Wholeness of(ImageReader reader) {
    final Wholeness listener = new Wholeness();
    reader.addIIOReadWarningListener((source, warning) -> listener.warnings.add(warning));
    reader.addIIOReadUpdateListener(listener);
    return listener;
  }

  /**
   * Checks what was heard.
   *
   * @throws IOException when a part of the image is missing
   */
  void check(ImageKind kind, int height) throws IOException {
    for (final String warning : warnings) {
      // "extraneous bytes" harm no pixel; a missing end marker alone is another warning
      if (warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous")) {
        throw new IOException(warning);
      }
    }
    if (kind == ImageKind.GIF && rows < height) {
      throw new IOException("only %d of its %d rows are there".formatted(rows, height));
    }
  }

  @Override
  public void imageUpdate(
      ImageReader source,
      BufferedImage image,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {
    rows += height;
  }

  @Override
  public void passStarted(
      ImageReader source,
      BufferedImage image,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void passComplete(ImageReader source, BufferedImage image) {}

  @Override
  public void thumbnailPassStarted(
      ImageReader source,
      BufferedImage thumbnail,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailUpdate(
      ImageReader source,
      BufferedImage thumbnail,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailPassComplete(ImageReader source, BufferedImage thumbnail) {}
}
