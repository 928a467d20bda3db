package org.metasift.data;

/**
 * Collects changes to single images, then makes a new set; the set it came from never changes. It
 * takes memory for the changed images alone.
 */
public final class ImageSetEditor {
  private final ImageSet source;
  private byte[][] changed;
  private final int[] labels;

  ImageSetEditor(ImageSet source) {
    this.source = source;
    this.labels = source.labels();
    this.changed = source.pixels().changes();
  }

  /** Replaces the pixels of image {@code i}: uint8, (height, width, channels). */
  public ImageSetEditor pixels(int i, byte[] pixels) {
    if (pixels.length != source.imageBytes()) {
      throw new IllegalArgumentException(
          "%d bytes for an image of %d".formatted(pixels.length, source.imageBytes()));
    }
    changed[i] = pixels.clone();
    return this;
  }

  /** Replaces the label of image {@code i}. */
  public ImageSetEditor label(int i, int label) {
    labels[i] = label;
    return this;
  }

  /**
   * The changed set, with the same ids and class names. It takes over the pixels, so the editor
   * cannot be used afterwards.
   */
  public ImageSet done() {
    final byte[][] finished = changed;
    changed = new byte[0][];
    return source.with(source.pixels().with(finished), labels.clone());
  }
}
