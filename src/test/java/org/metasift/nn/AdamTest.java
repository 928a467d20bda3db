package org.metasift.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;

/**
 * Three steps against PyTorch 2.7.1:
 *
 * <pre>
 * w = torch.tensor([1.0, -2.0, 0.5], requires_grad=True)
 * o = torch.optim.AdamW([w], lr=1e-2, betas=(.9, .95), weight_decay=.05)
 * for g in ([0.1, -0.2, 0.3], [0.4, 0.0, -0.6], [-1.0, 2.0, 0.05]):
 *     w.grad = torch.tensor(g); o.step(); print(w.tolist())
 * </pre>
 */
class AdamTest {
  private static final float[][] GRADIENTS = {
    {0.1f, -0.2f, 0.3f}, {0.4f, 0, -0.6f}, {-1, 2, 0.05f}
  };
  private static final float[][] EXPECTED = {
    {0.9895000f, -1.9890000f, 0.4897500f},
    {0.9802579f, -1.9812189f, 0.4931388f},
    {0.9830009f, -1.9859301f, 0.4952515f}
  };

  @Test
  void stepsAsAdamWOfPyTorch() {
    try (NDManager root = Compute.open()) {
      final NDArray w = root.create(new float[] {1, -2, 0.5f});
      final Adam adam = new Adam(Parameters.of("w", w), 0.9, 0.95, 0.05);
      final int arrays = root.getManagedArrays().size();
      for (int step = 0; step < 3; step++) {
        try (NDManager scratch = root.newSubManager()) {
          adam.stepAlong(scratch.create(GRADIENTS[step]), 1e-2);
        }
        for (int k = 0; k < 3; k++) {
          assertThat(w.toFloatArray()[k]).isCloseTo(EXPECTED[step][k], within(2e-7f));
        }
      }
      assertThat(root.getManagedArrays()).hasSize(arrays);
    }
  }

  @Test
  void aCopyGoesOnFromHereAndLeavesTheFirstAlone() {
    try (NDManager root = Compute.open()) {
      final NDArray w = root.create(new float[] {1, -2, 0.5f});
      final Adam adam = new Adam(Parameters.of("w", w), 0.9, 0.95, 0.05);
      adam.stepAlong(root.create(GRADIENTS[0]), 1e-2);
      final NDArray other = w.duplicate();
      final int arrays = root.getManagedArrays().size();
      final Adam copy = adam.copyFor(Parameters.of("w", other));
      assertThat(root.getManagedArrays()).hasSize(arrays + 2); // its two moments
      for (int step = 1; step < 3; step++) {
        copy.stepAlong(root.create(GRADIENTS[step]), 1e-2);
        assertThat(other.toFloatArray()).containsExactly(EXPECTED[step], within(2e-7f));
        assertThat(w.toFloatArray()).containsExactly(EXPECTED[0], within(2e-7f));
      }
      final NDArray gradient = root.create(GRADIENTS[1]);
      final int before = root.getManagedArrays().size();
      adam.stepAlong(gradient, 1e-2);
      assertThat(root.getManagedArrays()).hasSize(before);
      assertThat(w.toFloatArray()).containsExactly(EXPECTED[1], within(2e-7f));
    }
  }
}
