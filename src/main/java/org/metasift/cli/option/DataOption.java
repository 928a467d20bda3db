package org.metasift.cli.option;

import org.metasift.data.Split;
import org.metasift.data.read.ImageSource;
import org.metasift.lab.DataSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which images a verb works on. */
public final class DataOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      description =
          "Your images (a folder with a folder for each class, a .csv with path,label, .npy, .npz, .h5, CIFAR, MNIST; or train/ and test/ of such), a folder with GTSRB, 'embedded' or 'small' for the embedded signs; default: GTSRB where METASIFT_DATASETS or ./datasets holds it, else 'embedded'.")
  private String place;

  @Option(
      names = "--side",
      paramLabel = "N",
      description =
          "Pixels of a side that your images are scaled to, 28 to 224; default: their own.")
  private int side;

  @Option(names = "--strict", description = "Take a single image that cannot be read for an error.")
  private boolean strict;

  @Option(
      names = "--images",
      paramLabel = "NAME",
      description =
          "The array of images in your .npz or .h5, its .npy file, or the column of paths in your .csv; default: the usual names.")
  private String images = ImageSource.Settings.standard().imagesName();

  @Option(
      names = "--labels",
      paramLabel = "NAME",
      description = "The array, file or column of labels.")
  private String labels = ImageSource.Settings.standard().labelsName();

  /** The images, read or drawn; their warnings go to standard error. */
  public Split load() {
    return open().split();
  }

  /** As above, with the warnings. */
  public DataSource.LoadedData open() {
    return source().load().told(mixee.commandLine().getErr());
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
