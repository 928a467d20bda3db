package org.metasift.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is wrong with JSON that {@link Json} refuses, in plain words. */
public final class JsonFault {
  private static final Pattern TWICE = Pattern.compile("Duplicate .*?[\"'](.*?)[\"']");

  private JsonFault() {}

  /**
   * A clause without a full stop, such as "seed is not what it should be, a whole number is needed,
   * line 3".
   */
  public static String of(JsonProcessingException e) {
    if (e.getCause() instanceof IllegalArgumentException refused) {
      return refused.getMessage(); // what a record's own check says stands on its own
    }
    return reason(e)
        + (e.getLocation() == null || e.getLocation().getLineNr() < 1
            ? ""
            : ", line %d".formatted(e.getLocation().getLineNr()));
  }

  private static String reason(JsonProcessingException e) {
    final Matcher twice = TWICE.matcher(e.getOriginalMessage());
    if (twice.find()) {
      return "%s appears twice".formatted(twice.group(1));
    }
    if (e.getOriginalMessage().startsWith("Trailing token")) {
      return "something follows its end";
    }
    if (e.getOriginalMessage().startsWith("Non-standard token 'NaN'")) {
      return "NaN is not allowed in JSON";
    }
    if (!(e instanceof JsonMappingException wrong) || wrong.getPath().isEmpty()) {
      return "it is not JSON of the expected form";
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "%s is unknown (known: %s)"
          .formatted(
              place(wrong),
              unknown.getKnownPropertyIds().stream()
                  .map(Object::toString)
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
    return e.getOriginalMessage().startsWith("Missing")
        ? "%s is missing".formatted(place(wrong))
        : "%s is not what it should be%s".formatted(place(wrong), needed(wrong));
  }

  /** What should stand there, where that can be said. */
  private static String needed(JsonMappingException e) {
    return e instanceof MismatchedInputException wrong && wrong.getTargetType() != null
        ? ", %s is needed".formatted(kind(wrong.getTargetType()))
        : "";
  }

  /** What a value of a type is in JSON, such as "a whole number". */
  public static String kind(Class<?> type) {
    if (type == String.class) {
      return "a text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a whole number";
    }
    return type.isArray() || Collection.class.isAssignableFrom(type)
        ? "a list"
        : Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "another value";
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
