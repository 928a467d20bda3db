package org.metasift.tune;

import java.util.Arrays;
import java.util.Locale;
import org.metasift.sift.metasift.MetaSift;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** The hyperparameters that a search varies, by their usual names. */
public enum Hyperparameter {
  /** Channels of the network's first stage. */
  WIDTH("width"),
  /** Stride of the network's first convolution. */
  STRIDE("stride"),
  /** Epochs of plain training before the sifting. */
  WARM_UP("warm-up epochs"),
  /** How far the plain training goes on, from guessing to knowing, 0 to 1. */
  WARM_UP_TO("warm-up to"),
  /** Images a step. */
  BATCH("batch"),
  /** The network's learning rate. */
  LR("lr"),
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
      case STRIDE -> settings.stride();
      case WARM_UP -> settings.warmupEpochs();
      case WARM_UP_TO -> settings.warmupAccuracy();
      case BATCH -> settings.batchSize();
      case LR -> settings.learningRate();
      case V_LR -> settings.weigherLearningRate();
      case TOP_K -> settings.topK();
    };
  }

  /** A value as it is written: whole numbers whole, rates with two digits. */
  public String text(double number) {
    return String.format(Locale.ROOT, isRate() ? "%.2g" : "%.0f", number);
  }

  private boolean isRate() {
    return this == V_LR || this == LR || this == WARM_UP_TO;
  }

  /** An empty column for each, for a table with a row for some settings. */
  public static Column<?>[] columns() {
    return Arrays.stream(values())
        .map(one -> one.isRate() ? DoubleColumn.create(one.title) : IntColumn.create(one.title))
        .toArray(Column<?>[]::new);
  }

  /** Appends the values of some settings to such columns of a table. */
  public static void append(Table table, MetaSift.Settings settings) {
    for (final Hyperparameter one : values()) {
      if (one.isRate()) {
        table.doubleColumn(one.title).append(one.of(settings));
      } else {
        table.intColumn(one.title).append((int) one.of(settings));
      }
    }
  }
}
