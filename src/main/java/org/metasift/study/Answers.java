package org.metasift.study;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.data.BadDataException;
import org.metasift.data.PlainText;

/**
 * What one rater said of the pictures of a study: yes, it is clean; no, it is not; or nothing.
 *
 * @param rater a name for charts
 * @param calls one for each picture, in the study's order; null where there is no answer
 */
public record Answers(String rater, List<Boolean> calls) {
  private static final List<String> YES = List.of("yes", "y", "1", "1.0", "true");
  private static final List<String> NO = List.of("no", "n", "0", "0.0", "false");
  private static final String HEADER = "picture,answer";
  private static final String SEPARATOR = "[,;\t]"; // spreadsheets write any of these
  private static final int MOST_BYTES = 1 << 26;

  /** Copies the list; nulls are allowed in it. */
  public Answers {
    calls = Collections.unmodifiableList(new ArrayList<>(calls));
  }

  /**
   * What a sifter says of the pictures: it calls clean what it picked from the whole set.
   *
   * @param picked indices into the set that the study was drawn from
   * @throws IllegalArgumentException for a study that was not drawn from a set
   */
  public static Answers ofPick(String sifter, Study study, int... picked) {
    final int[] places = study.checkDrawn().places();
    final int[] sorted = picked.clone();
    Arrays.sort(sorted);
    return new Answers(
        sifter,
        Arrays.stream(places).mapToObj(place -> Arrays.binarySearch(sorted, place) >= 0).toList());
  }

  /**
   * A rater who errs at random, to try out the scoring with.
   *
   * @param misses the chance that a poisoned picture is called clean, 0 to 1
   * @param alarms the chance that a clean picture is called poisoned, 0 to 1
   */
  public static Answers simulated(
      String rater, Study study, double misses, double alarms, long seed) {
    Ranges.within("misses", misses, 0, 1);
    Ranges.within("alarms", alarms, 0, 1);
    final SplittableRandom random = RandomStream.RATER.from(seed);
    final List<Boolean> calls = new ArrayList<>();
    for (int k = 0; k < study.size(); k++) {
      calls.add(study.isPoisoned(k) ? random.nextDouble() < misses : random.nextDouble() >= alarms);
    }
    return new Answers(rater, calls);
  }

  /** How many pictures were answered. */
  public int answered() {
    return (int) calls.stream().filter(call -> call != null).count();
  }

  /**
   * Reads a rater's file: what the page downloads ("picture,answer" and a line a picture, yes or
   * no, some may be missing), the artifact's (a column of 1 and 0, 1 = clean, one for each
   * picture), or the artifact's spreadsheet (.xlsx, answers in column B below its heading).
   *
   * @param size how many pictures the study has
   * @throws BadDataException when it cannot be used; the message names the line
   */
  public static Answers read(Path file, int size) {
    final String name = file.getFileName().toString();
    final String rater = name.replaceFirst("\\.[^.]*$", "");
    if (name.toLowerCase(Locale.ROOT).endsWith(".xlsx")) {
      return new Answers(rater, column(file, 1, size));
    }
    final List<String> lines = lines(file);
    final boolean headed =
        !lines.isEmpty()
            && lines
                .get(0)
                .replaceAll("[ \"]", "")
                .replaceAll(SEPARATOR, ",")
                .toLowerCase(Locale.ROOT)
                .startsWith(HEADER);
    return new Answers(rater, headed ? numbered(file, lines, size) : plain(file, lines, size));
  }

  private static List<String> lines(Path file) {
    return PlainText.read(file, MOST_BYTES).lines().toList();
  }

  private static List<Boolean> numbered(Path file, List<String> lines, int size) {
    final Boolean[] calls = new Boolean[size];
    for (int k = 1; k < lines.size(); k++) {
      if (lines.get(k).isBlank()) {
        continue;
      }
      final String[] cells = lines.get(k).split(SEPARATOR, -1);
      final String number = unquoted(cells[0]);
      if (cells.length < 2 || !number.matches("\\d{1,9}")) {
        throw wrong(
            file, k, "is '%s'; 'NUMBER,yes' or 'NUMBER,no' is needed".formatted(lines.get(k)));
      }
      final int picture = Integer.parseInt(number);
      if (picture < 1 || picture > size) {
        throw wrong(file, k, "names picture %d; the study has 1 to %d".formatted(picture, size));
      }
      if (calls[picture - 1] != null) {
        throw wrong(file, k, "answers picture %d a second time".formatted(picture));
      }
      calls[picture - 1] = call(file, k, cells[1]);
    }
    return Arrays.asList(calls);
  }

  private static List<Boolean> plain(Path file, List<String> lines, int size) {
    final List<Boolean> calls = new ArrayList<>();
    for (int k = 0; k < lines.size(); k++) {
      final String[] cells = lines.get(k).split(SEPARATOR, -1);
      final String last = unquoted(cells[cells.length - 1]);
      final boolean heading =
          k == 0 && !last.isEmpty() && !YES.contains(last) && !NO.contains(last);
      if (lines.get(k).isBlank() || heading) {
        continue;
      }
      if (calls.size() == size) {
        throw wrong(file, k, "is one answer too many; the study has %d pictures".formatted(size));
      }
      calls.add(call(file, k, last));
    }
    if (calls.size() < size) {
      throw new BadDataException(
          file,
          "ends at line %d after %d answers without numbers; the study has %d pictures"
              .formatted(lines.size(), calls.size(), size));
    }
    return calls;
  }

  private static Boolean call(Path file, int line, String cell) {
    final String said = unquoted(cell);
    if (YES.contains(said)) {
      return true;
    }
    if (NO.contains(said)) {
      return false;
    }
    throw wrong(file, line, "answers '%s'; yes, no, 1 (clean) or 0 is allowed".formatted(said));
  }

  private static String unquoted(String cell) {
    return cell.replace("\"", "").strip().toLowerCase(Locale.ROOT);
  }

  private static BadDataException wrong(Path file, int index, String what) {
    return new BadDataException(file, "line %d %s".formatted(index + 1, what));
  }

  /**
   * A column of 1 and 0 below a heading in the first sheet of a spreadsheet.
   *
   * @param size how many there must be
   */
  static List<Boolean> column(Path xlsx, int column, int size) {
    final List<Boolean> calls = new ArrayList<>();
    try (InputStream in = Files.newInputStream(xlsx);
        ReadableWorkbook book = new ReadableWorkbook(in);
        Stream<Row> rows = book.getFirstSheet().openStream()) {
      for (final Row row : (Iterable<Row>) rows.skip(1)::iterator) {
        final Cell cell = row.getCellCount() > column ? row.getCell(column) : null;
        final String text = cell == null || cell.getRawValue() == null ? "" : cell.getRawValue();
        if (calls.size() < size && text.isBlank()) {
          throw new BadDataException(
              xlsx,
              "row %d has no value in column %s"
                  .formatted(row.getRowNum(), "ABCDEF".charAt(column)));
        }
        if (calls.size() < size) {
          calls.add(call(xlsx, row.getRowNum() - 1, text));
        }
      }
    } catch (final IOException e) {
      throw new BadDataException(
          xlsx, Files.exists(xlsx) ? "is not a spreadsheet (.xlsx)" : "is missing", e);
    } catch (final BadDataException e) {
      throw e;
    } catch (final RuntimeException e) {
      throw new BadDataException(xlsx, "is not a spreadsheet (.xlsx): " + e.getMessage(), e);
    }
    if (calls.size() < size) {
      throw new BadDataException(
          xlsx, "has %d rows; the study has %d pictures".formatted(calls.size(), size));
    }
    return calls;
  }

  /** As the page downloads them. */
  public String csv() {
    final StringBuilder lines = new StringBuilder(HEADER).append('\n');
    for (int k = 0; k < calls.size(); k++) {
      if (calls.get(k) != null) {
        lines.append(k + 1).append(',').append(calls.get(k) ? "yes" : "no").append('\n');
      }
    }
    return lines.toString();
  }
}
