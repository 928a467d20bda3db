package org.metasift.io;

/** Text as a field of a .csv file (RFC 4180): commas, quotes and line ends stay within it. */
public final class CsvText {
  private CsvText() {}

  /** In quotes, those inside doubled. */
  public static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
