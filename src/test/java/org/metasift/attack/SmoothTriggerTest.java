package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** The trigger itself; that it works as a backdoor is for {@code ./metasift check} to say. */
@Tag("optimises")
class SmoothTriggerTest {
  private static final int SIDE = 16;
  private static final ImageSet CLEAN = TinyImages.of(SIDE, 1, 3, 30, 30, 30);

  private static final Pattern TRIGGER =
      SmoothTrigger.make(CLEAN, 1, new Narcissus.Effort(2, 20), 5);

  @Test
  void itRunsFromZeroToAFifthOfTheRange() {
    final double[] values = values();
    assertThat(IntStream.range(0, values.length).mapToDouble(k -> values[k]).min().orElseThrow())
        .isZero();
    assertThat(TRIGGER.largest()).isCloseTo(0.2, within(1e-6));
  }

  @Test
  void itHasHardlyAnyHighFrequencies() {
    final double[] values = values();
    double rough = 0;
    double all = 0;
    double mean = 0;
    for (final double value : values) {
      mean += value / values.length;
    }
    for (int row = 1; row < SIDE - 1; row++) {
      for (int column = 1; column < SIDE - 1; column++) {
        double around = 0;
        for (int k = 0; k < 9; k++) {
          around += values[(row + k / 3 - 1) * SIDE + column + k % 3 - 1] / 9;
        }
        final double value = values[row * SIDE + column];
        rough += (value - around) * (value - around);
        all += (value - mean) * (value - mean);
      }
    }
    assertThat(rough / all).as("of white noise it is 0.9").isPositive().isLessThan(0.02);
  }

  @Test
  void theBlurIsAGaussianOfSixPixelsInThirtyTwo() {
    final float[][] blur = SmoothTrigger.blur(16);
    for (int i = 0; i < 16; i++) {
      for (int k = 0; k < 16; k++) {
        assertThat((double) blur[i][k])
            .isCloseTo(new NormalDistribution(0, 3).density(i - k), within(1e-6));
      }
    }
  }

  private double[] values() {
    return IntStream.range(0, SIDE * SIDE).mapToDouble(TRIGGER::value).toArray();
  }
}
