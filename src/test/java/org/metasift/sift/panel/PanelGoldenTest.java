package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.nn.Golden;

/** Views and the fixed pattern against PyTorch and SciPy: golden/export_panel.py. */
class PanelGoldenTest {
  private static final String FILE = "panel.npz";

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WHOLE")
  void viewsAreThoseOfPyTorch(View view) {
    try (NDManager root = Compute.open()) {
      final Map<String, NDArray> golden = Golden.read(root, FILE);
      final NDArray seen = view.of(golden.get("images"));
      final NDArray wanted = golden.get(view.toString());
      assertThat(seen.getShape()).isEqualTo(wanted.getShape());
      assertThat(seen.toFloatArray()).containsExactly(wanted.toFloatArray(), within(1e-5f));
    }
  }

  @Test
  void theFixedPatternSuspectsAsSciPyAndNumPyDo() {
    try (NDManager root = Compute.open()) {
      final Map<String, NDArray> golden = Golden.read(root, FILE);
      final byte[] pixels = golden.get("marked").toByteBuffer().array().clone();
      final float[] wanted = golden.get("suspicion").toFloatArray();
      final ImageSet batch = Golden.batch();
      final ImageSetEditor marked = batch.edit();
      for (int i = 0; i < batch.size(); i++) {
        final byte[] image = new byte[batch.imageBytes()];
        System.arraycopy(pixels, i * image.length, image, 0, image.length);
        marked.pixels(i, image).label(i, 0);
      }
      final float[] suspicion = new FixedPattern().look(marked.done(), 0).get(0).suspicion();
      for (int i = 0; i < wanted.length; i++) {
        assertThat(suspicion[i])
            .as("image %d", i)
            .isCloseTo(wanted[i], within(0.02f * (1 + wanted[i])));
      }
    }
  }
}
