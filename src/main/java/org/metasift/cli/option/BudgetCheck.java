package org.metasift.cli.option;

import org.metasift.data.ImageSet;
import org.metasift.sift.BaseSet;
import picocli.CommandLine.Model.CommandSpec;

/** Whether a budget fits the images, which are read by then. */
public final class BudgetCheck {
  private BudgetCheck() {}

  /**
   * Refuses a budget that does not fit; the message says when it is the default one.
   *
   * @throws IllegalArgumentException naming the budget and what is allowed
   */
  public static void check(CommandSpec verb, ImageSet images, int budget) {
    try {
      BaseSet.checkBudget(images, budget);
    } catch (final IllegalArgumentException e) {
      final boolean given = verb.commandLine().getParseResult().hasMatchedOption("--budget");
      throw new IllegalArgumentException(
          (given ? "--" : "no --budget was given, and the default does not fit these images: ")
              + e.getMessage(),
          e);
    }
  }
}
