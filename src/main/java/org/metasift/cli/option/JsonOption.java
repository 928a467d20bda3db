package org.metasift.cli.option;

import picocli.CommandLine.Option;

/** Whether results are printed for people or for machines. */
@HelpGroup.In(HelpGroup.RESULTS)
public final class JsonOption {
  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean wanted;

  public boolean wanted() {
    return wanted;
  }
}
