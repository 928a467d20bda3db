package org.metasift.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the one reader of JSON refuses, and that it is the only one. */
class JsonTest {
  /** A record with a value of each kind. */
  public record Part(
      String name,
      int count,
      double share,
      boolean open,
      List<Part> parts,
      Map<String, Double> by) {
    /** Checks one. */
    public Part {
      if (count < 0) {
        throw new IllegalArgumentException("count is %d; at least 0 is allowed".formatted(count));
      }
    }
  }

  private static final String WHOLE =
      "{\"name\": \"a\", \"count\": 1, \"share\": 0.5, \"open\": true, \"parts\": [], \"by\": {}}";

  private static Part read(String json) throws IOException {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), Part.class);
  }

  private static String refused(String json) {
    return JsonFault.of(catchThrowableOfType(JsonProcessingException.class, () -> read(json)));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    final Part part =
        new Part(
            "ü\"<",
            3,
            1e-3,
            false,
            List.of(new Part("b", 0, Double.NaN, true, List.of(), Map.of())),
            Map.of("NCR", Double.POSITIVE_INFINITY));
    assertThat(read(Json.text(part))).isEqualTo(part);
    assertThat(read(Json.line(part))).isEqualTo(part);
    assertThat(Json.line(part)).doesNotContain("\n");
    assertThat(Json.bytes(part)).asString(StandardCharsets.UTF_8).isEqualTo(Json.text(part));
    assertThat(Json.lineBytes(part)).asString(StandardCharsets.UTF_8).isEqualTo(Json.line(part));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "count": 1     | "count": 1, "cuont": 2 | cuont is unknown (known: by, count, name, open
          "count": 1     | "count": 1, "count": 2 | count appears twice, line 1
          "count": 1     | "count": 1.5           | count is not what it should be, a whole number is
          "count": 1     | "count": "1"           | count is not what it should be, a whole number is
          "count": 1     | "count": null          | count is not what it should be, a whole number is
          "count": 1,    |                        | count is not what it should be, a whole number is
          "count": 1     | "count": true          | count is not what it should be, a whole number is
          "count": 1     | "count": -1            | count is -1; at least 0 is allowed
          "name": "a"    | "name": 1              | name is not what it should be, a text is needed
          "name": "a"    | "name": false          | name is not what it should be, a text is needed
          "name": "a"    | "name": ["a"]          | name is not what it should be, a text is needed
          "share": 0.5   | "share": NaN           | NaN is not allowed in JSON, line 1
          "share": 0.5   | "share": "0.5"         | share is not what it should be, a number is needed
          "open": true   | "open": 1              | open is not what it should be, true or false is
          "open": true   | "open": "true"         | open is not what it should be, true or false is
          "by": {}       | "by": {"a": {}}        | by.a is not what it should be, a number is needed
          "by": {}       | "by": []               | by is not what it should be, an object is needed
          "parts": []    | "parts": {}            | parts is not what it should be, a list is needed
          "parts": []    | "parts": [1]           | parts[0] is not what it should be, an object is
          "by": {}}      | "by": {}} {}           | something follows its end, line 1
          "by": {}}      | "by": {}               | it is not JSON of the expected form, line 1
          """)
  void whatIsNotAsItShouldBeIsRefusedByPlaceAndReason(String part, String other, String reason) {
    assertThat(WHOLE).contains(part);
    assertThat(refused(WHOLE.replace(part, other == null ? "" : other))).startsWith(reason);
  }

  @Test
  void oneThatMayMissNothingIsRefusedWhereATextIsMissing() throws IOException {
    final String without = WHOLE.replace("\"name\": \"a\", ", "");
    assertThat(read(without).name()).isNull();
    assertThat(
            JsonFault.of(
                catchThrowableOfType(
                    JsonProcessingException.class,
                    () ->
                        Json.readWhole(
                            Json.tree(without.getBytes(StandardCharsets.UTF_8)), Part.class))))
        .startsWith("name is missing");
  }

  @Test
  void nothingElseReadsJson() {
    final JavaClasses ours =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.metasift");
    ArchRuleDefinition.noClasses()
        .that()
        .doNotBelongToAnyOf(Json.class)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.fasterxml.jackson.databind.ObjectMapper")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("com\\.google\\.gson\\..*|.*\\.JsonFactory|.*\\.JsonMapper")
        .check(ours);
  }
}
