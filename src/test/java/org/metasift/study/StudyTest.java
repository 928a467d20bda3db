package org.metasift.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;

/** What a study holds, on disk and on its page. */
class StudyTest {
  static final PoisonedSet SET = new BadNets(1, 0.5).poison(TinyImages.of(8, 3, 0, 60, 30, 40), 0);

  @TempDir private Path folder;

  @Test
  void theStudyHasTheShareAskedForInRandomOrder() {
    final Study study = Study.draw(SET, 50, 0.1, 7);
    assertThat(study.size()).isEqualTo(50);
    assertThat(study.poisonedCount()).isEqualTo(5);
    assertThat(Arrays.stream(study.places()).distinct().count()).isEqualTo(50);
    for (int k = 0; k < 50; k++) {
      final int place = study.places()[k];
      assertThat(study.isPoisoned(k)).isEqualTo(SET.isPoisoned(place));
      assertThat(study.pictures().pixels(k)).isEqualTo(SET.images().pixels(place));
      assertThat(study.pictures().label(k)).isEqualTo(SET.images().label(place));
    }
    assertThat(study.example().size()).isEqualTo(1);
    assertThat(study.pictures().ids()).doesNotContain(study.example().id(0));
    assertThat(Study.draw(SET, 50, 0.1, 7).places()).isEqualTo(study.places());
    assertThat(Study.draw(SET, 50, 0.1, 8).places()).isNotEqualTo(study.places());
    final int[] bad = IntStream.range(0, 50).filter(study::isPoisoned).toArray();
    assertThat(bad[4] - bad[0]).as("poisoned pictures are spread").isGreaterThan(5);
  }

  /** Beyond the 20 MB that Jackson takes for a string unless told otherwise. */
  @Test
  void aLargeStudyComesBackFromItsFolder() {
    final ByteBuffer pixels = ByteBuffer.allocate(2700 * 2700 * 3);
    pixels.put(pixels.capacity() - 1, (byte) 7);
    final ImageSet large =
        ImageSet.overBuffers(
            List.of(pixels),
            1,
            new int[1],
            ImageShape.square(2700, 3),
            List.of("sign"),
            List.of("one"));
    final Study study = new Study("large", large, new BitSet(), new int[0], large.select());
    study.save(folder);
    assertThat(Study.load(folder).id()).isEqualTo(study.id());
  }

  @Test
  void aStudyComesBackFromItsFolder() throws IOException {
    final Study study = Study.draw(SET, 20, 0.25, 1);
    study.save(folder.resolve("new/one"));
    final Study read = Study.load(folder.resolve("new/one"));
    assertThat(read.id()).isEqualTo(study.id());
    assertThat(read.places()).isEqualTo(study.places());
    assertThat(read.poisonedCount()).isEqualTo(5);
    assertThat(read.example().pixels(0)).isEqualTo(study.example().pixels(0));
    assertThat(read.title()).isEqualTo(study.title());

    final Path file = folder.resolve("new/one").resolve(Study.FILE);
    final String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() / 2));
    assertThatThrownBy(() -> Study.load(folder.resolve("new/one")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("study.json")
        .hasMessageContaining("is damaged");
    Files.writeString(file, text.replace("\"height\":8", "\"height\":9"));
    assertThatThrownBy(() -> Study.load(folder.resolve("new/one")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is damaged");
    assertThatThrownBy(() -> Study.load(folder))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is missing; it belongs to");
  }

  @Test
  void thePageHoldsThePicturesAndNotTheTruth() {
    final Study study = Study.draw(SET, 20, 0.25, 1);
    final String page = StudyPage.offline(study);
    assertThat(page.split("data:image/png;base64", -1)).hasSizeGreaterThanOrEqualTo(22);
    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContainIgnoringCase("poison")
        .doesNotContain("http://", "https://", "BadNets", SET.images().id(study.places()[0]));
    final Study other =
        new Study(study.title(), study.pictures(), new BitSet(), study.places(), study.example());
    assertThat(StudyPage.offline(other)).as("the truth leaves no trace").isEqualTo(page);
  }

  @Test
  void aNameThatClosesTheScriptStaysText() {
    final Study study = Study.draw(SET, 4, 0, 1);
    final var evil =
        ImageSet.of(
            new byte[192],
            new int[] {1},
            ImageShape.square(8, 3),
            List.of("a", "</script><script>alert(1)</script>"),
            List.of("x"));
    final Study named = new Study("", evil, new BitSet(), new int[0], study.example().select());
    assertThat(StudyPage.offline(named))
        .doesNotContain("</script><script>alert")
        .contains("\\u003c/script>");
  }

  @Test
  void tooLargeAStudyIsRefused() {
    assertThatThrownBy(() -> Study.draw(SET, 100, 0.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("50 poisoned images asked for; the set has 30");
    assertThatThrownBy(() -> Study.draw(SET, 131, 0, 0))
        .hasMessageContaining("131 clean images asked for");
    assertThatThrownBy(() -> Study.draw(SET, 10, 1.5, 0)).hasMessageContaining("poisoned is 1.5");
    assertThatThrownBy(() -> Study.draw(SET, 0, 0.1, 0)).hasMessageContaining("size is 0");
  }
}
