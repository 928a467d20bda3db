package org.metasift.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Poisoner;
import org.metasift.attack.RandomLabelFlip;
import org.metasift.compute.RandomStream;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;

/** What an audit draws, and how it comes back. */
class AuditTest {
  static final ImageSet IMAGES = TinyImages.of(8, 3, 0, 60, 30, 40);

  /** Every second image. */
  static final int[] PICKED = IntStream.range(0, 65).map(k -> 2 * k).toArray();

  private static final Poisoner ATTACK = new BadNets(1, 0.5);

  @TempDir private Path folder;

  static Study audit(long seed) {
    return Audit.draw(IMAGES, PICKED, ATTACK, 25, 10, seed);
  }

  private static Set<Integer> own(Study audit) {
    return IntStream.range(0, audit.size())
        .filter(k -> !audit.isPoisoned(k))
        .mapToObj(k -> audit.places()[k])
        .collect(Collectors.toSet());
  }

  @Test
  void theBaseSetsImagesAreShownAsTheyAreAndPoisonIsMadeOfOthers() {
    final Study audit = audit(3);
    assertThat(audit.size()).isEqualTo(35);
    assertThat(audit.poisonedCount()).isEqualTo(10);
    assertThat(audit.audited()).isEqualTo(65);
    assertThat(Arrays.stream(audit.places()).distinct().count()).isEqualTo(35);
    for (int k = 0; k < audit.size(); k++) {
      final int place = audit.places()[k];
      assertThat(place % 2 == 1).as("only what was not picked").isEqualTo(audit.isPoisoned(k));
      assertThat(audit.pictures().id(k)).isEqualTo(IMAGES.id(place));
      if (audit.isPoisoned(k)) {
        assertThat(audit.pictures().label(k)).as("BadNets' target").isEqualTo(1);
        assertThat(audit.pictures().pixels(k)).isNotEqualTo(IMAGES.pixels(place));
      } else {
        assertThat(audit.pictures().label(k)).isEqualTo(IMAGES.label(place));
        assertThat(audit.pictures().pixels(k)).isEqualTo(IMAGES.pixels(place));
      }
    }
    assertThat(audit.example().size()).as("of none it is known that it is clean").isZero();
    final int[] planted = IntStream.range(0, 35).filter(audit::isPoisoned).toArray();
    assertThat(planted[9] - planted[0]).as("they are spread").isGreaterThan(12);
  }

  @Test
  void theSeedFixesItAndTheImagesDoNotDependOnThePoison() {
    assertThat(audit(3).places()).isEqualTo(audit(3).places());
    assertThat(audit(4).places()).isNotEqualTo(audit(3).places());
    final Study other = Audit.draw(IMAGES, PICKED, new RandomLabelFlip(0.5), 25, 4, 3);
    assertThat(own(other)).isEqualTo(own(audit(3)));
  }

  /** With the user's seed it would poison as the attack did that the audit looks for. */
  @Test
  void theAttackHasASeedOfItsOwn() {
    final List<Long> seeds = new ArrayList<>();
    final Poisoner noting =
        new Poisoner() {
          @Override
          public PoisonedSet poison(ImageSet clean, long seed) {
            seeds.add(seed);
            return ATTACK.poison(clean, seed);
          }

          @Override
          public String name() {
            return "noting";
          }
        };
    Audit.draw(IMAGES, PICKED, noting, 25, 10, 3);
    assertThat(seeds).containsExactly(RandomStream.PLANTED_POISON.seed(3));
  }

  /** Each of the 65 is drawn in about 25 of 65 audits. */
  @Test
  void everyImageOfTheBaseSetIsAsLikelyAsAnother() {
    final int[] drawn = new int[IMAGES.size()];
    for (int seed = 0; seed < 400; seed++) {
      own(audit(seed)).forEach(place -> drawn[place]++);
    }
    final double mean = 400 * 25 / 65.0;
    final double spread = Math.sqrt(400 * (25 / 65.0) * (40 / 65.0));
    assertThat(Arrays.stream(PICKED).map(place -> drawn[place]).summaryStatistics())
        .satisfies(
            counts -> {
              assertThat(counts.getMin()).isGreaterThan((int) (mean - 4 * spread));
              assertThat(counts.getMax()).isLessThan((int) (mean + 4 * spread));
            });
  }

  @Test
  void anAuditComesBackFromItsFolder() throws Exception {
    final Study audit = audit(3);
    audit.save(folder);
    final Study read = Study.load(folder);
    assertThat(read.isAudit()).isTrue();
    assertThat(read.audited()).isEqualTo(65);
    assertThat(read.places()).isEqualTo(audit.places());
    assertThat(read).hasToString(audit.toString());
    assertThat(audit.toString())
        .isEqualTo(
            "Audit of 25 of 65 picked images, with 10 planted among them: planted by BadNets");
    assertThat(StudyPage.offline(audit))
        .doesNotContainIgnoringCase("plant")
        .doesNotContainIgnoringCase("poison")
        .doesNotContainIgnoringCase("badnets");
    final Path file = folder.resolve(Study.FILE);
    Files.writeString(file, Files.readString(file).replace("\"audited\":65", "\"audited\":24"));
    assertThatThrownBy(() -> Study.load(folder))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("audited is 24; at least 25 is allowed");
  }

  @Test
  void aStudyOfBeforeIsNoAudit() throws Exception {
    final Study study = Study.draw(StudyTest.SET, 20, 0.25, 1);
    study.save(folder);
    final Path file = folder.resolve(Study.FILE);
    Files.writeString(file, Files.readString(file).replace(",\"audited\":0", ""));
    assertThat(Study.load(folder).isAudit()).isFalse();
  }

  /** So many images of 224 x 224 pixels, all of them the same bytes. */
  private static ImageSet large(int size) {
    final ByteBuffer one = ByteBuffer.allocate(224 * 224 * 3);
    return ImageSet.overBuffers(
        Collections.nCopies(size, one),
        1,
        new int[size],
        ImageShape.square(224, 3),
        List.of("sign"),
        IntStream.range(0, size).mapToObj(Integer::toString).toList());
  }

  @Test
  void anAuditOfMoreThanAPageHoldsIsRefusedBeforeTheWork() {
    final ImageSet images = large(20_000);
    assertThat(StudyPage.most(images)).isEqualTo(3566);
    final int[] picked = IntStream.range(0, 19_990).toArray();
    final String told =
        "a study of 15,040 pictures of 224 x 224 pixels; at most 3,566 such pictures are allowed";
    assertThatThrownBy(() -> Audit.draw(images, picked, new Unused(), 15_000, 40, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(told);
    assertThatThrownBy(() -> Audit.draw(images, picked, new Unused(), 3527, 40, 0))
        .hasMessageStartingWith("a study of 3,567 pictures");
    assertThatThrownBy(() -> Audit.draw(images, picked, new Unused(), 3526, 40, 0))
        .isInstanceOf(UnsupportedOperationException.class);
    final PoisonedSet set = new PoisonedSet(images, new BitSet(), new Unused(), 0, null);
    assertThatThrownBy(() -> Study.draw(set, 20_001, 0, 0))
        .as("before any is drawn, which cannot be")
        .hasMessageStartingWith("a study of 20,001 pictures");
    assertThatThrownBy(
            () -> new Study("imported", large(15_040), new BitSet(), new int[0], large(0)))
        .hasMessage(told);
  }

  /** Must not be asked. */
  private static final class Unused implements Poisoner {
    @Override
    public PoisonedSet poison(ImageSet clean, long seed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
      return "unused";
    }
  }

  @Test
  void anAuditThatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> Audit.draw(IMAGES, PICKED, ATTACK, 66, 10, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("looks is 66; 1 to 65 is allowed");
    assertThatThrownBy(() -> Audit.draw(IMAGES, PICKED, ATTACK, 25, 0, 0))
        .hasMessageContaining("planted is 0");
    assertThatThrownBy(() -> Audit.draw(IMAGES, PICKED, ATTACK, 25, 40, 0))
        .hasMessageContaining("planted is 40; 1 to ")
        .hasMessageContaining(
            "as BadNets poisons so many of the 65 images that were not picked; a larger ratio");
    assertThatThrownBy(
            () -> Audit.draw(IMAGES, IntStream.range(0, 130).toArray(), ATTACK, 25, 10, 0))
        .hasMessage("all 130 images were picked; poison is planted on images that were not");
  }
}
