package org.metasift.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;

/** HDF5 as h5py and its plug-ins write it; golden/hdf5/export_hdf5.py tells how. */
class HdfFilesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/hdf5");
  private static final int GREY = 28 * 28;

  @TempDir Path folder;

  private static ImageSource.LoadedImages open(String file, String group) {
    return ImageSource.open(
        GOLDEN.resolve(file),
        ImageSource.Settings.standard().withNames(group + "/images", group + "/labels"));
  }

  private static void isWhatWasWritten(ImageSet images) {
    final byte[] all = SampleFiles.values(4 * GREY);
    for (int i = 0; i < 4; i++) {
      assertThat(images.pixels(i)).isEqualTo(Arrays.copyOfRange(all, i * GREY, (i + 1) * GREY));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "gzip-shuffle",
        "fletcher32",
        "fletcher32-odd",
        "fletcher32-shuffle",
        "fletcher32-lzf",
        "lzf",
        "lz4",
        "bits",
        "bits-odd",
        "bits-lz4",
        "bits-lz4-blocks",
        "bits-lz4-odd",
        "double",
        "grown",
        "free",
        "masked",
        "compact",
        "soft",
        "group"
      })
  void pixelsAndLabelsAreThoseOfH5py(String group) {
    final ImageSet images = open("read.h5", group).images();
    isWhatWasWritten(images);
    assertThat(images.labels()).containsExactly(0, 2, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bits-lz4-blocks", "masked", "compact", "soft", "group"})
  void alsoInTheOldestFormat(String group) {
    final ImageSet images = open("earliest.h5", group).images();
    isWhatWasWritten(images);
    assertThat(images.labels()).containsExactly(0, 2, 1, 2);
  }

  @ParameterizedTest
  @CsvSource({"read.h5,never,0", "read.h5,fill,9", "earliest.h5,never,0", "earliest.h5,fill,9"})
  void aChunkThatWasNeverWrittenIsTheFillValueAndTold(String file, String group, byte fill) {
    final ImageSource.LoadedImages loaded = open(file, group);
    final byte[] expected = new byte[GREY];
    Arrays.fill(expected, fill);
    assertThat(loaded.images().pixels(2)).isEqualTo(expected);
    assertThat(loaded.images().pixels(3))
        .isEqualTo(Arrays.copyOfRange(SampleFiles.values(4 * GREY), 3 * GREY, 4 * GREY));
    assertThat(loaded.warnings())
        .contains(
            "numbers of '%s/images' that were never written, read as its fill value: 784 of 3,136"
                .formatted(group));
  }

  @ParameterizedTest
  @ValueSource(strings = {"read.h5", "earliest.h5"})
  void aDataSetOfWhichNothingWasWrittenIsTheFillValue(String file) {
    final ImageSource.LoadedImages loaded = open(file, "nothing");
    assertThat(loaded.images().pixels(0)).containsOnly(7).hasSize(GREY);
    assertThat(loaded.warnings()).anyMatch(warning -> warning.endsWith("3,136 of 3,136"));
  }

  @Test
  void textsAndBooleansAreLabels() {
    final ImageSet texts = open("read.h5", "texts").images();
    assertThat(texts.classNames()).containsExactly("Bär", "cat", "dog");
    assertThat(texts.labels()).containsExactly(1, 2, 0, 2);
    final ImageSet fixed = open("read.h5", "fixed").images();
    assertThat(fixed.classNames()).containsExactly("bear", "cat", "dog");
    assertThat(fixed.labels()).containsExactly(1, 2, 0, 2);
    assertThat(open("read.h5", "yes-no").images().labels()).containsExactly(0, 1, 1, 1);
  }

  @Test
  void linksToOtherFilesAreNotFollowedAndTold() {
    assertThatThrownBy(() -> open("read.h5", "outside"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContainingAll(
            "holds no arrays 'outside/images'",
            "links that lead elsewhere and are not followed",
            "outside/images=other.h5:/images");
  }

  @ParameterizedTest
  @CsvSource({
    "blosc,32001",
    "blosc2,32026",
    "zstd,32015",
    "bzip2,307",
    "bitshuffle and zstd,32008",
    "szip,4",
    "scale-offset,6"
  })
  void aFilterThatIsNotReadIsNamed(String filter, int number) {
    assertThatThrownBy(() -> open("refused.h5", filter))
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith(
            "refused.h5: its data set 'images' is packed with %s (HDF5's filter %d), which is not read; 'h5repack -f GZIP=4 in.h5 out.h5' rewrites it",
            filter, number);
  }

  @ParameterizedTest
  @CsvSource({
    "virtual.h5,holds a virtual data set",
    "external.h5,holds a data set with external storage",
    "version2.h5,is HDF5 of a kind that is not read (Unsupported data layout"
  })
  void aFileThatIsNotReadSaysWhy(String file, String said) {
    assertThatThrownBy(() -> ImageSource.open(GOLDEN.resolve(file)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(GOLDEN.resolve(file) + ": ")
        .hasMessageContaining(said);
  }

  @Test
  void aChunkWhoseChecksumIsNotItsOwnIsRefused() throws IOException {
    final byte[] all = Files.readAllBytes(GOLDEN.resolve("read.h5"));
    final byte[] image = Arrays.copyOf(SampleFiles.values(GREY), 64);
    final String text = new String(all, StandardCharsets.ISO_8859_1);
    int found = 0;
    for (int at = 0;
        (at = text.indexOf(new String(image, StandardCharsets.ISO_8859_1), at)) >= 0;
        at++) {
      all[at + 20] ^= 1; // wherever the first image is stored as it is
      found++;
    }
    assertThat(found).isPositive();
    final Path damaged = SampleFiles.write(folder.resolve("damaged.h5"), all);
    assertThatThrownBy(
            () ->
                ImageSource.open(
                    damaged,
                    ImageSource.Settings.standard()
                        .withNames("fletcher32/images", "fletcher32/labels")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has a damaged chunk: its checksum (fletcher32)");
  }

  @Test
  void aChunkThatUnpacksToTooMuchIsRefused() throws IOException {
    final byte[][][] images = new byte[4][28][28];
    final byte[] all = SampleFiles.values(4 * GREY);
    for (int k = 0; k < all.length; k++) {
      images[k / GREY][k / 28 % 28][k % 28] = all[k];
    }
    final Path path = folder.resolve("set.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      file.putDataset(
          "images",
          images,
          DatasetCreationOptions.builder()
              .chunkDimensions(new int[] {4, 28, 28})
              .deflate(4)
              .unsigned()
              .build());
      file.putDataset("labels", new int[] {0, 1, 0, 1});
    }
    final byte[] bytes = Files.readAllBytes(path);
    final byte[] more = deflated(new byte[5 * GREY]);
    System.arraycopy(more, 0, bytes, indexOf(bytes, deflated(all)), more.length);
    Files.write(path, bytes);
    assertThatThrownBy(() -> ImageSource.open(path))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has a chunk that unpacks to more than its size");
  }

  private static byte[] deflated(byte[] plain) {
    final Deflater deflater = new Deflater(4);
    deflater.setInput(plain);
    deflater.finish();
    final byte[] packed = new byte[plain.length];
    final int length = deflater.deflate(packed);
    deflater.end();
    return Arrays.copyOf(packed, length);
  }

  private static int indexOf(byte[] all, byte[] part) {
    return new String(all, StandardCharsets.ISO_8859_1)
        .indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }
}
