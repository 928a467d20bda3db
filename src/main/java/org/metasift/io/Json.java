package org.metasift.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;

/**
 * The one reader and writer of JSON. It reads strictly: a field that the record does not have, a
 * field that stands twice, a number in the place of a text or the other way round, a fraction for a
 * whole number, a null or nothing for a number, NaN, and anything after the end are refused; {@link
 * JsonFault} says where and why. Numbers that are none are written as texts, {@code "NaN"}, and
 * read back as such.
 */
public final class Json {
  private static final ObjectMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints( // a study's pixels are one string
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              texts -> {
                for (final CoercionInputShape shape :
                    new CoercionInputShape[] {
                      CoercionInputShape.Integer,
                      CoercionInputShape.Float,
                      CoercionInputShape.Boolean
                    }) {
                  texts.setCoercion(shape, CoercionAction.Fail);
                }
              })
          .build();
  private static final ObjectMapper WHOLE =
      STRICT
          .copy()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
  private static final ObjectWriter ONE_LINE = STRICT.writer();
  private static final ObjectWriter INDENTED = STRICT.writerWithDefaultPrettyPrinter();

  private Json() {}

  /** Any JSON; nothing at all is a missing node. */
  public static JsonNode tree(byte[] json) throws IOException {
    return STRICT.readTree(json);
  }

  /** Records and plain values as they would be read again. */
  public static JsonNode plain(Object value) {
    try {
      return STRICT.readTree(STRICT.writeValueAsBytes(value));
    } catch (final IOException e) {
      throw new IllegalStateException("records and plain values can be written", e);
    }
  }

  /**
   * A record. What is no number may be missing, since older versions did not write it: it is null,
   * and the record decides.
   */
  public static <T> T read(byte[] json, Class<T> type) throws IOException {
    return STRICT.readValue(json, type);
  }

  /** As {@link #read}, of JSON that is part of another text. */
  public static <T> T read(String json, Class<T> type) throws JsonProcessingException {
    return STRICT.readValue(json, type);
  }

  /** A record of which nothing may be missing or null. */
  public static <T> T readWhole(JsonNode json, Class<T> type) throws JsonProcessingException {
    return WHOLE.treeToValue(json, type);
  }

  /** Records, maps, lists and plain values, indented, as UTF-8. */
  public static byte[] bytes(Object value) throws IOException {
    return INDENTED.writeValueAsBytes(value);
  }

  /** As {@link #bytes}, in one line. */
  public static byte[] lineBytes(Object value) throws IOException {
    return ONE_LINE.writeValueAsBytes(value);
  }

  /** As {@link #bytes}, as text. */
  public static String text(Object value) {
    return written(INDENTED, value);
  }

  /** As {@link #text}, in one line. */
  public static String line(Object value) {
    return written(ONE_LINE, value);
  }

  private static String written(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (final JsonProcessingException e) {
      throw new IllegalStateException("records and plain values can be written", e);
    }
  }
}
