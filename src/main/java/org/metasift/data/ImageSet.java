package org.metasift.data;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.io.Fingerprint;
import org.metasift.io.Formats;

/**
 * Labelled images of one size, immutable and garbage collected: uint8 pixels of shape (n, height,
 * width, channels) in row-major order, one int label per image in [0, classes), class names, and an
 * id per image (a row or a file) by which a person finds it again.
 *
 * <p>The pixels lie in one or more buffers of whole images, on the heap or mapped from a file, so a
 * set may be larger than memory and than 2 GiB. An edited set shares them with the set it came from
 * and keeps the changed images beside them. Serialised, it is whole in memory.
 */
public final class ImageSet implements Serializable {
  @Serial private static final long serialVersionUID = 1;

  static {
    Formats.english();
  }

  // serialised as PackedImages
  private final transient ImagePixels pixels;
  private final transient int[] labels;
  private final transient ImageShape shape;
  private final transient List<String> classNames;
  private final transient List<String> ids;
  private transient String fingerprint; // of all pixels: computed once, when first asked for

  private ImageSet(
      ImagePixels pixels,
      int[] labels,
      ImageShape shape,
      List<String> classNames,
      List<String> ids) {
    this.pixels = pixels;
    this.labels = labels;
    this.shape = shape;
    this.classNames = List.copyOf(classNames);
    this.ids = List.copyOf(ids);
    check();
  }

  private void check() {
    if (ids.size() != labels.length) {
      throw new IllegalArgumentException(
          "%d ids for %d images; one each".formatted(ids.size(), labels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new IllegalArgumentException(
            "image %d (%s) has label %d; labels run from 0 to %d"
                .formatted(i, ids.get(i), labels[i], classNames.size() - 1));
      }
    }
  }

  /**
   * A set from arrays, copied.
   *
   * @param pixels uint8, (n, height, width, channels) row-major
   * @param labels n labels in [0, classNames.size())
   * @throws IllegalArgumentException when the sizes do not fit together or a label is out of range
   */
  public static ImageSet of(
      byte[] pixels, int[] labels, ImageShape shape, List<String> classNames, List<String> ids) {
    shape.checkBytes(pixels.length, labels.length);
    final List<ByteBuffer> whole = List.of(ByteBuffer.wrap(pixels.clone()));
    return overBuffers(whole, Math.max(1, labels.length), labels, shape, classNames, ids);
  }

  /**
   * A set over buffers that the caller promises never to change: mapped files, or arrays just read.
   * Every buffer but the last holds exactly {@code imagesPerChunk} whole images from index 0 on.
   *
   * @throws IllegalArgumentException when the sizes do not fit together or a label is out of range
   */
  public static ImageSet overBuffers(
      List<ByteBuffer> buffers,
      int imagesPerChunk,
      int[] labels,
      ImageShape shape,
      List<String> classNames,
      List<String> ids) {
    shape.checkBytes(buffers.stream().mapToLong(ByteBuffer::capacity).sum(), labels.length);
    final RawItems items =
        new RawItems(List.copyOf(buffers), imagesPerChunk, labels.length, shape.imageBytes());
    return new ImageSet(ImagePixels.of(items), labels.clone(), shape, classNames, ids);
  }

  /** As {@link #overBuffers}, with the images as items. */
  public static ImageSet over(
      RawItems items, int[] labels, ImageShape shape, List<String> classNames, List<String> ids) {
    return overBuffers(items.chunks(), items.perChunk(), labels, shape, classNames, ids);
  }

  /** How many images. */
  public int size() {
    return labels.length;
  }

  /** Bytes that all pixels take. */
  public long pixelBytes() {
    return (long) size() * imageBytes();
  }

  /** The size of each image. */
  public ImageShape shape() {
    return shape;
  }

  /** Rows of pixels of each image. */
  public int height() {
    return shape.height();
  }

  /** Columns of pixels of each image. */
  public int width() {
    return shape.width();
  }

  /** 1 (grey) or 3 (RGB). */
  public int channels() {
    return shape.channels();
  }

  /** Bytes of one image: height x width x channels. */
  public int imageBytes() {
    return shape.imageBytes();
  }

  /** How many classes; some may have no image. */
  public int classes() {
    return classNames.size();
  }

  /** The name of each class, by label. */
  public List<String> classNames() {
    return classNames;
  }

  /** The label of image {@code i}. */
  public int label(int i) {
    return labels[i];
  }

  /** A copy of all labels. */
  public int[] labels() {
    return labels.clone();
  }

  /** The id of image {@code i}: the row or file it came from. */
  public String id(int i) {
    return ids.get(i);
  }

  /** The ids, by index. */
  public List<String> ids() {
    return ids;
  }

  /** A copy of the pixels of image {@code i}: uint8, (height, width, channels). */
  public byte[] pixels(int i) {
    final byte[] out = new byte[imageBytes()];
    read(i, out, 0);
    return out;
  }

  /** Copies the pixels of image {@code i} into {@code target} from {@code offset} on. */
  public void read(int i, byte[] target, int offset) {
    pixels.read(i, target, offset);
  }

  /** How many images each class has, by label. */
  public int[] classCounts() {
    final int[] counts = new int[classes()];
    for (final int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** The indices of the images of one class, ascending. */
  public int[] indicesOf(int label) {
    return IntStream.range(0, size()).filter(i -> labels[i] == label).toArray();
  }

  /**
   * The images at these indices, in this order, with their labels and ids; this set stays as it is.
   *
   * @throws IndexOutOfBoundsException for an index outside [0, size)
   */
  public ImageSet select(int... indices) {
    return new ImageSet(
        pixels.select(indices),
        Arrays.stream(indices).map(i -> labels[i]).toArray(),
        shape,
        classNames,
        Arrays.stream(indices).mapToObj(ids::get).toList());
  }

  /**
   * The images of some classes alone, in the order of the set; this set stays as it is.
   *
   * @param classes which become the classes 0, 1 and so on, in this order
   * @throws IllegalArgumentException for a class that the set does not have, or one that is named
   *     twice
   */
  public ImageSet onlyClasses(int... classes) {
    final int[] places = new int[classes()];
    for (int k = 0; k < classes.length; k++) {
      final int label = classes[k];
      if (label < 0 || label >= places.length || places[label] > 0) {
        throw new IllegalArgumentException(
            "class %d is unknown or named twice; the set has classes 0 to %d"
                .formatted(label, places.length - 1));
      }
      places[label] = k + 1;
    }
    final ImageSet chosen =
        select(IntStream.range(0, size()).filter(i -> places[labels[i]] > 0).toArray());
    return new ImageSet(
        chosen.pixels,
        Arrays.stream(chosen.labels).map(label -> places[label] - 1).toArray(),
        shape,
        Arrays.stream(classes).mapToObj(classNames::get).toList(),
        chosen.ids);
  }

  /** The images with the changes of an editor. */
  ImageSet with(ImagePixels changed, int[] newLabels) {
    return new ImageSet(changed, newLabels, shape, classNames, ids);
  }

  /** The pixels of all images. */
  ImagePixels pixels() {
    return pixels;
  }

  /** A set to be changed image by image; this one stays as it is, and lends the others. */
  public ImageSetEditor edit() {
    return new ImageSetEditor(this);
  }

  /**
   * The first 16 hexadecimal digits of the SHA-256 of shape, labels, class names and pixels: two
   * sets with the same fingerprint hold the same images in the same order. Ids do not count: the
   * same images read from another place are the same data.
   */
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = computeFingerprint();
      fingerprint = known;
    }
    return known;
  }

  private String computeFingerprint() {
    final MessageDigest digest = Fingerprint.begin();
    digest.update(
        "%d %d %d %d %s"
            .formatted(size(), height(), width(), channels(), String.join("\u0000", classNames))
            .getBytes(StandardCharsets.UTF_8));
    final ByteBuffer packed = ByteBuffer.allocate(4 * size());
    for (final int label : labels) {
      packed.putInt(label);
    }
    digest.update(packed.flip());
    pixels.update(digest);
    return Fingerprint.text(digest);
  }

  @Serial
  private Object writeReplace() {
    return new PackedImages(pixels.chunks(), pixels.perChunk(), labels, shape, classNames, ids);
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("image sets travel packed");
  }

  @Override
  public String toString() {
    return "%,d images, %d x %d %s, %d classes"
        .formatted(size(), height(), width(), channels() == 3 ? "RGB" : "grey", classes());
  }
}
