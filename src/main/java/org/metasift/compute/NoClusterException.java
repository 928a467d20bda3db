package org.metasift.compute;

/** A cluster was asked for, but the software that runs tasks on one is not on the class path. */
public final class NoClusterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception for the user to read.
   *
   * @param cause what went wrong when it was looked for; null when nothing was found
   */
  public NoClusterException(Throwable cause) {
    super(
        SettingName.of("master")
            + " needs Apache Spark, which is not on the class path (docs/how-to/cluster.md)",
        cause);
  }
}
