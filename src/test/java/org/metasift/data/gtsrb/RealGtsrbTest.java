package org.metasift.data.gtsrb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;

/** The real benchmark, where the environment variable METASIFT_DATASETS names its folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the file is read once, and let go with the class
class RealGtsrbTest {
  private Split whole;

  private static Path real(String name) {
    final String folder = System.getenv(Gtsrb.FOLDER_VARIABLE);
    assumeTrue(
        folder != null, "skipped: METASIFT_DATASETS is not set, so the real GTSRB is not at hand");
    final Path path = Path.of(folder, name);
    assumeTrue(Files.exists(path), "skipped: there is no " + path);
    return path;
  }

  private Split whole() {
    final Path file = real("gtsrb_dataset.h5");
    if (whole == null) {
      whole = Gtsrb.h5(file);
    }
    return whole;
  }

  @Test
  void readsTheArtifactsFile() {
    final Split split = whole();
    assertThat(split.train().size()).isEqualTo(39_209);
    assertThat(split.test().size()).isEqualTo(12_630);
    assertThat(split.train().classCounts()[38]).isEqualTo(2_070);
    assertThat(split.test().size() - split.test().classCounts()[38]).isEqualTo(11_940);
    assertThat(split.train().id(35_309)).isEqualTo("X_val[0]");
    assertThat(split.origin()).contains("39,209").contains("12,630");
  }

  @Test
  void cropsTheSampleAsTheArtifactsFileWasCropped() {
    final Split sample = Gtsrb.official(real("ppm-sample"));
    final ImageSet artifact = whole().test();
    assertThat(sample.train().size()).isEqualTo(129);
    assertThat(sample.test().size()).isEqualTo(100);
    for (int i = 0; i < sample.test().size(); i++) {
      assertThat(sample.test().label(i)).isEqualTo(artifact.label(i));
      assertThat(sample.test().pixels(i)).as(sample.test().id(i)).isEqualTo(artifact.pixels(i));
    }
  }
}
