package org.metasift.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import org.metasift.data.ImageSet;
import org.metasift.data.signs.SignSet;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.metasift.MetaSift;

/**
 * A GPU finds what the CPU finds, a process of its own beside this one, up to what TF32 keeps of a
 * number: ten bits of each factor of a convolution.
 */
class GpuTest {
  private static final double TF32 = 0.02; // 2^-11 a factor, over 20 layers, relative
  private static final String WHY = "skipped: no GPU";
  private static final int BATCH = 64;
  private static final int BUDGET = 43;

  @BeforeAll
  static void sayWhy() {
    if (!Compute.onGpu()) {
      System.out.println("GpuTest " + WHY); // Maven only counts what is skipped
    }
  }

  @BeforeEach
  void onAGpu() {
    assumeTrue(Compute.onGpu(), WHY);
  }

  /** Work on some device, and the numbers that it leaves. */
  private enum Deed implements TaskRunner.Task<double[]> {
    /** The losses of two training steps: the second one sees what the first one learned. */
    TRAIN {
      @Override
      double[] numbers(ImageSet images, NDManager root) {
        final LiveNetwork live = LiveNetwork.open(network(images), root);
        final DeviceImages resident = DeviceImages.open(images, root);
        final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
        final int[] batch = IntStream.range(0, BATCH).toArray();
        return IntStream.range(0, 2)
            .mapToDouble(k -> Training.step(live, resident, batch, adam, 1e-3))
            .toArray();
      }
    },

    /** The cost of each image. */
    JUDGE {
      @Override
      double[] numbers(ImageSet images, NDManager root) {
        final LiveNetwork live = LiveNetwork.open(network(images), root);
        final float[] costs = Inference.costs(live, DeviceImages.open(images, root), null, null);
        return IntStream.range(0, costs.length).mapToDouble(i -> costs[i]).toArray();
      }
    },

    /** The images that a small Meta-Sift picks. */
    PICK {
      @Override
      double[] numbers(ImageSet images, NDManager root) {
        final MetaSift.Settings small =
            MetaSift.Settings.compact().withWidth(4).withSifters(1).withWarmupAccuracy(0);
        return Arrays.stream(new MetaSift(small).pick(images, BUDGET, 0).indices())
            .asDoubleStream()
            .toArray();
      }
    };

    abstract double[] numbers(ImageSet images, NDManager root);

    @Override
    public void run(Consumer<double[]> found) {
      try (NDManager root = Compute.open()) {
        found.accept(numbers(images(), root));
      }
    }
  }

  private static ImageSet images() {
    final ImageSet signs = SignSet.small(0).train();
    return signs.select(IntStream.range(0, 20 * BATCH).map(i -> i % signs.size()).toArray());
  }

  private static Network network(ImageSet images) {
    return Network.untrained(ResNet18.forImages(16, images), 3);
  }

  private static double[] here(Deed deed) {
    final List<double[]> found = new ArrayList<>();
    deed.run(found::add);
    return found.get(0);
  }

  private static double[] onTheCpu(Deed deed) {
    final List<double[]> found = new ArrayList<>();
    try (TaskRunner runner = TaskRunners.on(List.of("cpu"))) {
      runner.run(List.of(deed), () -> false, (task, result) -> found.add(result));
    }
    return found.get(0);
  }

  private static void assertAlike(Deed deed) {
    final double[] here = here(deed);
    final double[] there = onTheCpu(deed);
    assertThat(here).hasSameSizeAs(there);
    for (int k = 0; k < here.length; k++) {
      assertThat(here[k]).isCloseTo(there[k], within(TF32 * there[k]));
    }
  }

  @Test
  void trainingStepsLoseAlike() {
    assertAlike(Deed.TRAIN);
  }

  @Test
  void imagesCostAlike() {
    assertAlike(Deed.JUDGE);
  }

  /**
   * Images are moved alike, but scores that are nearly equal may change places: half must agree.
   */
  @Test
  void aPickIsMostlyTheSame() {
    final double[] there = onTheCpu(Deed.PICK);
    final long both =
        Arrays.stream(here(Deed.PICK))
            .filter(i -> Arrays.stream(there).anyMatch(k -> k == i))
            .count();
    assertThat(there).hasSize(BUDGET);
    assertThat(both).isGreaterThan(BUDGET / 2);
  }
}
