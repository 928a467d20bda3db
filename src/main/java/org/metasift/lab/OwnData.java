package org.metasift.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.metasift.compute.Compute;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;
import org.metasift.data.read.ImageSource;
import org.metasift.eval.PickVerdict;
import org.metasift.io.RunFolder;
import org.metasift.report.SiftReport;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Collected;
import org.metasift.sift.Sifter;
import org.metasift.sift.panel.Panel;

/**
 * From unverified images to a base set, in one call: the pick, the report and the collected files,
 * as {@code sift} makes them of a user's own pictures.
 *
 * @param budget how many images are picked, at least 1
 * @param seed fixes every random choice
 * @param sifter the sifter for the images that were read
 * @param collected how the picked files are put together in the folder's {@code picked}; null for
 *     not at all
 */
public record OwnData(
    int budget, long seed, Function<ImageSet, ? extends Sifter> sifter, Collected collected) {
  /** Checks the range. */
  public OwnData {
    Ranges.within("budget", budget, 1, Integer.MAX_VALUE);
  }

  /** So many images by the panel, fitted to the set, as the command picks; seed 0. */
  public static OwnData standard(int budget) {
    return new OwnData(
        budget, 0, images -> new Panel(Panel.Settings.standard().fittedTo(images.size())), null);
  }

  /** The same with another seed. */
  public OwnData withSeed(long other) {
    return new OwnData(budget, other, sifter, collected);
  }

  /** The same with another sifter, such as Meta-Sift around a network of your own. */
  public OwnData withSifter(Function<ImageSet, ? extends Sifter> other) {
    return new OwnData(budget, seed, other, collected);
  }

  /** The same with the picked files put together in a folder for each class. */
  public OwnData collecting(Collected how) {
    return new OwnData(budget, seed, sifter, how);
  }

  /**
   * Reads, sifts, and leaves {@code base_set.csv}, {@code .npy} and {@code .json}, {@code
   * trust.csv} (all images), {@code suspects.csv} (least trusted first), {@code unreadable.csv}
   * where files were left out, {@code report.html}, {@code verdict.json} and the collected files.
   *
   * @param data an image folder, or any other form that {@link ImageSource} reads
   * @param folder a new or empty one
   * @return the report, with the base set and what should make one hesitate
   * @throws org.metasift.data.BadDataException when the data cannot be read, or collected
   * @throws IllegalArgumentException when the budget is larger than the set, or the folder is in
   *     use
   */
  public SiftReport sift(Path data, Path folder) throws IOException {
    final ImageSource.LoadedImages read = ImageSource.open(data);
    final ImageSet images = read.images();
    if (collected != null) {
      Collected.check(data, images);
    }
    BaseSet.checkBudget(images, budget); // before there is a folder
    final Path run = RunFolder.create(folder).path();
    final Sifter chosen = sifter.apply(images);
    final Pick pick = Pick.of(chosen, images, budget, seed);
    pick.save(run, images);
    ImageSource.Unreadable.save(read.unreadable(), run);
    final SiftReport report =
        pick.report(read.toString(), images, read.warnings(), note -> note)
            .withUnreadable(read.unreadable())
            .withNext(NextSteps.ofPick(pick.base(), images))
            .withRecord(repeating(data, chosen, pick.base()));
    report.save(run.resolve(SiftReport.FILE));
    RunFolder.writeLine(report.verdict(), run.resolve(PickVerdict.FILE));
    if (collected != null) {
      collected.into(run.resolve("picked"), data, pick.base(), images);
    }
    return report;
  }

  private Map<String, String> repeating(Path data, Sifter chosen, BaseSet base) {
    final Map<String, String> entries = new LinkedHashMap<>();
    entries.put("data", data.toAbsolutePath().toString());
    entries.put("fingerprint", base.fingerprint());
    entries.put("budget", Integer.toString(budget));
    entries.put("seed", Long.toString(seed));
    entries.put("settings", chosen.settings());
    entries.put("machine", Compute.describe());
    return entries;
  }
}
