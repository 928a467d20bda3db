package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.metasift.compute.Progress;
import org.metasift.compute.Ranges;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.array.NpyImages;
import org.metasift.data.gtsrb.Gtsrb;
import org.metasift.data.gtsrb.GtsrbDownload;
import org.metasift.data.read.PngFolders;
import org.metasift.data.signs.SignSet;
import org.metasift.io.AtomicFiles;
import org.metasift.io.RunFolder;
import org.metasift.report.PictureGrid;
import org.metasift.report.live.ConsoleDisplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code metasift data}: puts data sets on disk. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    description = "Download GTSRB, or write the embedded signs to disk.",
    footer = {
      "Examples:",
      "  metasift data gtsrb --to datasets",
      "  metasift data signs --small --to signs"
    },
    synopsisSubcommandLabel = "(gtsrb | signs)",
    subcommands = {Data.DownloadGtsrb.class, Data.WriteSigns.class})
final class Data implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name the data: gtsrb or signs.");
  }

  /** Makes the folder before the work, so that a wrong one is told at once. */
  private static void make(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadDataException(folder, "is a file; a folder is needed");
    }
    try {
      Files.createDirectories(folder);
    } catch (final IOException e) {
      throw new BadDataException(folder, "this folder cannot be made", e);
    }
  }

  /** {@code metasift data gtsrb}. */
  @Command(
      name = "gtsrb",
      mixinStandardHelpOptions = true,
      versionProvider = Main.VersionText.class,
      description = {
        "Download GTSRB, about 350 MB.",
        "Its three official archives come from %n"
            + GtsrbDownload.OFFICIAL_PAGE
            + "%nGTSRB is published for research and teaching."
      },
      footer = {"Example:", "  metasift data gtsrb --to datasets"})
  static final class DownloadGtsrb implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--to",
        paramLabel = "DIR",
        description =
            "Folder for the archives (default: METASIFT_DATASETS if set, else ./datasets).")
    private Path to;

    @Override
    public Integer call() {
      final Path folder = to == null ? usualFolder(System.getenv(Gtsrb.FOLDER_VARIABLE)) : to;
      make(folder);
      Progress.showOn(ConsoleDisplay.onStandardError());
      GtsrbDownload.into(folder);
      spec.commandLine().getOut().println("GTSRB is in " + folder + ".");
      return 0;
    }

    static Path usualFolder(String override) {
      return Path.of(override == null || override.isBlank() ? "datasets" : override);
    }
  }

  /** {@code metasift data signs}. */
  @Command(
      name = "signs",
      mixinStandardHelpOptions = true,
      versionProvider = Main.VersionText.class,
      sortOptions = false,
      description = "Draw the embedded traffic signs and write them as NumPy or PNG files.",
      footer = {"Example:", "  metasift data signs --small --png --to signs"})
  static final class WriteSigns implements Callable<Integer> {
    private static final int SHOWN_OF_EACH_CLASS = 8;

    @Spec private CommandSpec spec;

    @Option(
        names = "--to",
        paramLabel = "DIR",
        required = true,
        description =
            "Folder for train/ and test/, with images.npy and labels.npy each, and for contact_sheet.png; must be new or empty.")
    private Path to;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Seed of the drawing, 0 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int seed;

    @Option(names = "--small", description = "Draw about 4,000 images instead of about 17,000.")
    private boolean small;

    @Option(
        names = "--png",
        description = "Write PNG files, one folder per class, in place of .npy files.")
    private boolean png;

    @Override
    public Integer call() throws IOException {
      Ranges.within("--seed", seed, 0, 1_000_000);
      make(to);
      RunFolder.create(to);
      Progress.showOn(ConsoleDisplay.onStandardError());
      final Split split = SignSet.make(small ? SignSet.Size.SMALL : SignSet.Size.STANDARD, seed);
      AtomicFiles.writeFolder(
          to,
          folder -> {
            write(split.train(), folder.resolve("train"));
            write(split.test(), folder.resolve("test"));
            PictureGrid.contactSheet(split.train(), SHOWN_OF_EACH_CLASS)
                .save(folder.resolve("contact_sheet.png"));
          });
      final PrintWriter out = spec.commandLine().getOut();
      out.printf("%s%n", split.origin());
      out.printf("train: %s%ntest: %s%nin %s%n", split.train(), split.test(), to);
      return 0;
    }

    private void write(ImageSet part, Path folder) {
      if (png) {
        PngFolders.write(part, folder);
      } else {
        NpyImages.write(part, folder);
      }
    }
  }
}
