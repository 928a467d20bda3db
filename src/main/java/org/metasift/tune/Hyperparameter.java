package org.metasift.tune;

import java.util.Locale;
import org.metasift.sift.MetaSift;

/** What a search varies, by the names of the field. */
public enum Hyperparameter {
  /** Channels of the network's first stage. */
  WIDTH("width"),
  /** Epochs of plain training before the sifting. */
  WARM_UP("warm-up epochs"),
  /** Images a step. */
  BATCH("batch"),
  /** The weigher's learning rate. */
  V_LR("v_lr"),
  /** How many of the last parameter arrays the weigher's gradient goes through. */
  TOP_K("top_k");

  private final String title;

  Hyperparameter(String title) {
    this.title = title;
  }

  /** Its name on a chart's axis. */
  public String title() {
    return title;
  }

  /** Its value in some settings. */
  public double of(MetaSift.Settings settings) {
    return switch (this) {
      case WIDTH -> settings.width();
      case WARM_UP -> settings.warmupEpochs();
      case BATCH -> settings.batchSize();
      case V_LR -> settings.weigherLearningRate();
      case TOP_K -> settings.topK();
    };
  }

  /** A value as it is written: whole numbers whole, rates with two digits. */
  public String text(double number) {
    return String.format(Locale.ROOT, this == V_LR ? "%.2g" : "%.0f", number);
  }
}
