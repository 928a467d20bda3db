package org.metasift.data.signs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SensorImageTest {
  @Test
  void anEvenGreyPassesThroughTheOpticsUnchanged() {
    final byte[] out = new byte[32 * 32 * 3];
    even(15, 0.4f).smeared(1.7f, 0.3).blurred(0.7f).drained(0.5f).enlargeTo(32, out, 0);
    assertThat(out).containsOnly((byte) 102);
  }

  @Test
  void drainingKeepsTheBrightnessAndDropsTheColour() {
    final float[] red = {0.8f, 0.1f, 0.1f, 0.8f, 0.1f, 0.1f, 0.8f, 0.1f, 0.1f, 0.8f, 0.1f, 0.1f};
    final byte[] out = new byte[12];
    new SensorImage(2, red).drained(0).enlargeTo(2, out, 0);
    final long grey = Math.round(255 * (0.3 * 0.8 + 0.59 * 0.1 + 0.11 * 0.1));
    assertThat(out).containsOnly((byte) grey);
  }

  @Test
  void blurSpreadsAPointEvenlyAndLosesNoLight() {
    final float[] point = new float[3 * 9 * 9];
    point[3 * (4 * 9 + 4)] = 1;
    final byte[] out = new byte[3 * 9 * 9];
    new SensorImage(9, point).blurred(0.6f).enlargeTo(9, out, 0);
    assertThat(red(out, 3, 4)).isEqualTo(red(out, 5, 4)).isEqualTo(red(out, 4, 3)).isPositive();
    assertThat(IntStream.range(0, 81).map(k -> out[3 * k] & 255).sum()).isBetween(251, 259);
  }

  @Test
  void strongLightSaturatesAndNoiseStaysInRange() {
    final byte[] out = new byte[20 * 20 * 3];
    even(20, 9f).exposed(0, 0, new SignDice(1)).enlargeTo(20, out, 0);
    assertThat(out).containsOnly((byte) 255);
    even(20, 0.5f).exposed(0, 0.02f, new SignDice(1)).enlargeTo(20, out, 0);
    final double mean = IntStream.range(0, out.length).map(k -> out[k] & 255).average().orElse(0);
    assertThat(mean).isBetween(126.0, 129.0);
    assertThat(IntStream.range(0, out.length).map(k -> out[k]).distinct().count()).isGreaterThan(8);
  }

  @Test
  void diceOfNeighbouringSeedsHaveNothingInCommon() {
    final SignDice first = new SignDice(SignDice.seed(7, 0));
    final SignDice second = new SignDice(SignDice.seed(7, 1));
    final double[] a = IntStream.range(0, 500).mapToDouble(k -> first.even()).toArray();
    final double[] b = IntStream.range(0, 500).mapToDouble(k -> second.even()).toArray();
    assertThat(Arrays.stream(a).boxed())
        .doesNotContainAnyElementsOf(Arrays.stream(b).boxed().toList());
  }

  @Test
  void normalDrawsHaveMeanZeroAndDeviationOne() {
    final SignDice dice = new SignDice(3);
    final double[] a = IntStream.range(0, 10_000).mapToDouble(k -> dice.normal()).toArray();
    assertThat(Arrays.stream(a).average().orElse(9)).isBetween(-0.03, 0.03);
    assertThat(Arrays.stream(a).map(x -> x * x).average().orElse(9)).isBetween(0.97, 1.03);
  }

  private static SensorImage even(int n, float value) {
    final float[] rgb = new float[3 * n * n];
    Arrays.fill(rgb, value);
    return new SensorImage(n, rgb);
  }

  private static int red(byte[] pixels, int column, int row) {
    return pixels[3 * (row * 9 + column)] & 255;
  }
}
