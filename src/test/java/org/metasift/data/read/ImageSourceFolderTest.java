package org.metasift.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.metasift.data.read.SampleFiles.encoded;
import static org.metasift.data.read.SampleFiles.picture;
import static org.metasift.data.read.SampleFiles.write;

import com.sun.management.ThreadMXBean;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.Duplicates;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.RawItems;

class ImageSourceFolderTest {
  private static final ImageSource.Settings STANDARD = ImageSource.Settings.standard();

  @TempDir Path folder;

  private BufferedImage put(String name, int width, int height, int seed) {
    final BufferedImage image = picture(width, height, BufferedImage.TYPE_INT_RGB, seed);
    write(folder.resolve(name), encoded(image, "png"));
    return image;
  }

  private void text(String name, String content) {
    write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void foldersAreClasses() {
    put("dog/b.png", 32, 32, 1);
    put("dog/a.png", 32, 32, 2);
    put("cat/deep/down/c.PNG", 32, 32, 3);
    text("cat/notes.txt", "hello");
    text("cat/.DS_Store", "hello");
    text(".git/x.png", "hello");
    final ImageSource.LoadedImages loaded = ImageSource.open(folder);
    assertThat(loaded.images()).hasToString("3 images, 32 x 32 RGB, 2 classes");
    assertThat(loaded.images().classNames()).containsExactly("cat", "dog");
    assertThat(loaded.images().ids())
        .containsExactly("cat/deep/down/c.PNG", "dog/a.png", "dog/b.png");
    assertThat(loaded.images().labels()).containsExactly(0, 1, 1);
    assertThat(loaded.unreadable()).isEmpty();
    assertThat(loaded.warnings())
        .containsExactly(
            "files left out, no images by their names: 1 (.txt 1)",
            "images left out, hidden or in folders of the system: 1 (.git 1)",
            "2 classes have fewer than 20 images, too few to tell odd ones from others: cat, dog");
    assertThat(loaded)
        .hasToString(
            """
            3 images, 32 x 32 RGB, 2 classes, from an image folder
              warning: files left out, no images by their names: 1 (.txt 1)
              warning: images left out, hidden or in folders of the system: 1 (.git 1)
              warning: 2 classes have fewer than 20 images, too few to tell odd ones from others: cat, dog\
            """);
  }

  @Test
  void aClassFolderMayBeALink() throws IOException {
    put("set/cat/a.png", 32, 32, 1);
    put("elsewhere/pictures/deep/b.png", 32, 32, 2);
    Files.createSymbolicLink(folder.resolve("set/dog"), Path.of("..", "elsewhere", "pictures"));
    final ImageSource.LoadedImages loaded = ImageSource.open(folder.resolve("set"));
    assertThat(loaded.images().ids()).containsExactly("cat/a.png", "dog/deep/b.png");
    assertThat(loaded.images().labels()).containsExactly(0, 1);
  }

  @Test
  void pixelsOfTheRightSizeStayAsTheyAre() {
    final BufferedImage image = put("a/1.png", 40, 40, 9);
    put("b/1.png", 40, 40, 10);
    final byte[] pixels = ImageSource.open(folder).images().pixels(0);
    for (int k = 0; k < 1600; k++) {
      final int argb = image.getRGB(k % 40, k / 40);
      assertThat(pixels[3 * k]).isEqualTo((byte) (argb >> 16));
      assertThat(pixels[3 * k + 2]).isEqualTo((byte) argb);
    }
  }

  @Test
  void numbersSortAsNumbersAndMixedSizesBecomeOne() {
    put("10/a.png", 60, 40, 1);
    put("9/a.png", 50, 90, 2);
    put("2/a.png", 300, 500, 3);
    final ImageSource.LoadedImages loaded = ImageSource.open(folder);
    assertThat(loaded.images().classNames()).containsExactly("2", "9", "10");
    assertThat(loaded.images().height()).as("the median of 300, 50 and 40").isEqualTo(50);
    assertThat(loaded.warnings()).contains("3 of 3 images were scaled to 50 x 50, the usual size");
    final ImageSource.LoadedImages asked = ImageSource.open(folder, STANDARD.withSide(33));
    assertThat(asked.images().width()).isEqualTo(33);
    assertThat(asked.warnings()).contains("3 of 3 images were scaled to 33 x 33, as asked for");
  }

  @Test
  void aSetIsGreyWhenAllImagesAre() {
    final BufferedImage grey = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(1, 0, 0, 99);
    write(folder.resolve("a/1.png"), encoded(grey, "png"));
    write(folder.resolve("b/1.png"), encoded(grey, "png"));
    final ImageSet set = ImageSource.open(folder).images();
    assertThat(set.channels()).isEqualTo(1);
    assertThat(set.pixels(1)).startsWith(0, 99, 0);
    put("c/1.png", 32, 32, 1);
    final ImageSet mixed = ImageSource.open(folder).images();
    assertThat(mixed.channels()).isEqualTo(3);
    assertThat(mixed.pixels(1)).startsWith(0, 0, 0, 99, 99, 99, 0);
  }

  @Test
  void unreadableFilesAreListedOrFatal() {
    put("a/1.png", 32, 32, 1);
    put("b/1.png", 32, 32, 2);
    text("a/2.jpg", "hello");
    text("b/2.png", "\u0089PNG");
    final ImageSource.LoadedImages loaded = ImageSource.open(folder);
    assertThat(loaded.images().size()).isEqualTo(2);
    assertThat(loaded.unreadable())
        .extracting(ImageSource.Unreadable::file)
        .containsExactly(folder.resolve("a/2.jpg"), folder.resolve("b/2.png"));
    assertThat(loaded.unreadable().get(0).reason()).startsWith("is not a PNG, JPEG");
    assertThat(loaded.warnings()).startsWith("images that could not be read: 2");
    assertThatThrownBy(() -> ImageSource.open(folder, STANDARD.withStrict(true)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContainingAll("2.jpg: is not a PNG", "2 of 4 images cannot be read");
  }

  @Test
  void aFolderWhereNothingCanBeReadIsRefused() {
    text("a/1.jpg", "hello");
    text("b/1.jpg", "hello");
    assertRefused(folder, "not one of its 2 images can be read; the first, a/1.jpg, is not a PNG");
  }

  @Test
  void foldersThatAreNoSetAreRefused() {
    assertRefused(folder.resolve("none"), "does not exist");
    assertRefused(folder, "holds nothing that can be read: a folder with a folder of images");
    text("a/1.txt", "hello");
    assertRefused(folder, "has 1 class; 2 to 1,000 are allowed");
    text("b/1.txt", "hello");
    assertRefused(folder, "holds no image files (PNG, JPEG");
    text("file.xyz", "hello");
    assertRefused(folder.resolve("file.xyz"), "is of an unknown kind; what can be read");
  }

  @Test
  void picturesWithoutFoldersAreToldToBePutIntoSome() {
    put("one.png", 32, 32, 1);
    put("two.png", 32, 32, 2);
    text(".hidden.png", "");
    assertRefused(
        folder,
        "holds 2 images but no folders, so nothing says of which class they are; put them into a folder for each class");
    text("labels.csv", "path,label\none.png,a\ntwo.png,b\n");
    assertRefused(folder, "is %s meant?".formatted(folder.resolve("labels.csv")));
  }

  @Test
  void aClassOfWhichNoFileIsAnImageIsNamedWithItsFile() {
    text("a/1.png", "no image");
    put("b/1.png", 32, 32, 1);
    put("b/2.png", 32, 32, 2);
    assertRefused(folder, "has images of class 'b' only");
    assertRefused(folder, "classes with images are needed: " + folder.resolve("a/1.png"));
  }

  @Test
  void progressEndsWithAllFiles() {
    for (int k = 0; k < 256; k++) {
      text("a/%d.png".formatted(k), "");
    }
    put("b/1.png", 32, 32, 1);
    put("c/1.png", 32, 32, 2);
    final List<String> ends = new ArrayList<>();
    Progress.showOn(
        (title, total) ->
            (done, note, finished) -> {
              if (finished) {
                ends.add("%d of %d: %s".formatted(done, total, note));
              }
            });
    try {
      ImageSource.open(folder);
    } finally {
      Progress.showOn(Progress.Display.silent());
    }
    assertThat(ends)
        .contains("2 of 2: 258 of 258")
        .allMatch(end -> end.matches("(\\d+) of \\1: .*"));
  }

  @Test
  void foldersOfSystemsAreNotReadWhereverTheyAre() {
    for (final String name : List.of("a/1.png", "a/deep/2.png", "b/3.png", "b/4.png")) {
      put(name, 32, 32, name.length());
    }
    final List<String> folders =
        List.of(
            ".ipynb_checkpoints",
            "__MACOSX",
            ".thumbnails",
            "@eaDir",
            ".AppleDouble",
            "$RECYCLE.BIN",
            "lost+found",
            "System Volume Information");
    for (final String system : folders) {
      put("a/" + system + "/x.png", 32, 32, 1);
      put("b/deep/" + system + "/further/x.png", 32, 32, 1);
      put(system + "/x.png", 32, 32, 1);
    }
    put("a/._1.png", 32, 32, 1);
    final ImageSource.LoadedImages loaded = ImageSource.open(folder);
    assertThat(loaded.images().ids())
        .containsExactly("a/1.png", "a/deep/2.png", "b/3.png", "b/4.png");
    assertThat(loaded.images().classNames()).containsExactly("a", "b");
    assertThat(loaded.warnings())
        .filteredOn(warning -> warning.startsWith("images left out, hidden"))
        .singleElement()
        .asString()
        .startsWith("images left out, hidden or in folders of the system: 25 (")
        .contains("@eaDir 3", "lost+found 3", "files 1");
  }

  @Test
  void otherKindsOfImagesAreCountedByTheirEndings() {
    put("a/1.png", 32, 32, 1);
    put("b/1.png", 32, 32, 2);
    for (final String name :
        List.of("a/1.avif", "a/2.AVIF", "b/3.heic", "b/4.jxl", "b/notes.txt", "b/LICENSE")) {
      text(name, "x");
    }
    put("beside.png", 32, 32, 3);
    assertThat(ImageSource.open(folder).warnings())
        .contains(
            "images left out, of kinds that are not read: 4 (.avif 2, .heic 1, .jxl 1);"
                + " PNG, JPEG, BMP, GIF, WebP, PNM or TIFF is",
            "files left out, no images by their names: 2 (.txt 1, no ending 1)",
            "images left out, beside the folders of the classes: 1");
    text("none/a/1.avif", "x");
    text("none/b/1.avif", "x");
    assertRefused(folder.resolve("none"), "TIFF) in its folders; images left out, of kinds");
  }

  @Test
  void aFolderAboveTheDataIsToldWhatIsMeant() {
    put("signs/GTSRB/a/1.png", 32, 32, 1);
    put("signs/GTSRB/b/1.png", 32, 32, 1);
    assertRefused(
        folder,
        "holds a single folder, signs, which would be its only class; is %s meant?"
            .formatted(folder.resolve("signs/GTSRB")));
    write(folder.resolve("m/MNIST/raw/train-images-idx3-ubyte"), new byte[16]);
    assertRefused(folder.resolve("m"), "is %s meant?".formatted(folder.resolve("m/MNIST/raw")));
    text("c/cifar-10-batches-py/data_batch_1", "x");
    final Path batches = folder.resolve("c/cifar-10-batches-py");
    assertRefused(folder.resolve("c"), "is %s meant?".formatted(batches));
    assertRefused(batches, "holds CIFAR's Python version; its binary version is read");
    text("f/x/set.csv", "path,label\n");
    assertRefused(folder.resolve("f"), "is %s meant?".formatted(folder.resolve("f/x/set.csv")));
    assertRefused(folder.resolve("f/x"), "is %s meant?".formatted(folder.resolve("f/x/set.csv")));
    put("one/cat/1.png", 32, 32, 1);
    assertRefused(folder.resolve("one"), "has 1 class; 2 to 1,000 are allowed");
  }

  @Test
  void aPartBesideOtherFoldersIsNoClass() {
    put("Training/a/1.png", 32, 32, 1);
    put("Training/b/1.png", 32, 32, 1);
    put("more/1.png", 32, 32, 1);
    assertRefused(
        folder,
        "holds Training, a part of a data set by its name, beside more; open %s, or name the other"
            .formatted(folder.resolve("Training")));
    put("vehicles/train/1.png", 32, 32, 1);
    put("vehicles/car/1.png", 32, 32, 1);
    assertThat(ImageSource.open(folder.resolve("vehicles")).images().classNames())
        .as("a class of that name")
        .containsExactly("car", "train");
  }

  @Test
  void partsOfASetAreNoClasses() {
    put("train/a/1.png", 32, 32, 1);
    put("Test/a/1.png", 32, 32, 1);
    assertRefused(folder, "holds whole parts of a data set, [Test, train]; open one of them");
    put("other/1.png", 32, 32, 1);
    assertRefused(folder, "holds whole parts of a data set, [Test, other, train]; open one");
  }

  @Test
  void moreThanAThousandClassesAreRefused() {
    for (int k = 0; k <= 1000; k++) {
      assertThat(folder.resolve("c" + k).toFile().mkdir()).isTrue();
    }
    assertRefused(folder, "has 1,001 classes; 2 to 1,000 are allowed");
  }

  @Test
  void aCsvListsImages() {
    put("pics/one.png", 32, 32, 1);
    put("pics/two, and a half.png", 32, 32, 2);
    put("three.png", 32, 32, 3);
    text(
        "set.csv",
        """
        \ufeffid,label,path
        1,"a ""fine"" dog",pics/one.png
        2,cat,"pics/two, and a half.png"
        3,cat,none.png

        4,cat,three.png
        """
            .replace("\n", "\r\n"));
    final ImageSource.LoadedImages loaded = ImageSource.open(folder.resolve("set.csv"));
    assertThat(loaded.images().classNames()).containsExactly("a \"fine\" dog", "cat");
    assertThat(loaded.images().ids())
        .containsExactly("pics/one.png", "pics/two, and a half.png", "three.png");
    assertThat(loaded.images().labels()).containsExactly(0, 1, 1);
    assertThat(loaded.unreadable()).hasSize(1);
    assertThat(loaded.unreadable().get(0))
        .hasToString(folder.resolve("none.png") + " does not exist");
  }

  @Test
  void aCsvThatCannotBeUsedIsNamed() {
    final Path csv = folder.resolve("set.csv");
    text("set.csv", "");
    assertRefused(csv, "must begin with a line that names the columns path and label");
    text("set.csv", "file,label\na,b\n");
    assertRefused(csv, "it begins with file,label");
    text("set.csv", "path,label\n");
    assertRefused(csv, "lists no images");
    text("set.csv", "path,label\na.png,1\nb.png\n");
    assertRefused(csv, "has no label in line 3");
    text("set.csv", "path,label\na.png,1\nb.png,1\n");
    assertRefused(csv, "has 1 class; 2 to 1,000");
    text("set.csv", "path,label\n\"" + "x".repeat(20_000) + "\",1\n");
    assertRefused(csv, "is not a CSV file: line");
  }

  @Test
  void copiesAndLookalikesAreCounted() {
    final BufferedImage image = put("a/1.png", 32, 32, 1);
    put("a/2.png", 32, 32, 1);
    put("b/1.png", 32, 32, 1);
    put("b/2.png", 32, 32, 77);
    image.setRGB(5, 5, image.getRGB(5, 5) ^ 1);
    write(folder.resolve("b/3.png"), encoded(image, "png"));
    assertThat(ImageSource.open(folder).warnings())
        .contains(
            "exact copies of earlier images: 2, of them with another label: 1;"
                + " b/1.png of a/1.png, a/2.png of a/1.png",
            "more images that look like earlier ones (dHash, up to 6 of 64 bits): 1,"
                + " with another label: 1; b/3.png like a/1.png");
  }

  /** A picture with large and small parts, as photographs have. */
  private static BufferedImage scene() {
    final BufferedImage image = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
    final Graphics2D graphics = image.createGraphics();
    final SplittableRandom random = new SplittableRandom(4);
    for (int k = 0; k < 40; k++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      final int size = 8 + random.nextInt(40);
      graphics.fillOval(random.nextInt(96) - 10, random.nextInt(96) - 10, size, size);
    }
    graphics.dispose();
    return image;
  }

  private static byte[] roughJpeg(BufferedImage image) throws IOException {
    final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      final ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(0.4f);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @Test
  void croppedAndRoughlyPackedImagesLookLikeTheirOriginal() throws IOException {
    final BufferedImage image = scene();
    write(folder.resolve("a/1.png"), encoded(image, "png"));
    write(folder.resolve("a/2.jpg"), roughJpeg(image));
    write(folder.resolve("b/3.png"), encoded(image.getSubimage(1, 1, 95, 95), "png"));
    put("b/4.png", 96, 96, 5);
    assertThat(ImageSource.open(folder).warnings())
        .contains(
            "more images that look like earlier ones (dHash, up to 6 of 64 bits): 2,"
                + " with another label: 1; b/3.png like a/1.png, a/2.jpg like a/1.png");
  }

  @Test
  void lookingForCopiesTakesAFewBytesAnImage() {
    final int count = 40_000;
    final byte[] pixels = new byte[count * 784];
    new Random(1).nextBytes(pixels);
    final ImageSet images =
        ImageSet.over(
            new RawItems(List.of(ByteBuffer.wrap(pixels)), count, count, 784),
            new int[count],
            ImageShape.square(28, 1),
            List.of("a", "b"),
            Collections.nCopies(count, "noise"));
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final long before = threads.getCurrentThreadAllocatedBytes();
    Duplicates.warn(images, new ArrayList<>());
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(40L * count);
  }

  @Test
  void manySmallClassesAreCountedAfterTen() {
    for (int k = 0; k < 13; k++) {
      put(k + "/1.png", 32, 32, k);
    }
    assertThat(folder.resolve("13").toFile().mkdir()).isTrue();
    assertThat(ImageSource.open(folder).warnings())
        .contains("1 class has no images: 13")
        .contains(
            "13 classes have fewer than 20 images, too few to tell odd ones from others: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 3 more");
  }

  @Test
  void anInterruptedReadStops() {
    put("a/1.png", 32, 32, 1);
    put("b/1.png", 32, 32, 2);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> ImageSource.open(folder)).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void namesOfArraysAreRefusedWhereThereAreNone() {
    final ImageSource.Settings named = STANDARD.withNames("x", "y");
    put("set/a/1.png", 32, 32, 1);
    put("set/b/1.png", 32, 32, 2);
    write(folder.resolve("cifar/data_batch_1.bin"), new byte[2 * 3073]);
    write(folder.resolve("idx/train-images-idx3-ubyte"), new byte[16]);
    for (final String path : new String[] {"set", "cifar", "idx", "idx/train-images-idx3-ubyte"}) {
      assertThatThrownBy(() -> ImageSource.open(folder.resolve(path), named))
          .as(path)
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("has no arrays named 'x' and 'y'; names are allowed for .npz");
    }
  }

  @Test
  void settingsCheckTheirRanges() {
    assertThatThrownBy(() -> STANDARD.withSide(27))
        .hasMessageContaining("side is 27; 28 to 224 is allowed");
    assertThat(STANDARD.withSide(28).withSide(0)).isEqualTo(STANDARD);
    assertThatThrownBy(() -> STANDARD.withNames(" ", "y")).hasMessageContaining("blank");
  }

  private static void assertRefused(Path path, String problem) {
    assertThatThrownBy(() -> ImageSource.open(path))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(problem);
  }
}
