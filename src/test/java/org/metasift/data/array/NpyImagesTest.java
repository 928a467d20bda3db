package org.metasift.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;

class NpyImagesTest {
  private static final List<String> TWO = List.of("left", "right");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatIsWrittenIsRead(int channels) {
    final ImageSet set = randomSet(7, 5, 4, channels);
    NpyImages.write(set, folder.resolve("new/one"));

    final ImageSet read =
        NpyImages.read(
            folder.resolve("new/one/images.npy"), folder.resolve("new/one/labels.npy"), TWO);

    assertThat(read.fingerprint()).isEqualTo(set.fingerprint());
    assertThat(read.pixels(6)).isEqualTo(set.pixels(6));
    assertThat(read.labels()).isEqualTo(set.labels());
    assertThat(read.id(6)).isEqualTo("images.npy[6]");
    assertThat(folder.resolve("new/one").toFile().list())
        .as("nothing half-written stays behind")
        .containsExactlyInAnyOrder("images.npy", "labels.npy");
  }

  @Test
  void writtenFilesBeginAsNumPyWritesThem() throws IOException {
    NpyImages.write(randomSet(2, 3, 4, 3), folder);
    final byte[] images = Files.readAllBytes(folder.resolve("images.npy"));
    assertThat(images).hasSize(128 + 2 * 3 * 4 * 3);
    assertThat(new String(images, 0, 8, StandardCharsets.ISO_8859_1))
        .isEqualTo("\u0093NUMPY\u0001\0");
    assertThat(new String(images, 10, 118, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 4, 3), }")
        .endsWith(" \n");
    assertThat(
            new String(
                Files.readAllBytes(folder.resolve("labels.npy")),
                10,
                60,
                StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }");
  }

  @Test
  void anEmptySetIsASet() {
    NpyImages.write(randomSet(0, 3, 3, 1), folder);
    assertThat(read(folder.resolve("images.npy"), folder.resolve("labels.npy")).size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"|i1,1", "|u1,1", "<i2,2", ">i2,2", "<u4,4", ">i4,4", "<i8,8", ">u8,8"})
  void labelsMayBeIntegersOfAnyWidthAndByteOrder(String dtype, int width) {
    final ByteBuffer values = ByteBuffer.allocate(2 * width);
    values.put(dtype.startsWith(">") ? 2 * width - 1 : width, (byte) 1);
    final Path labels = npy("l.npy", dtype, "(2,)", values.array());
    assertThat(read(images(2), labels).labels()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void laterVersionsOfTheFormatAreRead(int version) throws IOException {
    final byte[] text =
        "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }\n"
            .getBytes(StandardCharsets.US_ASCII);
    final ByteBuffer file =
        ByteBuffer.allocate(12 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    file.put(magic(version)).putInt(text.length).put(text).putLong(1);
    final Path labels = Files.write(folder.resolve("l.npy"), file.array());
    assertThat(read(images(1), labels).labels()).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<f4; (2, 2, 2, 3); has dtype <f4; pixels must be uint8",
        "|i1; (2, 2, 2, 3); has dtype |i1; pixels must be uint8",
        "|u1; (2, 12); has shape (2, 12); images must be (n, height, width, channels)",
        "|u1; (2, 2, 2, 4); has shape (2, 2, 2, 4); images must be (n, height, width, channels)",
        "|u1; (2, 0, 2, 3); has shape (2, 0, 2, 3); images must be (n, height, width, channels)",
        "|u1; (2, 40000, 40000, 3); an image may have up to 1 GiB",
        "|u1; (4000000000, 4000000000, 2, 3); up to 1 GiB",
        "|u1; (9000000000000000000, 2, 2, 3); has an impossible shape",
        "|u1; (3, 2, 2, 3); is truncated: shape (3, 2, 2, 3) needs 36 bytes of values, 24 are there",
        "|u1; (1, 2, 2, 3); holds 1 images, but",
      })
  void imagesThatCannotBeUsedAreNamed(String line) {
    final String[] parts = line.split("; ", 3);
    final Path images = npy("i.npy", parts[0], parts[1], new byte[24]);
    assertBad(images, labels(2), "i.npy", parts[2]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "<f8 # (2,) # has dtype <f8; labels must be integers",
        "|b1 # (2,) # has dtype |b1; labels must be integers",
        "<i8 # (2, 1) # has shape (2, 1); labels must be (n)",
        "<i8 # () # has shape (); labels must be (n)",
        "<i8 # (3,) # is truncated: shape (3) needs 24 bytes of values, 16 are there",
      })
  void labelsThatCannotBeUsedAreNamed(String dtype, String shape, String problem) {
    assertBad(images(2), npy("l.npy", dtype, shape, new byte[16]), "l.npy", problem);
  }

  @ParameterizedTest
  @CsvSource({"|i1,-1,-1", "|u1,-1,255", "|i1,2,2"})
  void aLabelOutOfRangeIsNamedWithItsRow(String dtype, byte value, String shown) {
    final Path labels = npy("l.npy", dtype, "(2,)", new byte[] {0, value});
    assertBad(
        images(2), labels, "l.npy", "has label " + shown + " in row 1; labels run from 0 to 1");
  }

  @Test
  void aHugeUnsignedLabelIsNotTakenForASmallOne() {
    final byte[] values =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(-1L).array();
    assertBad(images(1), npy("l.npy", "<u8", "(1,)", values), "l.npy", "18446744073709551615");
  }

  @Test
  void fortranOrderIsRefused() throws IOException {
    final Path images = images(2);
    final String text = Files.readString(images, StandardCharsets.ISO_8859_1);
    Files.writeString(images, text.replace("False", "True "), StandardCharsets.ISO_8859_1);
    assertBad(images, labels(2), "i.npy", "is in Fortran order");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK\u0003\u0004 a zip file", "\u0093NUMPX\u0001\0 and more"})
  void anotherKindOfFileIsRefused(String content) throws IOException {
    final Path file = folder.resolve("i.npy");
    Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    assertBad(file, labels(2), "i.npy", "is not a .npy file");
  }

  @Test
  void aHeaderThatIsCutOffOrDamagedIsRefused() throws IOException {
    final Path file = folder.resolve("i.npy");
    final byte[] whole = Files.readAllBytes(images(2));
    Files.write(file, Arrays.copyOf(whole, 40));
    assertBad(file, labels(2), "i.npy", "is truncated");
    Files.write(file, ByteBuffer.allocate(40).put(magic(1)).put((byte) 20).array());
    assertBad(file, labels(2), "i.npy", "has a damaged .npy header");
    Files.write(file, ByteBuffer.allocate(40).put(magic(9)).array());
    assertBad(file, labels(2), "i.npy", "version 9; 1, 2 and 3 are allowed");
  }

  @Test
  void recordsAreRefused() {
    final byte[] head = NpyHeader.write("|u1", 2);
    final String text =
        new String(head, StandardCharsets.ISO_8859_1).replace("'|u1'", "[('a', '|u1')]");
    assertBad(
        write("i.npy", text.getBytes(StandardCharsets.ISO_8859_1)), labels(2), "i.npy", "records");
  }

  @Test
  void aMissingFileIsNamed() {
    assertBad(folder.resolve("none.npy"), labels(2), "none.npy", "does not exist");
    assertBad(images(2), folder.resolve("none.npy"), "none.npy", "does not exist");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() {
    final Path inTheWay = write("file", new byte[0]);
    assertThatThrownBy(() -> NpyImages.write(randomSet(1, 2, 2, 3), inTheWay.resolve("sub")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("sub: cannot be written");
  }

  private ImageSet read(Path images, Path labels) {
    return NpyImages.read(images, labels, TWO);
  }

  private void assertBad(Path images, Path labels, String file, String problem) {
    assertThatThrownBy(() -> read(images, labels))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(file + ": ")
        .hasMessageContaining(problem);
  }

  /** n images of 2 x 2 RGB. */
  private Path images(int n) {
    return npy("i.npy", "|u1", "(%d, 2, 2, 3)".formatted(n), new byte[n * 12]);
  }

  private Path labels(int n) {
    return npy("ok.npy", "|u1", "(%d,)".formatted(n), new byte[n]);
  }

  private Path npy(String name, String dtype, String shape, byte[] values) {
    final byte[] text =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n"
            .formatted(dtype, shape)
            .getBytes(StandardCharsets.US_ASCII);
    final ByteBuffer file =
        ByteBuffer.allocate(10 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    return write(
        name, file.put(magic(1)).putShort((short) text.length).put(text).put(values).array());
  }

  private static byte[] magic(int version) {
    return new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0};
  }

  private Path write(String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageSet randomSet(int n, int height, int width, int channels) {
    final byte[] pixels = new byte[n * height * width * channels];
    new Random(1).nextBytes(pixels);
    final int[] labels = new Random(2).ints(n, 0, 2).toArray();
    final List<String> ids = IntStream.range(0, n).mapToObj(i -> "#" + i).toList();
    return ImageSet.of(pixels, labels, new ImageShape(height, width, channels), TWO, ids);
  }
}
