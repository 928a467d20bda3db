package org.metasift.sift;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.io.CsvColumn;
import org.metasift.io.CsvText;

/**
 * The images of a ranking, least trusted first, as a list for a person who looks at them. The order
 * is that of the trust as it is, whatever the classes.
 */
public final class Suspects {
  /** The name of the file, in the folder of a run. */
  public static final String FILE = "suspects.csv";

  private Suspects() {}

  /**
   * Writes all images into {@link #FILE}: index, id, label, class, trust, and what the caller adds.
   * The file appears under its name only when it is whole.
   *
   * @param images the set that was ranked
   * @throws BadDataException when the folder cannot be written
   * @throws IllegalArgumentException when another set was ranked
   */
  public static Path write(Ranking ranking, ImageSet images, Path folder, CsvColumn... more) {
    ranking.checkRanked(images);
    final List<CsvColumn> columns = new ArrayList<>(RankingFile.columns(ranking, images));
    columns.add(
        columns.size() - 1,
        new CsvColumn("class", i -> CsvText.quoted(images.classNames().get(images.label(i)))));
    columns.addAll(List.of(more));
    return RankingFile.write(folder.resolve(FILE), ranking.leastTrusted(ranking.size()), columns);
  }
}
