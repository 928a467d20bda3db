package org.metasift.attack.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
