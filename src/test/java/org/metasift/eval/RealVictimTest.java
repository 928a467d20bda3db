package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.metasift.attack.BadNets;
import org.metasift.data.Gtsrb;
import org.metasift.data.Split;
import org.metasift.nn.Network;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.TorchCheckpoint;

/** The artifact's checkpoint on the real benchmark, against PyTorch's figures. */
class RealVictimTest {
  @Test
  void checkpointHasTheAccuracyAndTheBackdoorThatPyTorchFinds() {
    final String folder = System.getenv(Gtsrb.FOLDER_VARIABLE);
    assumeTrue(
        folder != null, "skipped: METASIFT_DATASETS does not name a folder with the real GTSRB");
    final Split split = Gtsrb.h5(Path.of(folder, "gtsrb_dataset.h5"));
    final Network victim =
        Network.of(
            new SmallVgg16(3, 43),
            TorchCheckpoint.read(Path.of(folder, "artifact", "gtsrb_tar38_badnets.pth")));
    assertThat(Metrics.acc(victim, split.test()).percent()).isCloseTo(98.34, within(0.05));
    assertThat(
            Metrics.asr(victim, BadNets.paper().poison(split.train(), 0).backdoor(), split.test())
                .percent())
        .isCloseTo(97.10, within(0.05));
  }
}
