package org.metasift.data;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.metasift.compute.Progress;

/**
 * The rows of a CSV text below a line that names its columns, in any order and among others. Fields
 * are separated by commas, semicolons or tabs, whichever give the columns that are needed, and may
 * be quoted (RFC 4180). No line is a comment.
 *
 * @param header the names of all columns, without the blanks around them
 * @param rows as many fields as a line has; null where one is empty. The line is counted from 1
 */
public record CsvRows(List<String> header, List<Row> rows) {
  private static final int MOST_CHARACTERS = 1 << 14;
  private static final int MOST_COLUMNS = 512;
  private static final char[] SEPARATORS = {',', ';', '\t'};

  /**
   * A line of fields.
   *
   * @param line where it ends, from 1
   */
  @SuppressWarnings("ArrayRecordComponent") // as the parser gives them
  public record Row(long line, String[] fields) {
    /** The field of a column, or null where it is missing or blank. */
    public String get(int column) {
      final String value = column < fields.length ? fields[column] : null;
      return value == null || value.isBlank() ? null : value;
    }
  }

  /**
   * Splits a text.
   *
   * @param path for messages
   * @param needed columns by which the separator is found, in capitals or not
   * @throws BadDataException when a line cannot be split; that a column is missing is for the
   *     caller to say
   */
  public static CsvRows parse(Path path, String text, Collection<String> needed) {
    final String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    char separator = SEPARATORS[0];
    for (final char candidate : SEPARATORS) {
      final CsvRows head = split(path, first, candidate);
      if (needed.stream().allMatch(name -> head.column(name) >= 0)) {
        separator = candidate;
        break;
      }
    }
    return split(path, text, separator);
  }

  private static CsvRows split(Path path, String text, char separator) {
    final CsvParserSettings format = new CsvParserSettings();
    format.getFormat().setDelimiter(separator);
    format.getFormat().setComment('\0'); // a path may begin with any character
    format.setMaxCharsPerColumn(MOST_CHARACTERS);
    format.setMaxColumns(MOST_COLUMNS);
    format.setReadInputOnSeparateThread(false);
    format.setLineSeparatorDetectionEnabled(true);
    final CsvParser parser = new CsvParser(format);
    final List<Row> rows = new ArrayList<>();
    try {
      parser.beginParsing(new StringReader(text));
      final String[] header = parser.parseNext();
      for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
        rows.add(new Row(parser.getContext().currentLine(), row));
        Progress.checkStop();
      }
      return new CsvRows(names(header), rows);
    } catch (final TextParsingException e) {
      throw new BadDataException(
          path, "is not a CSV file: line %d cannot be read".formatted(e.getLineIndex() + 1), e);
    } finally {
      parser.stopParsing();
    }
  }

  private static List<String> names(String[] header) {
    return header == null
        ? List.of()
        : Arrays.stream(header).map(name -> name == null ? "" : name.strip()).toList();
  }

  /** Where a column is, in capitals or not; -1 where it is missing. */
  public int column(String name) {
    final int exact = header.indexOf(name);
    return exact >= 0
        ? exact
        : header.stream()
            .map(other -> other.toLowerCase(Locale.ROOT))
            .toList()
            .indexOf(name.toLowerCase(Locale.ROOT));
  }
}
