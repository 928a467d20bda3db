package org.metasift.defense;

import java.util.List;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;
import org.metasift.nn.Network;
import org.metasift.nn.Training;

/**
 * Fine-tuning: trains the network on with the base set and nothing else, in the hope that it
 * forgets what is not in there. The baseline to which defences are compared (Liu, Xie, Srivastava
 * 2017; Liu, Dolan-Gavitt, Garg 2018, "Fine-Pruning", who find that alone it is not enough).
 *
 * <p>AdamW as everywhere here ({@link Training}), where the papers have stochastic gradient
 * descent; images are not moved or mirrored. How much it forgets hangs on the learning rate.
 */
public final class FineTuning implements Defense {
  static final DefenseType<Settings> TYPE =
      new DefenseType<>(
          "fine-tuning",
          List.of("finetuning", "ft"),
          Settings.class,
          images -> Settings.standard(),
          FineTuning::new);

  private static final double DECAY = Training.Settings.standard().weightDecay();

  private final Settings settings;

  /** Fine-tuning with these settings. */
  public FineTuning(Settings settings) {
    this.settings = settings;
  }

  /**
   * The settings of fine-tuning.
   *
   * @param epochs passes over the base set, at least 1
   * @param learningRate the highest of the training, above 0 and below 10
   * @param batchSize images a step, at least 2; a base set below that is one batch
   */
  public record Settings(int epochs, double learningRate, int batchSize) {
    /** Checks the ranges. */
    public Settings {
      Ranges.atLeast("epochs", epochs, 1);
      Ranges.between("learningRate", learningRate, 0, 10);
      Ranges.atLeast("batchSize", batchSize, 2);
    }

    /** 10 epochs, the rate that networks are trained with here (3e-3), batches of 32. */
    public static Settings standard() {
      return new Settings(10, Training.Settings.standard().learningRate(), 32);
    }

    @Override
    public String toString() {
      return "%d epochs, batch %d, lr %s".formatted(epochs, batchSize, learningRate);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The seed fixes the order of the batches and the dropout.
   */
  @Override
  public Network purify(Network network, ImageSet base, long seed) {
    BaseSetCheck.check(network, base);
    final Training.Settings training =
        new Training.Settings(
            settings.epochs(), settings.batchSize(), settings.learningRate(), DECAY);
    return new Training(training)
        .train(network, base, RandomStream.PURIFICATION.seed(seed))
        .network();
  }

  @Override
  public Settings plainSettings() {
    return settings;
  }

  @Override
  public String name() {
    return "fine-tuning";
  }
}
