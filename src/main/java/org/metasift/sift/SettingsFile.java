package org.metasift.sift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.metasift.data.BadDataException;
import org.metasift.run.AtomicFiles;

/** Meta-Sift's settings as JSON. */
final class SettingsFile {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  private SettingsFile() {}

  static MetaSift.Settings read(Path file) {
    try {
      final MetaSift.Settings settings =
          JSON.readValue(Files.readAllBytes(file), MetaSift.Settings.class);
      if (settings == null) {
        throw new BadDataException(file, "is no settings file: it is empty");
      }
      return settings;
    } catch (final NoSuchFileException e) {
      throw new BadDataException(file, "does not exist", e);
    } catch (final ValueInstantiationException e) {
      throw new BadDataException(file, "has a wrong value: " + e.getCause().getMessage(), e);
    } catch (final JsonProcessingException e) {
      throw new BadDataException(
          file, "is no settings file: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be read (%s)".formatted(e.getMessage()), e);
    }
  }

  static void write(MetaSift.Settings settings, Path file) {
    try {
      AtomicFiles.write(file, JSON.writeValueAsBytes(settings));
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be written (%s)".formatted(e.getMessage()), e);
    }
  }
}
