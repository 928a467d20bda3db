package org.metasift.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import picocli.CommandLine.Option;

/** Whether results are printed for people or for machines. */
@HelpGroup.In(HelpGroup.RESULTS)
public final class JsonOption {
  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean wanted;

  public boolean wanted() {
    return wanted;
  }

  /** Records, maps and lists of plain values as JSON. */
  public static String text(Object plain) {
    try {
      return new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(plain);
    } catch (final JsonProcessingException e) {
      throw new IllegalStateException("plain values", e);
    }
  }
}
