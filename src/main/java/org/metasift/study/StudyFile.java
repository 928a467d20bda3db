package org.metasift.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.compute.Ranges;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.io.AtomicFiles;
import org.metasift.io.Json;
import org.metasift.io.JsonFault;

/** How a study lies in its folder: {@link Study#FILE} holds all of it, the page is made from it. */
final class StudyFile {
  /** How a study lies on disk. */
  @SuppressWarnings("ArrayRecordComponent") // written and read, never compared
  private record SavedStudy(
      String title,
      int height,
      int width,
      int channels,
      List<String> classNames,
      List<String> ids,
      int[] labels,
      byte[] pixels,
      int[] poisoned,
      int[] places,
      int[] exampleLabels,
      byte[] examplePixels,
      Integer audited) { // older files have none
    SavedStudy {
      audited = audited == null ? 0 : audited;
    }
  }

  private StudyFile() {}

  /** {@link Study#save}. */
  static void write(Study study, Path folder) {
    final Path file = folder.resolve(Study.FILE);
    try {
      AtomicFiles.write(file, Json.lineBytes(saved(study)));
      AtomicFiles.write(
          folder.resolve(Study.PAGE), StudyPage.offline(study).getBytes(StandardCharsets.UTF_8));
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be written", e);
    }
  }

  private static SavedStudy saved(Study study) {
    final ImageSet pictures = study.pictures();
    final ImageSet example = study.example();
    return new SavedStudy(
        study.title(),
        pictures.height(),
        pictures.width(),
        pictures.channels(),
        pictures.classNames(),
        pictures.ids(),
        pictures.labels(),
        pixels(pictures),
        IntStream.range(0, study.size()).filter(study::isPoisoned).toArray(),
        study.places(),
        example.labels(),
        pixels(example),
        study.audited());
  }

  private static byte[] pixels(ImageSet images) {
    final byte[] all = new byte[images.size() * images.imageBytes()];
    for (int k = 0; k < images.size(); k++) {
      images.read(k, all, k * images.imageBytes());
    }
    return all;
  }

  /** {@link Study#load}. */
  static Study read(Path folder) {
    final Path file = folder.resolve(Study.FILE);
    if (!Files.exists(file)) {
      throw new BadDataException(file, "is missing; it belongs to a study's folder");
    }
    try {
      final SavedStudy saved = Json.read(Files.readAllBytes(file), SavedStudy.class);
      final BitSet poisoned = new BitSet();
      Arrays.stream(saved.poisoned()).forEach(poisoned::set);
      final ImageSet pictures = images(saved, saved.pixels(), saved.labels(), saved.ids());
      final List<String> ids = saved.exampleLabels().length == 0 ? List.of() : List.of("example");
      if (poisoned.length() > pictures.size()) {
        throw new IllegalArgumentException("a poisoned picture that it does not have");
      }
      if (saved.audited() != 0) {
        Ranges.atLeast("audited", saved.audited(), pictures.size() - poisoned.cardinality());
      }
      return new Study(
          saved.title(),
          pictures,
          poisoned,
          saved.places(),
          images(saved, saved.examplePixels(), saved.exampleLabels(), ids),
          saved.audited());
    } catch (final JsonProcessingException e) {
      throw new BadDataException(file, "is damaged: " + JsonFault.of(e), e);
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be read", e);
    } catch (final RuntimeException e) {
      throw new BadDataException(file, "is damaged: " + e.getMessage(), e);
    }
  }

  private static ImageSet images(SavedStudy saved, byte[] pixels, int[] labels, List<String> ids) {
    return ImageSet.of(
        pixels,
        labels,
        new ImageShape(saved.height(), saved.width(), saved.channels()),
        saved.classNames(),
        ids);
  }
}
