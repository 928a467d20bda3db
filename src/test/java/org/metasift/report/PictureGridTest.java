package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;

/** Picture grids show the very pixels, in the right place, and frame the right ones. */
class PictureGridTest {
  private final ImageSet images = StripedSigns.of(6);

  @Test
  void pixelsAreEnlargedWithoutSmoothing() throws IOException {
    final BufferedImage drawn = read(PictureGrid.of(images, 3).scale(4));
    final byte[] pixels = images.pixels(3);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        final int at = (y * 8 + x) * 3;
        final int expected =
            (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff);
        // margin 16, 4 points a pixel, 2 dots a point; the middle of the pixel
        assertThat(drawn.getRGB(2 * (16 + 4 * x + 2), 2 * (16 + 4 * y + 2)) & 0xffffff)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void greyImagesAreGrey() throws IOException {
    final ImageSet grey =
        ImageSet.of(
            new byte[] {100},
            new int[] {0},
            ImageShape.square(1, 1),
            List.of("one"),
            List.of("row 0"));
    final BufferedImage drawn = read(PictureGrid.of(grey, 0));
    assertThat(drawn.getRGB(60, 60) & 0xffffff).isEqualTo(0x646464);
  }

  @Test
  void poisonedOnesAloneAreFramedRed() throws IOException {
    final PictureGrid grid = PictureGrid.of(images, 0, 1).scale(8).framed(i -> i == 1);
    final BufferedImage drawn = read(grid);
    final int red = ChartTheme.POISONED.getRGB() & 0xffffff;
    // the head is 36 points high; a frame begins 4 points left of its image
    final int row = 2 * (16 + 36 + 32);
    assertThat(drawn.getRGB(2 * 14, row) & 0xffffff).isEqualTo(0xffffff);
    assertThat(drawn.getRGB(2 * (16 + 64 + 14 - 2), row) & 0xffffff).isEqualTo(red);
    assertThat(grid.toString()).isEqualTo("2 images, 1 framed\n  0\n  1 [poisoned]");
  }

  @Test
  void whiteAtTheEdgeOfAnImageIsToldFromThePage() throws IOException {
    final byte[] white = new byte[4 * 4 * 3];
    Arrays.fill(white, (byte) 255);
    final ImageSet one =
        ImageSet.of(
            white, new int[] {0}, ImageShape.square(4, 3), List.of("one"), List.of("row 0"));
    final BufferedImage drawn = read(PictureGrid.of(one, 0).scale(8));
    // margin 16, 32 points wide, 2 dots a point: a line of one dot around 32..95
    final int line = ChartTheme.FAINT_INK.getRGB();
    for (int k = 32; k < 96; k++) {
      assertThat(drawn.getRGB(31, k)).as("left").isEqualTo(line);
      assertThat(drawn.getRGB(96, k)).as("right").isEqualTo(line);
      assertThat(drawn.getRGB(k, 31)).as("top").isEqualTo(line);
      assertThat(drawn.getRGB(k, 96)).as("bottom").isEqualTo(line);
      assertThat(drawn.getRGB(30, k)).as("the page").isEqualTo(0xffffffff);
      assertThat(drawn.getRGB(k, k)).as("the image").isEqualTo(0xffffffff);
    }
  }

  @Test
  void contactSheetNamesEveryClass() throws IOException {
    final PictureGrid sheet = PictureGrid.contactSheet(images, 2);
    assertThat(sheet.toString())
        .startsWith("2 classes: 4 images, 0 framed")
        .contains("0 Stop")
        .contains("1 No passing for vehicles over 3.5 metric tons");
    final BufferedImage drawn = read(sheet);
    assertThat(drawn.getWidth()).isEqualTo(2 * sheet.width());
    assertThat(drawn.getHeight()).isEqualTo(2 * sheet.height());
  }

  @Test
  void everyMethodGivesANewGrid() {
    final PictureGrid plain = PictureGrid.of(images, 0, 1, 2);
    final int before = plain.height();
    assertThat(plain.columns(1).title("Picked").height()).isGreaterThan(before);
    assertThat(plain.height()).isEqualTo(before);
  }

  @Test
  void wrongInputIsRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> PictureGrid.of(images)).hasMessageContaining("at least one index");
    assertThatThrownBy(() -> PictureGrid.of(images, 6))
        .hasMessage("image 6; the set has images 0 to 5");
    assertThatThrownBy(() -> PictureGrid.of(images, 0).columns(0))
        .hasMessageContaining("columns 0");
    assertThatThrownBy(() -> PictureGrid.contactSheet(images, 0))
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> PictureGrid.of(images, 0).save(folder.resolve("grid.svg")))
        .hasMessageEndingWith("grid.svg: pictures are saved as .png");
  }

  private static BufferedImage read(PictureGrid grid) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(grid.png()));
  }
}
