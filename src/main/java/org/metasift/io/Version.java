package org.metasift.io;

/** Which version of this program runs. */
public final class Version {
  private Version() {}

  /** As the jar's manifest says; "metasift (not packaged)" outside a jar. */
  public static String text() {
    final String version = Version.class.getPackage().getImplementationVersion();
    return "metasift " + (version == null ? "(not packaged)" : version);
  }
}
