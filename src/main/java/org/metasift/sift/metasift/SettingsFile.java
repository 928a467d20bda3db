package org.metasift.sift.metasift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.metasift.data.BadDataException;
import org.metasift.io.AtomicFiles;
import org.metasift.io.Json;
import org.metasift.io.JsonFault;

/** Meta-Sift's settings as JSON. */
final class SettingsFile {
  private static final Set<String> NAMES =
      Arrays.stream(MetaSift.Settings.class.getRecordComponents())
          .map(RecordComponent::getName)
          .collect(Collectors.toCollection(LinkedHashSet::new));

  private SettingsFile() {}

  static MetaSift.Settings read(Path file) {
    try {
      final JsonNode whole = Json.tree(Files.readAllBytes(file));
      if (!whole.isObject()) {
        throw new BadDataException(file, "is not a settings file: it holds no JSON object");
      }
      final Set<String> given = new LinkedHashSet<>();
      whole.fieldNames().forEachRemaining(given::add);
      checkNames(file, "lacks", NAMES, given);
      checkNames(file, "has the unknown field", given, NAMES);
      return Json.readWhole(whole, MetaSift.Settings.class);
    } catch (final NoSuchFileException e) {
      throw new BadDataException(file, "does not exist", e);
    } catch (final ValueInstantiationException e) {
      throw new BadDataException(file, "has a wrong value: " + e.getCause().getMessage(), e);
    } catch (final MismatchedInputException e) {
      throw new BadDataException(
          file,
          "has a wrong value for '%s': %s is needed"
              .formatted(JsonFault.place(e), JsonFault.kind(e.getTargetType())),
          e);
    } catch (final JsonProcessingException e) {
      throw new BadDataException(file, "is not a settings file: " + JsonFault.of(e), e);
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be read (%s)".formatted(e.getMessage()), e);
    }
  }

  private static void checkNames(Path file, String fault, Set<String> some, Set<String> others) {
    for (final String name : some) {
      if (!others.contains(name)) {
        throw new BadDataException(
            file, "%s '%s'; settings are %s".formatted(fault, name, String.join(", ", NAMES)));
      }
    }
  }

  static void write(MetaSift.Settings settings, Path file) {
    try {
      AtomicFiles.write(file, Json.bytes(settings));
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be written (%s)".formatted(e.getMessage()), e);
    }
  }
}
