package org.metasift.cli.option;

import java.io.PrintWriter;
import org.metasift.data.Split;
import org.metasift.data.read.ImageSource;
import org.metasift.lab.DataSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which images a verb works on. */
@HelpGroup.In(HelpGroup.IMAGES)
public final class DataOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      description =
          "Your images: a folder with one folder per class, a .csv with the columns path and label, a .npy, .npz or .h5 file, CIFAR or MNIST, or a folder with train/ and test/ of these. Also: a folder with GTSRB, or 'embedded' or 'small' for the embedded signs (default: GTSRB from METASIFT_DATASETS or ./datasets if it is there, else embedded).")
  private String place;

  @Option(
      names = "--side",
      paramLabel = "N",
      description = "Scale your images to N x N pixels, 28 to 224 (default: their own size).")
  private int side;

  @Option(
      names = "--strict",
      description = "Treat an image that cannot be read as an error, instead of leaving it out.")
  private boolean strict;

  @Option(
      names = "--images",
      paramLabel = "NAME",
      description =
          "Name of the array of images in your .npz or .h5, of its .npy file, or of the column of paths in your .csv (default: images; in a .csv path).")
  private String images = ImageSource.Settings.standard().imagesName();

  @Option(
      names = "--labels",
      paramLabel = "NAME",
      description = "The same for the labels (default: labels; in a .csv label).")
  private String labels = ImageSource.Settings.standard().labelsName();

  /** The images, read or drawn; their warnings go to standard error. */
  public Split load() {
    return open().split();
  }

  /** As above, with the warnings. */
  public DataSource.LoadedData open() {
    return source().load().told(mixee.commandLine().getErr());
  }

  /**
   * Says on standard error which images are worked on where none were named; a wish how to read
   * them is refused later.
   *
   * @param work that is done, such as "sifting"
   */
  public void tellUsual(String work) {
    if (!source().isNamed() && source().reading().equals(ImageSource.Settings.standard())) {
      final PrintWriter err = mixee.commandLine().getErr();
      err.printf("no --data: %s %s, not your own images%n", work, DataSource.usual());
      err.flush();
    }
  }

  /** Refuses what says how to read images where none are named. */
  public void checkNoneWithoutPlace() {
    if (!source().reading().equals(ImageSource.Settings.standard())) {
      throw new IllegalArgumentException(
          "--side, --strict, --images and --labels go with --data: without it the images are those of the run");
    }
  }

  /** As it was said, for a run's record. */
  public DataSource source() {
    return new DataSource(place, new ImageSource.Settings(side, strict, images, labels));
  }
}
