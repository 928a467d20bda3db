package org.metasift.sift.metasift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.LambdaBlock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.compute.DivergedException;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.defense.IBau;
import org.metasift.io.Records;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.NetworkTest;
import org.metasift.nn.OwnNetwork;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;

/** A network that diverges is told by its name and epoch; nothing is picked by chance. */
class DivergenceTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 25, 23);
  private static final MetaSift.Settings TINY =
      TinySettings.tiny()
          .withSifters(2)
          .withLearningRate(0.5)
          .withWeigherLearningRate(0.25)
          .withTopK(2)
          .withViews(2);

  /** A network whose features are no numbers from the start. */
  private static Sifter diverging(MetaSift.Settings settings) {
    return new MetaSift(
        settings,
        images ->
            OwnNetwork.around(
                "mine",
                new LambdaBlock(list -> new NDList(list.head().mul(Float.NaN)), "not a number"),
                images));
  }

  @Test
  void theSifterAndItsEpochAreNamed() {
    final int before = Compute.liveArrays();
    assertThatThrownBy(() -> diverging(TINY).pick(IMAGES, 10, 0))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "sifter 1 diverged in epoch 1 of its training (NaN): lower the learning rate, which is 0.5");
    assertThatThrownBy(() -> diverging(TINY.withEpochs(0, 1)).pick(IMAGES, 10, 0))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "sifter 1 diverged in epoch 1 of the sifting (NaN): lower the learning rate, which is 0.5");
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }

  @Test
  void theWeigherIsToldFromTheNetwork() {
    assertThatThrownBy(
            () ->
                DivergedException.check(
                    Double.POSITIVE_INFINITY,
                    "the weigher of sifter 2",
                    "epoch 1 of the sifting",
                    DivergedException.lower("v_lr", 500)))
        .hasMessage(
            "the weigher of sifter 2 diverged in epoch 1 of the sifting (Infinity): lower the v_lr, which is 500.0");
    assertThat(DivergedException.check(1.5, "x", "y", "z")).isEqualTo(1.5);
  }

  @Test
  void scoresThatAreNoNumbersPickNothing() {
    final double[] scores = new double[48];
    scores[7] = Double.NaN;
    scores[9] = Double.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> Ranking.of("S", "lr 9", IMAGES, scores, 0, 0))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "S gives 2 of 48 images a trust that is not a finite number: its network diverged; lower the learning rate (lr 9)");
  }

  @Test
  void trainingAndPurifyingTellToo() {
    final Network damaged = NetworkTest.overflowing(new ResNet18(2, 3, 2), "linear.weight");
    assertThatThrownBy(
            () -> new Training(new Training.Settings(2, 16, 0.125, 0)).train(damaged, IMAGES, 0))
        .isInstanceOf(DivergedException.class)
        .hasMessageMatching(
            "the training of a ResNet18 diverged in epoch 1 \\((NaN|Infinity)\\): lower the learning rate, which is 0.125");
    final IBau.Settings purifying = Records.with(IBau.Settings.compact(), "batchSize", 16);
    assertThatThrownBy(() -> new IBau(purifying).purify(damaged, IMAGES, 0))
        .isInstanceOf(DivergedException.class)
        .hasMessageMatching("I-BAU diverged in round 1 \\((NaN|Infinity)\\): lower the .*");
    assertThatThrownBy(
            () ->
                new IBau(Records.with(purifying, "perturbationRate", 1e-9))
                    .purify(damaged, IMAGES, 0))
        .isInstanceOf(DivergedException.class);
  }

  @Test
  void weightsThatAreNoNumbersAreNoNetwork() {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Network.untrained(new ResNet18(2, 3, 2), 4), root)) {
      live.parameters().byName().get("linear.bias").muli(Float.NaN);
      assertThatThrownBy(() -> live.snapshot("the scout"))
          .isInstanceOf(DivergedException.class)
          .hasMessage("the scout diverged in its last step (NaN): lower the learning rate");
    }
  }

  @Test
  void theFailureTravels() throws IOException, ClassNotFoundException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new DivergedException("sifter 3 diverged"));
    }
    final Object there =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(there).isInstanceOf(DivergedException.class);
    assertThat(((DivergedException) there).getMessage()).isEqualTo("sifter 3 diverged");
  }
}
