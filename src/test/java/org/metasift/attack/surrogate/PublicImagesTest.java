package org.metasift.attack.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;
import org.metasift.data.signs.SignSet;

class PublicImagesTest {
  @Test
  void theImagesOfTheTargetAreTheLastClass() {
    final ImageSet own = TinyImages.of(8, 3, 1, 5);
    final ImageSet known = PublicImages.with(own);
    final int others = known.size() - own.size();
    final int target = known.classes() - 1;
    assertThat(known.classNames().get(target)).isEqualTo("target");
    assertThat(known.indicesOf(target)).hasSize(5).contains(others, others + 4);
    for (int i = 0; i < own.size(); i++) {
      assertThat(known.pixels(others + i)).isEqualTo(own.pixels(i));
      assertThat(known.id(others + i)).isEqualTo(own.id(i));
    }
    // drawn anew for each place, not one picture over and over
    assertThat(known.pixels(0)).isNotEqualTo(known.pixels(others - 1)).isNotEqualTo(new byte[192]);
  }

  /** As large as they were drawn: nothing is scaled. */
  @Test
  void publicImagesStandOnTheirHeadsInExchangedColours() {
    final ImageSet drawn = SignSet.small(77).train();
    final ImageSet own = TinyImages.of(drawn.height(), 3, 1, 2);
    final ImageSet known = PublicImages.with(own);
    assertThat(known.size()).isEqualTo(drawn.size() + 2);
    assertThat(known.classNames().subList(0, drawn.classes())).isEqualTo(drawn.classNames());
    final int area = drawn.height() * drawn.width();
    for (int i = 0; i < drawn.size(); i += 97) {
      final byte[] before = drawn.pixels(i);
      final byte[] after = known.pixels(i);
      assertThat(known.label(i)).isEqualTo(drawn.label(i));
      for (int p = 0; p < area; p++) {
        final int mirrored = 3 * (area - 1 - p);
        assertThat(after[3 * p]).isEqualTo(before[mirrored + 2]); // red is blue
        assertThat(after[3 * p + 1]).isEqualTo(before[mirrored]); // green is red
        assertThat(after[3 * p + 2]).isEqualTo(before[mirrored + 1]); // blue is green
      }
    }
  }

  @Test
  void forGreyImagesTheyAreGreyAndForSmallOnesSmall() {
    final ImageSet own = TinyImages.of(16, 1, 1, 2);
    final ImageSet grey = PublicImages.with(own);
    final ImageSet colour = PublicImages.with(TinyImages.of(16, 3, 1, 2));
    for (int i = 0; i < 5; i++) {
      final byte[] three = colour.pixels(i);
      final byte[] one = grey.pixels(i);
      assertThat(one).hasSize(16 * 16);
      for (int p = 0; p < one.length; p++) {
        final int sum =
            (three[3 * p] & 0xff) + (three[3 * p + 1] & 0xff) + (three[3 * p + 2] & 0xff);
        assertThat(one[p] & 0xff).isEqualTo(sum / 3);
      }
    }
    // half the size: the middle of a picture looks as before, but for the fineness
    final ImageSet large = PublicImages.with(TinyImages.of(32, 3, 1, 2));
    for (int i = 0; i < 5; i++) {
      assertThat(mean(colour.pixels(i))).isCloseTo(mean(large.pixels(i)), within(4.0));
    }
  }

  private static double mean(byte... pixels) {
    double sum = 0;
    for (final byte value : pixels) {
      sum += value & 0xff;
    }
    return sum / pixels.length;
  }

  /** Images of a gigabyte each: thousands of them fit neither an array nor any disk. */
  @Test
  void theSizeOfTheSetIsNoInt(@TempDir Path folder) throws IOException {
    final int side = 1 << 15;
    try (FileChannel sparse =
        FileChannel.open(
            folder.resolve("pixels"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      final ImageSet own =
          ImageSet.overBuffers(
              List.of(sparse.map(MapMode.READ_WRITE, 0, (long) side * side)),
              1,
              new int[1],
              ImageShape.square(side, 1),
              List.of("one"),
              List.of("1"));
      assertThatThrownBy(() -> PublicImages.with(own))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("has no room for the");
    }
  }
}
