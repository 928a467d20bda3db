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
import java.util.Objects;
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
  private final transient ByteBuffer[] chunks;
  private final transient int imagesPerChunk;
  private final transient byte[][]
      changed; // null for an image that is as in the chunks, or for all
  private final transient int[] labels;
  private final transient int height;
  private final transient int width;
  private final transient int channels;
  private final transient List<String> classNames;
  private final transient List<String> ids;
  private transient String fingerprint; // of all pixels: computed once, when first asked for

  private ImageSet(
      ByteBuffer[] chunks,
      int imagesPerChunk,
      byte[][] changed,
      int[] labels,
      int height,
      int width,
      int channels,
      List<String> classNames,
      List<String> ids) {
    this.chunks = chunks;
    this.imagesPerChunk = imagesPerChunk;
    this.changed = changed;
    this.labels = labels;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.classNames = List.copyOf(classNames);
    this.ids = List.copyOf(ids);
    check();
  }

  private void check() {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "images of %d x %d pixels; at least 1 x 1".formatted(height, width));
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "%d channels; 1 (grey) and 3 (RGB) are allowed".formatted(channels));
    }
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
   * @param channels 1 (grey) or 3 (RGB)
   * @throws IllegalArgumentException when the sizes do not fit together or a label is out of range
   */
  public static ImageSet of(
      byte[] pixels,
      int[] labels,
      int height,
      int width,
      int channels,
      List<String> classNames,
      List<String> ids) {
    final long expected = (long) labels.length * height * width * channels;
    if (pixels.length != expected) {
      throw new IllegalArgumentException(
          "%d pixel bytes for %d images of %d x %d x %d; %d are needed"
              .formatted(pixels.length, labels.length, height, width, channels, expected));
    }
    return new ImageSet(
        new ByteBuffer[] {ByteBuffer.wrap(pixels.clone())},
        Math.max(1, labels.length),
        null,
        labels.clone(),
        height,
        width,
        channels,
        classNames,
        ids);
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
      int height,
      int width,
      int channels,
      List<String> classNames,
      List<String> ids) {
    final long bytes = buffers.stream().mapToLong(ByteBuffer::capacity).sum();
    final long expected = (long) labels.length * height * width * channels;
    if (bytes != expected) {
      throw new IllegalArgumentException(
          "%d pixel bytes for %d images of %d x %d x %d; %d are needed"
              .formatted(bytes, labels.length, height, width, channels, expected));
    }
    return new ImageSet(
        buffers.toArray(ByteBuffer[]::new),
        imagesPerChunk,
        null,
        labels.clone(),
        height,
        width,
        channels,
        classNames,
        ids);
  }

  /** How many images. */
  public int size() {
    return labels.length;
  }

  /** Bytes that all pixels take. */
  public long pixelBytes() {
    return (long) size() * height * width * channels;
  }

  /** Rows of pixels of each image. */
  public int height() {
    return height;
  }

  /** Columns of pixels of each image. */
  public int width() {
    return width;
  }

  /** 1 (grey) or 3 (RGB). */
  public int channels() {
    return channels;
  }

  /** Bytes of one image: height x width x channels. */
  public int imageBytes() {
    return height * width * channels;
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
    if (changed != null && changed[i] != null) {
      System.arraycopy(changed[i], 0, target, offset, imageBytes());
    } else {
      chunks[i / imagesPerChunk].get(
          (i % imagesPerChunk) * imageBytes(), target, offset, imageBytes());
    }
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
    final int bytes = imageBytes();
    final int perChunk = Math.max(1, Math.min(indices.length, (1 << 30) / bytes));
    final int parts = Math.max(1, (indices.length + perChunk - 1) / perChunk);
    final ByteBuffer[] picked = new ByteBuffer[parts];
    for (int part = 0; part < parts; part++) {
      final int from = part * perChunk;
      final int to = Math.min(indices.length, from + perChunk);
      final byte[] block = new byte[(to - from) * bytes];
      for (int k = from; k < to; k++) {
        read(indices[k], block, (k - from) * bytes);
      }
      picked[part] = ByteBuffer.wrap(block);
    }
    return new ImageSet(
        picked,
        perChunk,
        null,
        Arrays.stream(indices).map(i -> labels[i]).toArray(),
        height,
        width,
        channels,
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
        chosen.chunks,
        chosen.imagesPerChunk,
        null,
        Arrays.stream(chosen.labels).map(label -> places[label] - 1).toArray(),
        height,
        width,
        channels,
        Arrays.stream(classes).mapToObj(classNames::get).toList(),
        chosen.ids);
  }

  /** A set to be changed image by image; this one stays as it is, and lends the others. */
  public Editor edit() {
    return new Editor(this);
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
            .formatted(size(), height, width, channels, String.join("\u0000", classNames))
            .getBytes(StandardCharsets.UTF_8));
    final ByteBuffer packed = ByteBuffer.allocate(4 * size());
    for (final int label : labels) {
      packed.putInt(label);
    }
    digest.update(packed.flip());
    if (changed == null) {
      for (final ByteBuffer chunk : chunks) {
        digest.update(chunk.duplicate().clear());
      }
    } else {
      final byte[] image = new byte[imageBytes()];
      for (int i = 0; i < size(); i++) {
        read(i, image, 0);
        digest.update(image);
      }
    }
    return Fingerprint.text(digest);
  }

  @Serial
  private Object writeReplace() {
    return new PackedImages(
        IntStream.range(0, chunks.length).mapToObj(this::bytes).toArray(byte[][]::new),
        imagesPerChunk,
        labels,
        height,
        width,
        channels,
        classNames,
        ids);
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("image sets travel packed");
  }

  private byte[] bytes(int chunk) {
    final byte[] copy = new byte[chunks[chunk].capacity()];
    for (int at = 0; at < copy.length; at += imageBytes()) {
      read(chunk * imagesPerChunk + at / imageBytes(), copy, at);
    }
    return copy;
  }

  @Override
  public String toString() {
    return "%,d images, %d x %d %s, %d classes"
        .formatted(size(), height, width, channels == 3 ? "RGB" : "grey", classes());
  }

  /**
   * Collects changes to single images, then makes a new set; the set it came from never changes. It
   * takes memory for the changed images alone.
   */
  public static final class Editor {
    private final ImageSet source;
    private byte[][] changed;
    private final int[] labels;

    private Editor(ImageSet source) {
      this.source = source;
      this.labels = source.labels.clone();
      this.changed = source.changed == null ? new byte[source.size()][] : source.changed.clone();
    }

    /** Replaces the pixels of image {@code i}: uint8, (height, width, channels). */
    public Editor pixels(int i, byte[] pixels) {
      if (pixels.length != source.imageBytes()) {
        throw new IllegalArgumentException(
            "%d bytes for an image of %d".formatted(pixels.length, source.imageBytes()));
      }
      changed[i] = pixels.clone();
      return this;
    }

    /** Replaces the label of image {@code i}. */
    public Editor label(int i, int label) {
      labels[i] = label;
      return this;
    }

    /**
     * The changed set, with the same ids and class names. It takes the pixels over: this editor
     * ends here.
     */
    public ImageSet done() {
      final byte[][] finished = changed;
      changed = new byte[0][];
      // where nothing is as it was, the source need not be kept for it
      final boolean all = finished.length > 0 && Arrays.stream(finished).allMatch(Objects::nonNull);
      return new ImageSet(
          all
              ? Arrays.stream(finished).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new)
              : source.chunks,
          all ? 1 : source.imagesPerChunk,
          all ? null : finished,
          labels.clone(),
          source.height,
          source.width,
          source.channels,
          source.classNames,
          source.ids);
    }
  }
}
