package org.metasift.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.attack.AttackSpec;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.TinyImages;
import org.metasift.io.RecordStore;
import org.metasift.nn.Training;

/** Which networks a check trains, and which it has already. */
class AttackCheckTest {
  private static final ImageSet TRAIN = TinyImages.of(32, 3, 1, 8, 8);
  private static final ImageSet TEST = TinyImages.of(32, 3, 2, 4, 4);

  @TempDir private Path folder;

  private List<AttackCheck.Result> check(ImageSet test, List<AttackSpec> attacks, Long... seeds) {
    return check(new Split(TRAIN, test, "tiny"), attacks, seeds);
  }

  private List<AttackCheck.Result> check(Split clean, List<AttackSpec> attacks, Long... seeds) {
    return new AttackCheck(folder, clean, new Training.Settings(1, 8, 1e-3, 0))
        .run(attacks, List.of(seeds), (result, kept) -> {});
  }

  private int kept() {
    try (RecordStore<AttackCheck.Result> store =
        RecordStore.open(
            folder.resolve(NcrTable.FILE),
            "networks",
            AttackCheck.Result.class,
            "attack",
            "seed",
            "conditions")) {
      return store.all().size();
    }
  }

  @Test
  void aNetworkIsJudgedAnewOnOtherTestImages() {
    final List<AttackCheck.Result> first = check(TEST, List.of(), 0L);
    assertThat(first).hasSize(1).isEqualTo(check(TEST, List.of(), 0L));
    assertThat(kept()).isEqualTo(1);
    check(TRAIN, List.of(), 0L);
    assertThat(kept()).isEqualTo(2);
  }

  @Test
  void imagesOfAnySizeCanBeChecked() {
    final ImageSet images = TinyImages.of(28, 1, 1, 8, 8);
    final List<AttackSpec> flip = List.of(AttackSpec.of("random-label-flip"));
    assertThat(check(new Split(images, images, "tiny"), flip, 0L))
        .extracting(AttackCheck.Result::conditions)
        .allMatch(
            conditions ->
                conditions.contains(
                    "\"name\":\"ResNet18\",\"width\":16,\"channels\":1,\"classes\":2"));
    assertThat(check(TEST, flip, 0L).get(0).conditions())
        .contains("\"name\":\"SmallVgg16\",\"channels\":3");
  }

  @Test
  void whatIsNamedTwiceCountsOnce() {
    final AttackSpec flip = AttackSpec.of("random-label-flip");
    assertThat(check(TEST, List.of(flip, flip), 0L, 0L))
        .extracting(AttackCheck.Result::attack)
        .containsExactly(AttackCheck.NO_ATTACK, "random-label-flip");
  }

  @Test
  void eachResultIsToldAsNewOnceAndThenAsKept() {
    final ImageSet images = TinyImages.of(8, 1, 1, 8, 8);
    final AttackCheck check =
        new AttackCheck(
            folder, new Split(images, images, "tiny"), new Training.Settings(1, 8, 1e-3, 0));
    final List<Boolean> kept = new ArrayList<>();
    final List<AttackCheck.Result> told = new ArrayList<>();
    for (final long seed : new long[] {4, 5}) {
      check.run(
          List.of(),
          List.of(4L, seed),
          (result, old) -> {
            told.add(result);
            kept.add(old);
          });
    }
    assertThat(kept).containsExactly(false, true, false);
    assertThat(told).extracting(AttackCheck.Result::seed).containsExactly(4L, 4L, 5L);
    assertThat(told.get(0)).isEqualTo(told.get(1));
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeAnyWorkAndAnyFile() {
    assertThatThrownBy(() -> check(TEST, List.of(AttackSpec.of("badnets")), 0L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("badnets (target class 38 is unknown");
    assertThatThrownBy(() -> check(TEST.select(), List.of(), 0L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are no test images");
    assertThat(folder).isEmptyDirectory();
  }
}
