package org.metasift.data.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.metasift.data.decode.ImageKind;

/** Files of an image folder that are not read, and why, counted. */
final class LeftOutFiles {
  /** Folders that file managers, network storage and systems make, in small letters. */
  private static final Set<String> OF_SYSTEMS =
      Set.of(
          "__macosx",
          "__pycache__",
          "@eadir",
          "@recycle",
          "@tmp",
          "#recycle",
          "#snapshot",
          "~snapshot",
          "$recycle.bin",
          "recycler",
          "system volume information",
          "lost+found",
          "network trash folder",
          "temporary items");

  private static final int NAMED = 10;

  private final Map<String, Integer> hidden = new TreeMap<>();
  private final Map<String, Integer> otherKinds = new TreeMap<>();
  private final Map<String, Integer> noImages = new TreeMap<>();
  private int beside;

  /** Whether a name is that of a hidden file or folder, or of one that a system made. */
  static boolean isHidden(Path path) {
    final String name = String.valueOf(path.getFileName());
    return name.startsWith(".") || OF_SYSTEMS.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Takes a file where it is not to be read.
   *
   * @param file relative to the folder of the data
   * @return whether it was taken
   */
  boolean takes(Path file) {
    final String name = file.getFileName().toString();
    for (final Path part : file) {
      if (isHidden(part)) {
        if (ImageKind.isImageName(name) || ImageKind.isOtherImageName(name)) {
          hidden.merge(
              part.equals(file.getFileName()) ? "files" : part.toString(), 1, Integer::sum);
        }
        return true;
      }
    }
    if (ImageKind.isImageName(name)) {
      beside += file.getNameCount() == 1 ? 1 : 0;
      return file.getNameCount() == 1;
    }
    final String ending = ImageKind.ending(name);
    (ImageKind.isOtherImageName(name) ? otherKinds : noImages)
        .merge(ending.isEmpty() ? "no ending" : "." + ending, 1, Integer::sum);
    return true;
  }

  /** A sentence for each reason. */
  List<String> sentences() {
    final List<String> sentences = new ArrayList<>();
    if (!noImages.isEmpty()) {
      sentences.add("files left out, no images by their names: " + counts(noImages));
    }
    if (!otherKinds.isEmpty()) {
      sentences.add(
          "images left out, of kinds that are not read: %s; %s is"
              .formatted(counts(otherKinds), ImageKind.NAMES));
    }
    if (!hidden.isEmpty()) {
      sentences.add("images left out, hidden or in folders of the system: " + counts(hidden));
    }
    if (beside > 0) {
      sentences.add("images left out, beside the folders of the classes: %,d".formatted(beside));
    }
    return sentences;
  }

  /** The number of all, and of each, the largest first. */
  private static String counts(Map<String, Integer> counts) {
    final String each =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(NAMED)
            .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    final int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return "%,d (%s%s)".formatted(all, each, counts.size() > NAMED ? ", ..." : "");
  }
}
