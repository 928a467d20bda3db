package org.metasift.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.stream.Collectors;

/** What is wrong with a file that should hold JSON of a known form, in words for people. */
public final class JsonFault {
  private JsonFault() {}

  /** A clause without a full stop, such as "seed is not what it should be, line 3". */
  public static String of(JsonProcessingException e) {
    if (e.getCause() instanceof IllegalArgumentException refused) {
      return refused.getMessage(); // what a record's own check says stands on its own
    }
    final String where =
        e.getLocation() == null ? "" : ", line %d".formatted(e.getLocation().getLineNr());
    if (!(e instanceof JsonMappingException wrong) || wrong.getPath().isEmpty()) {
      return "it is no JSON of the form it should have" + where;
    }
    final boolean missing = e.getOriginalMessage().startsWith("Missing");
    return "%s is %s%s"
        .formatted(place(wrong), missing ? "missing" : "not what it should be", where);
  }

  /** The field that is at fault, such as "picks[3].label". */
  public static String place(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }
}
