package org.metasift.nn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.IntStream;
import org.metasift.attack.BadNets;
import org.metasift.data.ImageSet;
import org.metasift.data.array.NpyImages;
import org.metasift.data.signs.SignSet;

/**
 * Writes the batch that export_golden.py reads: 64 images of the small embedded set, poisoned by
 * BadNets. Run once: {@code java -cp ... org.metasift.nn.GoldenBatch src/test/resources/golden}.
 */
public final class GoldenBatch {
  private GoldenBatch() {}

  /** Writes batch.npy and labels.npy into the folder named. */
  public static void main(String[] arguments) throws IOException {
    final var poisoned = new BadNets(38, 0.33).poison(SignSet.small(0).train(), 0);
    final int[] clean =
        IntStream.range(0, poisoned.images().size())
            .filter(i -> !poisoned.isPoisoned(i))
            .filter(i -> i % 53 == 0)
            .limit(52)
            .toArray();
    final int[] bad = IntStream.of(poisoned.poisonedIndices()).limit(12).toArray();
    final ImageSet batch =
        poisoned
            .images()
            .select(IntStream.concat(IntStream.of(clean), IntStream.of(bad)).toArray());
    final Path folder = Path.of(arguments[0]);
    NpyImages.write(batch, folder);
    Files.move(
        folder.resolve("images.npy"),
        folder.resolve("batch.npy"),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
