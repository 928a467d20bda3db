package org.metasift.io;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A column of a .csv file about numbered things, such as the images of a set.
 *
 * @param name in the first line
 * @param text of the thing with a number, as it stands in the file: {@link CsvText#quoted} where it
 *     is no number
 */
public record CsvColumn(String name, IntFunction<String> text) {
  /**
   * Writes a line for each of these numbers, line by line: there may be many. The file appears
   * under its name only when it is whole.
   *
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  public static void write(Path file, int[] numbers, List<CsvColumn> columns) throws IOException {
    AtomicFiles.write(
        file,
        channel -> {
          final BufferedWriter lines =
              new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
          lines.write(columns.stream().map(CsvColumn::name).collect(Collectors.joining(",")));
          lines.write('\n');
          for (final int number : numbers) {
            if (Thread.currentThread().isInterrupted()) {
              throw new CancellationException("stopped by the user");
            }
            for (int k = 0; k < columns.size(); k++) {
              lines.write(k == 0 ? "" : ",");
              lines.write(columns.get(k).text().apply(number));
            }
            lines.write('\n');
          }
          lines.flush();
        });
  }
}
