package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** That the native memory of an optimisation does not grow with its steps. */
class StepsTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 20, 20);

  static Stream<Named<Poisoner>> optimised() {
    return Stream.of(
            new CleanLabel(1, 0.3, 0.06),
            PoisonFrogs.on(IMAGES, 0, 1, 0.3),
            Narcissus.synthesised(1, 0.3).withEffort(1, 12),
            new Smooth(1, 0.3),
            new InputAware(1, 0.3, 12))
        .map(attack -> Named.of(attack.name(), attack));
  }

  private static void poison(Poisoner attack) {
    if (attack instanceof Smooth smooth) {
      smooth.poison(IMAGES, new Narcissus.Effort(1, 12), 3);
    } else {
      attack.poison(IMAGES, 3);
    }
  }

  @AfterEach
  void showNothing() {
    Progress.showOn(Progress.Display.silent());
  }

  @ParameterizedTest
  @Tag("optimises")
  @MethodSource("optimised")
  void everyStepLeavesAsManyArraysAsTheOneBefore(Poisoner attack) {
    final List<List<Integer>> works = new ArrayList<>();
    Progress.showOn(
        (title, total) -> {
          final List<Integer> arrays = new ArrayList<>();
          final boolean counts = !title.startsWith("Training");
          if (counts) {
            works.add(arrays);
          }
          return (done, note, finished) -> {
            if (!finished) {
              arrays.add(Compute.liveArrays());
            } else if (counts) {
              assertThat(done).as("as many steps as were announced").isEqualTo(total);
            }
          };
        });
    poison(attack);
    assertThat(works).isNotEmpty();
    for (final List<Integer> arrays : works) {
      assertThat(arrays).isNotEmpty();
      if (attack instanceof InputAware) { // its second half has a second optimizer's moments
        final List<Integer> masks = arrays.subList(0, 6);
        assertThat(masks).containsOnly(masks.get(0));
        final List<Integer> patterns = arrays.subList(6, 18);
        assertThat(patterns).containsOnly(patterns.get(0));
      } else {
        assertThat(arrays).containsOnly(arrays.get(0));
      }
    }
  }

  @Test
  void theVariableIsChangedInPlaceUntilThereWasEnough() {
    try (NDManager root = Compute.open();
        Progress progress = Progress.of("test", 6)) {
      final NDArray x = root.zeros(new Shape(2));
      Steps.run(
          root,
          6,
          () -> x.getFloat(0) >= 4,
          progress,
          step -> {
            Steps.set(x, step.ones(new Shape(2)).add(x));
            return "";
          });
      assertThat(x.getFloat(1)).isCloseTo(4, within(1e-6f));
      assertThat(root.getManagedArrays()).hasSize(1);
    }
  }

  @Test
  void asManyStepsAreTakenAsAskedFor() {
    try (NDManager root = Compute.open();
        Progress progress = Progress.of("test", 3)) {
      final List<NDManager> memories = new ArrayList<>();
      Steps.run(
          root,
          3,
          progress,
          step -> {
            memories.add(step);
            return "";
          });
      assertThat(memories).hasSize(3).doesNotHaveDuplicates();
    }
  }

  @Test
  void aStopComesBetweenTwoStepsAndLeavesNothing() {
    final int before = Compute.liveArrays();
    assertThatThrownBy(
            () -> {
              try (NDManager root = Compute.open();
                  Progress progress = Progress.of("test", 5)) {
                Steps.run(
                    root,
                    5,
                    progress,
                    step -> {
                      step.ones(new Shape(2));
                      Thread.currentThread().interrupt();
                      return "";
                    });
              }
            })
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }
}
