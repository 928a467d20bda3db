package org.metasift.attack.surrogate;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.metasift.data.ImageSet;
import org.metasift.data.PaintedImages;
import org.metasift.data.Picture;
import org.metasift.data.signs.SignSet;

/**
 * What an attacker has who knows the target class alone: its images, and public ones of other
 * things. The public ones are drawn signs, upside down and with their colours exchanged, brought to
 * the size of the victim's.
 */
public final class PublicImages {
  private static final long DRAWING = 77;
  private static ImageSet drawn;

  private PublicImages() {}

  /**
   * Public images, and these as one more class, the last one.
   *
   * @param own the images of the target class
   */
  public static ImageSet with(ImageSet own) {
    final ImageSet others = others();
    final int size = Math.addExact(others.size(), own.size());
    final int[] labels = Arrays.copyOf(others.labels(), size);
    Arrays.fill(labels, others.size(), size, others.classes());
    final List<String> classes = new ArrayList<>(others.classNames());
    classes.add("target");
    final List<String> ids = new ArrayList<>(others.ids());
    ids.addAll(own.ids());
    return PaintedImages.of(
        labels,
        own.shape(),
        classes,
        ids,
        (i, pixels) -> {
          if (i < others.size()) {
            paint(Picture.of(others, i), own, pixels);
          } else {
            own.read(i - others.size(), pixels, 0);
          }
        });
  }

  private static synchronized ImageSet others() {
    if (drawn == null) {
      drawn = SignSet.small(DRAWING).train();
    }
    return drawn;
  }

  /** Turns a picture by half a circle, exchanges its colours and scales it. */
  private static void paint(BufferedImage picture, ImageSet like, byte[] pixels) {
    final int height = like.height();
    final int width = like.width();
    final BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    final Graphics2D g = scaled.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(picture, width, height, -width, -height, null);
    g.dispose();
    int at = 0;
    for (int p = 0; p < height * width; p++) {
      final int rgb = scaled.getRGB(p % width, p / width);
      final int[] exchanged = {rgb & 0xff, (rgb >> 16) & 0xff, (rgb >> 8) & 0xff};
      if (like.channels() == 1) {
        pixels[at++] = (byte) (Arrays.stream(exchanged).sum() / 3);
      } else {
        for (final int value : exchanged) {
          pixels[at++] = (byte) value;
        }
      }
    }
  }
}
