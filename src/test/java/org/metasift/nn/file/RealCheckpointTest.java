package org.metasift.nn.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metasift.nn.Network;
import org.metasift.nn.SmallVgg16;

/** Published checkpoints, where METASIFT_DATASETS names the folder above them. */
class RealCheckpointTest {
  @Test
  void agreesWithPyTorchOnEveryTensor() throws IOException {
    final String folder = System.getenv("METASIFT_DATASETS");
    assumeTrue(
        folder != null,
        "skipped: METASIFT_DATASETS is not set, so the artifact's checkpoint is not at hand");
    final Path pth = Path.of(folder, "artifact", "gtsrb_tar38_badnets.pth");
    assumeTrue(Files.exists(pth), "skipped: there is no " + pth);

    final Map<String, Tensor> tensors = TorchCheckpoint.read(pth);

    final List<String> names = new ArrayList<>();
    for (final String line : expected()) {
      final String[] fields = line.split(";", -1);
      names.add(fields[0]);
      final Tensor tensor = tensors.get(fields[0]);
      assertThat(tensor).as(fields[0]).isNotNull();
      assertThat(CheckpointFiles.shape(tensor)).isEqualTo(fields[1]);
      double sum = 0;
      double weighted = 0;
      for (int i = 0; i < tensor.values().length; i++) {
        sum += tensor.values()[i];
        weighted += (double) tensor.values()[i] * (i % 97);
      }
      assertThat(sum).isCloseTo(Double.parseDouble(fields[2]), within(1e-6));
      assertThat(weighted).isCloseTo(Double.parseDouble(fields[3]), within(1e-4));
    }
    assertThat(tensors.keySet()).containsExactlyElementsOf(names);
  }

  /** Of an early zip format: its storages are named by addresses of 14 digits. */
  @Test
  void aCheckpointOfPyTorch16IsRead() {
    final String folder = System.getenv("METASIFT_DATASETS");
    assumeTrue(folder != null, "skipped: METASIFT_DATASETS is not set");
    final Path pth = Path.of(folder, "peers", "gtsrbbadnets_8_02_ckpt.pth");
    assumeTrue(Files.exists(pth), "skipped: there is no " + pth);

    final Network network = Network.of(new SmallVgg16(3, 43), TorchCheckpoint.read(pth));

    final float[] first = network.state().get("features.0.weight").values();
    double sum = 0;
    for (final float value : first) {
      sum += value;
    }
    assertThat(first).hasSize(864).startsWith(-0.15499286f).endsWith(-0.06838031f);
    assertThat(sum).isCloseTo(-5.083692011598032, within(1e-9));
  }

  private static List<String> expected() throws IOException {
    try (InputStream in =
        RealCheckpointTest.class.getResourceAsStream("/golden/torch_checkpoint/artifact.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
