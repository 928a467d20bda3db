package org.metasift.data.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.read.SampleFiles;

class ImageDecoderTest {
  private static final int SIDE = 32;

  @TempDir Path folder;

  private ImageDecoder.Square decode(byte[] bytes) throws Exception {
    return ImageDecoder.decode(SampleFiles.write(folder.resolve("image"), bytes), SIDE);
  }

  private static byte[] rgb(BufferedImage image) {
    final byte[] out = new byte[3 * SIDE * SIDE];
    for (int k = 0; k < SIDE * SIDE; k++) {
      final int argb = image.getRGB(k % SIDE, k / SIDE);
      out[3 * k] = (byte) (argb >> 16);
      out[3 * k + 1] = (byte) (argb >> 8);
      out[3 * k + 2] = (byte) argb;
    }
    return out;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void exactKindsKeepEveryPixel(String format) throws Exception {
    final BufferedImage image = SampleFiles.picture(SIDE, SIDE, BufferedImage.TYPE_INT_RGB, 5);
    final ImageDecoder.Square read = decode(SampleFiles.encoded(image, format));
    assertThat(read.channels()).isEqualTo(3);
    assertThat(read.pixels()).isEqualTo(rgb(image));
  }

  @Test
  void palettesKeepEveryPixel() throws Exception {
    final byte[] ramp = SampleFiles.values(16);
    final byte[] other = new byte[16];
    other[3] = 77;
    final BufferedImage image =
        new BufferedImage(
            SIDE,
            SIDE,
            BufferedImage.TYPE_BYTE_BINARY,
            new IndexColorModel(4, 16, ramp, other, ramp));
    for (int k = 0; k < SIDE * SIDE; k++) {
      image.getRaster().setSample(k % SIDE, k / SIDE, 0, k % 16);
    }
    assertThat(decode(SampleFiles.encoded(image, "png")).pixels()).isEqualTo(rgb(image));
    assertThat(decode(SampleFiles.encoded(image, "gif")).pixels()).isEqualTo(rgb(image));
  }

  @Test
  void greyIsTakenAsItIs() throws Exception {
    final BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    final byte[] values = SampleFiles.values(SIDE * SIDE);
    image.getRaster().setDataElements(0, 0, SIDE, SIDE, values);
    final ImageDecoder.Square read = decode(SampleFiles.encoded(image, "png"));
    assertThat(read.channels()).isEqualTo(1);
    assertThat(read.pixels()).isEqualTo(values);
    final byte[] head = "P5\n32 32\n255\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(decode(SampleFiles.join(head, values)).pixels()).isEqualTo(values);
  }

  @Test
  void portablePixmapsKeepEveryPixel() throws Exception {
    final byte[] values = SampleFiles.values(3 * SIDE * SIDE);
    final byte[] head = "P6\n32 32\n255\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(decode(SampleFiles.join(head, values)).pixels()).isEqualTo(values);
  }

  @Test
  void sixteenBitsAreRoundedToEight() throws Exception {
    final BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 65_535);
    image.getRaster().setSample(1, 0, 0, 257 * 100 + 128);
    image.getRaster().setSample(2, 0, 0, 257 * 100 + 129);
    final byte[] pixels = decode(SampleFiles.encoded(image, "png")).pixels();
    assertThat(pixels).startsWith((byte) 255, (byte) 100, (byte) 101, (byte) 0);
  }

  @Test
  void transparencyLiesOnWhite() throws Exception {
    final BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff102030);
    image.setRGB(1, 0, 0x80ff0000);
    assertThat(decode(SampleFiles.encoded(image, "png")).pixels())
        .startsWith(16, 32, 48, 255, 127, 127, 255, 255, 255);
    final ColorSpace grey = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    final ComponentColorModel model =
        new ComponentColorModel(grey, true, false, 3, DataBuffer.TYPE_BYTE);
    final WritableRaster raster = model.createCompatibleWritableRaster(SIDE, SIDE);
    raster.setPixel(0, 0, new int[] {10, 255});
    raster.setPixel(1, 0, new int[] {0, 51});
    final byte[] greyAlpha =
        SampleFiles.encoded(new BufferedImage(model, raster, false, null), "png");
    assertThat(decode(greyAlpha).pixels()).startsWith(10, 204, 255);
  }

  @Test
  void webPIsRead() throws Exception {
    final byte[] pixels = decode(SampleFiles.webp(SIDE)).pixels();
    assertThat(pixels).startsWith(10, 20, 30, 10, 200, 30, 10, 20, 30);
    assertThat(pixels[3 * SIDE + 1]).as("the next row begins with the other").isEqualTo((byte) 200);
  }

  @Test
  void aFlatWebPOfNoBitsIsRead() throws Exception {
    assertThat(decode(SampleFiles.flatWebp(600)).pixels()).startsWith(10, 20, 30, 10, 20, 30);
  }

  @Test
  void cmykBecomesRgb() throws Exception {
    final WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, SIDE, SIDE, 4, new Point());
    for (int k = 0; k < SIDE * SIDE; k++) {
      raster.setPixel(k % SIDE, k / SIDE, new int[] {255, 0, 0, 255}); // red ink, upside down
    }
    final byte[] pixels = decode(marked(jpeg(raster))).pixels();
    assertThat(pixels.length).isEqualTo(3 * SIDE * SIDE);
    assertThat(pixels[0] & 0xff).isGreaterThan(200);
    assertThat(pixels[1] & 0xff).isLessThan(80);
    assertThat(pixels[2] & 0xff).isLessThan(80);
  }

  /** With Adobe's marker, by which decoders know CMYK, stored upside down. */
  private static byte[] marked(byte[] jpeg) {
    final ByteBuffer adobe = ByteBuffer.allocate(16);
    adobe.putInt(0xffee000e).put("Adobe".getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    adobe.put((byte) 100);
    return SampleFiles.join(
        Arrays.copyOf(jpeg, 2), adobe.array(), Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  private static byte[] jpeg(Raster raster) throws IOException {
    final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    }
    writer.dispose();
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "1,RGBW", "2,GRWB", "3,WBGR", "4,BWRG", "5,RBGW", "6,BRWG", "7,WGBR", "8,GWRB",
  })
  void camerasAreHeldInEightWays(int orientation, String upright) throws Exception {
    final byte[] jpeg = SampleFiles.encoded(SampleFiles.quarters(SIDE), "jpg");
    final byte[] pixels = decode(SampleFiles.withOrientation(jpeg, orientation)).pixels();
    final StringBuilder seen = new StringBuilder();
    for (final int at : new int[] {264, 280, 776, 792}) { // rows 8 and 24, columns 8 and 24
      final int code =
          (pixels[3 * at] < 0 ? 4 : 0)
              + (pixels[3 * at + 1] < 0 ? 2 : 0)
              + (pixels[3 * at + 2] < 0 ? 1 : 0);
      seen.append(code == 4 ? "R" : code == 2 ? "G" : code == 1 ? "B" : "W");
    }
    assertThat(seen).hasToString(upright);
  }

  @Test
  void pngAndWebPTellTheirOrientationToo() throws Exception {
    final byte[] exif = new byte[26];
    final byte[] jpeg = SampleFiles.withOrientation(new byte[] {-1, -40}, 3);
    System.arraycopy(jpeg, 2 + 10, exif, 0, 26);
    final byte[] png = SampleFiles.encoded(SampleFiles.quarters(SIDE), "png");
    final ByteBuffer chunk = ByteBuffer.allocate(12 + 26);
    chunk.putInt(26).put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(exif);
    final byte[] turned =
        SampleFiles.join(
            Arrays.copyOf(png, 33), chunk.array(), Arrays.copyOfRange(png, 33, png.length));
    assertThat(decode(turned).pixels()).as("white first").startsWith(255, 255, 255);
    final byte[] head = {'E', 'X', 'I', 'F', 26, 0, 0, 0};
    final byte[] webp = SampleFiles.join(SampleFiles.webp(31), head, exif);
    assertThat(Orientation.of(ImageKind.WEBP, webp)).isEqualTo(3);
    webp[webp.length - 30] = 127;
    assertThat(Orientation.of(ImageKind.WEBP, webp)).as("a length that cannot be").isEqualTo(1);
  }

  @Test
  void otherSizesAreScaledWithoutBeingCut() throws Exception {
    final BufferedImage wide = new BufferedImage(128, 64, BufferedImage.TYPE_INT_RGB);
    for (int k = 0; k < 64 * 64; k++) {
      wide.setRGB(k % 64, k / 64, 0xffffff);
    }
    final ImageDecoder.Square read = decode(SampleFiles.encoded(wide, "png"));
    assertThat(read.channels()).isEqualTo(1);
    assertThat(read.pixels()[0]).isEqualTo((byte) 255);
    assertThat(read.pixels()[14]).isEqualTo((byte) 255);
    assertThat(read.pixels()[17]).isEqualTo((byte) 0);
    assertThat(new int[] {read.width(), read.height()}).containsExactly(128, 64);
  }

  @Test
  void hugeImagesAreRefusedByTheirHeaders() {
    final byte[] png =
        SampleFiles.encoded(SampleFiles.picture(8, 8, BufferedImage.TYPE_INT_RGB, 1), "png");
    ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
    assertThatThrownBy(() -> decode(png)).hasMessageContaining("30000 x 30000 pixels; up to");
    ByteBuffer.wrap(png).putInt(16, 8_000).putInt(20, 8_000);
    assertThatThrownBy(() -> decode(png)).hasMessageContaining("8000 x 8000 pixels, more than its");
  }

  @Test
  void packedTextInAPngIsNotUnpacked() throws Exception {
    final byte[] png =
        SampleFiles.encoded(
            SampleFiles.picture(SIDE, SIDE, BufferedImage.TYPE_BYTE_INDEXED, 1), "png");
    final byte[] text = SampleFiles.values(500);
    final ByteBuffer chunk = ByteBuffer.allocate(12 + text.length);
    chunk.putInt(text.length).put("zTXt".getBytes(StandardCharsets.US_ASCII)).put(text).putInt(0);
    final byte[] more =
        SampleFiles.join(
            Arrays.copyOf(png, 33), chunk.array(), Arrays.copyOfRange(png, 33, png.length));
    assertThat(decode(more).pixels()).isEqualTo(decode(png).pixels());
  }

  @Test
  void whatIsNoImageSaysSo() {
    assertThatThrownBy(() -> decode("hello".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("is not a PNG, JPEG, BMP, GIF, WebP, PNM or TIFF image");
    assertThatThrownBy(() -> ImageDecoder.decode(folder.resolve("none"), SIDE))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> ImageDecoder.decode(folder, SIDE))
        .hasMessageContaining("is not an ordinary file");
  }
}
