package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Told;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.io.Records;
import org.metasift.nn.Network;
import org.metasift.nn.NetworkTest;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;

/** Plain training on the base set, with the settings it is told. */
class FineTuningTest {
  private static final ImageSet BASE = TinyImages.of(8, 3, 1, 9, 8);
  private static final Network NETWORK = Network.untrained(new ResNet18(2, 3, 2), 4);
  private static final FineTuning.Settings TINY = new FineTuning.Settings(2, 0.01, 4);

  private static Map<String, float[]> tuned(FineTuning.Settings settings) {
    return NetworkTest.values(new FineTuning(settings).purify(NETWORK, BASE, 1));
  }

  @Test
  void itIsTrainingOnTheBaseSet() {
    final Network trained =
        new Training(new Training.Settings(2, 4, 0.01, 0.01))
            .train(NETWORK, BASE, RandomStream.PURIFICATION.seed(1))
            .network();
    assertThat(NetworkTest.same(tuned(TINY), NetworkTest.values(trained))).isTrue();
  }

  @Test
  void everySettingHasAnEffect() {
    final Map<String, float[]> usual = tuned(TINY);
    assertThat(NetworkTest.same(tuned(Records.with(TINY, "epochs", 3)), usual)).isFalse();
    assertThat(NetworkTest.same(tuned(Records.with(TINY, "learningRate", 0.02)), usual)).isFalse();
    assertThat(NetworkTest.same(tuned(Records.with(TINY, "batchSize", 5)), usual)).isFalse();
  }

  @Test
  void eachStepIsTold() {
    final List<String> told = Told.by(() -> new FineTuning(TINY).purify(NETWORK, BASE, 1));
    final int batches = BASE.size() / TINY.batchSize();
    assertThat(told).hasSize(2 * batches + 2).startsWith("Training ResNet18 of " + 2 * batches);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThat(FineTuning.Settings.standard()).hasToString("10 epochs, batch 32, lr 0.003");
    refused("epochs is 0; at least 1 is allowed", "epochs", 0);
    refused("learningRate is 0.0; it must lie between 0.0 and 10.0", "learningRate", 0.0);
    refused("learningRate is 10.0; it must lie between 0.0 and 10.0", "learningRate", 10.0);
    refused("learningRate is NaN", "learningRate", Double.NaN);
    refused("batchSize is 1; at least 2 is allowed", "batchSize", 1);
  }

  private static void refused(String said, String setting, Object value) {
    assertThatThrownBy(() -> Records.with(TINY, setting, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(said);
  }
}
