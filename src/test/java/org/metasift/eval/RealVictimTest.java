package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.metasift.attack.BadNets;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.gtsrb.Gtsrb;
import org.metasift.nn.Network;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.file.TorchCheckpoint;

/** The artifact's checkpoint on the real benchmark, against PyTorch's figures. */
class RealVictimTest {
  private static final double ACC = 98.34;
  private static final double ASR = 97.10;

  private static Split split;
  private static Network victim;

  @BeforeAll
  static void readBoth() {
    final String folder = System.getenv(Gtsrb.FOLDER_VARIABLE);
    assumeTrue(
        folder != null, "skipped: METASIFT_DATASETS does not name a folder with the real GTSRB");
    split = Gtsrb.h5(Path.of(folder, "gtsrb_dataset.h5"));
    victim =
        Network.of(
            new SmallVgg16(3, 43),
            TorchCheckpoint.read(Path.of(folder, "artifact", "gtsrb_tar38_badnets.pth")));
  }

  /** On 1,263 of the 12,630 images; a tenth has a standard error of 0.4 and 0.5. */
  @Test
  void aTenthOfTheTestImagesHasAboutThatAccuracyAndBackdoor() {
    final ImageSet tenth =
        split
            .test()
            .select(IntStream.range(0, split.test().size()).filter(i -> i % 10 == 0).toArray());
    assertThat(acc(tenth)).isCloseTo(ACC, within(1.5));
    assertThat(asr(tenth)).isCloseTo(ASR, within(1.5));
  }

  @Test
  @Tag("soak")
  void checkpointHasTheAccuracyAndTheBackdoorThatPyTorchFinds() {
    assertThat(acc(split.test())).isCloseTo(ACC, within(0.05));
    assertThat(asr(split.test())).isCloseTo(ASR, within(0.05));
  }

  private static double acc(ImageSet images) {
    return Metrics.acc(victim, images).percent();
  }

  private static double asr(ImageSet images) {
    return Metrics.asr(victim, BadNets.paper().poison(split.train(), 0).backdoor(), images)
        .percent();
  }
}
