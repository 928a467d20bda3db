package org.metasift.cli;

/** What the user types to start this program, for commands that an answer proposes. */
final class ProgramName {
  private ProgramName() {}

  static String typed() {
    return System.getProperty("metasift.command", "metasift");
  }
}
