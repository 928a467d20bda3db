package org.metasift.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.metasift.compute.FarRunner;

/** An image set never changes, and its fingerprint tells it from every other. */
class ImageSetTest {
  private static final ImageSet SET = TinyImages.of(3, 3, 1, 4, 0, 3);

  @Test
  void someClassesAloneAreNumberedAnew() {
    final ImageSet all = TinyImages.of(4, 3, 1, 3, 4, 5);
    final ImageSet two = all.onlyClasses(2, 0);
    assertThat(two.classCounts()).containsExactly(5, 3);
    assertThat(two.classNames()).containsExactly(all.classNames().get(2), all.classNames().get(0));
    final int last = all.indicesOf(2)[4];
    assertThat(two.pixels(two.indicesOf(0)[4])).isEqualTo(all.pixels(last));
    assertThat(two.id(two.indicesOf(0)[4])).isEqualTo(all.id(last));
    for (final int[] wrong : new int[][] {{3}, {-1}, {0, 0}}) {
      assertThatThrownBy(() -> all.onlyClasses(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the set has classes 0 to 2");
    }
  }

  @Test
  void arraysGivenAndTakenAreCopies() {
    final byte[] pixels = {1, 2, 3, 4};
    final int[] labels = {0, 1};
    final List<String> names = new ArrayList<>(List.of("a", "b"));
    final ImageSet set =
        ImageSet.of(pixels, labels, new ImageShape(1, 2, 1), names, List.of("x", "y"));
    final String before = set.fingerprint();
    pixels[0] = 9;
    labels[0] = 1;
    names.set(0, "c");
    set.labels()[1] = 0;
    set.pixels(1)[0] = 7;
    assertThat(set.fingerprint()).isEqualTo(before);
    assertThat(set.pixels(0)).containsExactly(1, 2);
    assertThat(set.label(0)).isZero();
    assertThat(set.classNames()).containsExactly("a", "b");
  }

  @Test
  void editingMakesAnotherSet() {
    final String before = SET.fingerprint();
    final byte[] black = new byte[27];
    final ImageSetEditor editor = SET.edit();
    final ImageSet edited = editor.pixels(2, black).label(2, 1).done();
    assertThat(SET.fingerprint()).isEqualTo(before);
    assertThat(edited.pixels(2)).isEqualTo(black);
    assertThat(edited.label(2)).isEqualTo(1);
    assertThat(edited.ids()).isEqualTo(SET.ids());
    assertThat(edited.pixels(3)).isEqualTo(SET.pixels(3));
    editor.label(0, 2);
    assertThat(edited.label(0)).isZero();
    assertThatThrownBy(() -> editor.pixels(0, black)).isInstanceOf(RuntimeException.class);
    assertThat(edited.pixels(0)).isEqualTo(SET.pixels(0));
    assertThatThrownBy(() -> SET.edit().pixels(0, new byte[26]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("26 bytes for an image of 27");
    assertThatThrownBy(() -> SET.edit().label(0, 3).done())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image 0 (tiny 0) has label 3; labels run from 0 to 2");
  }

  @Test
  void anEditedSetTakesRoomForItsChangesAlone() {
    final int count = 100_000;
    final ByteBuffer zeros = ByteBuffer.allocateDirect(count * 784);
    final ImageSet large =
        ImageSet.overBuffers(
            List.of(zeros),
            count,
            new int[count],
            ImageShape.square(28, 1),
            List.of("a"),
            Collections.nCopies(count, "zero"));
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final long before = threads.getCurrentThreadAllocatedBytes();
    final ImageSetEditor editor = large.edit();
    final byte[] white = new byte[784];
    Arrays.fill(white, (byte) 255);
    for (int i = 0; i < 1000; i++) {
      editor.pixels(7 * i, white);
    }
    final ImageSet edited = editor.done();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(1000 * 850L + count * 40L); // the ids are copied
    assertThat(edited.pixels(7)).isEqualTo(white);
    assertThat(edited.pixels(8)).containsOnly(0);
    assertThat(edited.edit().pixels(8, white).done().pixels(7)).isEqualTo(white);
  }

  @Test
  void anEditedSetIsEqualToOneOfItsPixels() {
    final byte[] black = new byte[27];
    final ImageSet edited = SET.edit().pixels(2, black).pixels(6, black).label(2, 1).done();
    final byte[] pixels = new byte[7 * 27];
    for (int i = 0; i < 7; i++) {
      edited.read(i, pixels, 27 * i);
    }
    final ImageSet whole =
        ImageSet.of(pixels, edited.labels(), ImageShape.square(3, 3), SET.classNames(), SET.ids());
    assertThat(edited.fingerprint()).isEqualTo(whole.fingerprint());
    assertThat(FarRunner.travelled(edited).fingerprint()).isEqualTo(whole.fingerprint());
    assertThat(edited.select(6, 2, 1).fingerprint()).isEqualTo(whole.select(6, 2, 1).fingerprint());
    final ImageSetEditor all = SET.edit();
    for (int i = 0; i < 7; i++) {
      all.pixels(i, whole.pixels(i)).label(i, whole.label(i));
    }
    assertThat(all.done().fingerprint()).isEqualTo(whole.fingerprint());
  }

  @Test
  void selectKeepsTheOrderAskedFor() {
    final ImageSet some = SET.select(5, 0, 5);
    assertThat(some.size()).isEqualTo(3);
    assertThat(some.ids()).containsExactly("tiny 5", "tiny 0", "tiny 5");
    assertThat(some.labels()).containsExactly(SET.label(5), SET.label(0), SET.label(5));
    assertThat(some.pixels(0)).isEqualTo(SET.pixels(5)).isEqualTo(some.pixels(2));
    assertThat(some.pixels(1)).isEqualTo(SET.pixels(0));
    assertThat(SET.select().size()).isZero();
    assertThatThrownBy(() -> SET.select(7)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> SET.select(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void countsAndIndicesOfClasses() {
    assertThat(SET.classCounts()).containsExactly(4, 0, 3);
    assertThat(SET.indicesOf(1)).isEmpty();
    assertThat(SET.indicesOf(2)).containsExactly(1, 3, 5);
    assertThat(SET).hasToString("7 images, 3 x 3 RGB, 3 classes");
  }

  @Test
  void buffersOfSeveralChunksReadAsOne() {
    final List<ByteBuffer> chunks = new ArrayList<>();
    for (final int[] range : new int[][] {{0, 3}, {3, 6}, {6, 7}}) {
      final ByteBuffer chunk = ByteBuffer.allocate((range[1] - range[0]) * 27);
      for (int i = range[0]; i < range[1]; i++) {
        chunk.put(SET.pixels(i));
      }
      chunks.add(chunk.rewind());
    }
    final ImageSet chunked =
        ImageSet.overBuffers(
            chunks, 3, SET.labels(), ImageShape.square(3, 3), SET.classNames(), SET.ids());
    assertThat(chunked.fingerprint()).isEqualTo(SET.fingerprint());
    assertThat(chunked.pixels(6)).isEqualTo(SET.pixels(6));
    assertThat(chunked.edit().pixels(4, new byte[27]).done().pixels(4)).containsOnly(0);
    assertThat(chunked.select(6, 2).pixels(1)).isEqualTo(SET.pixels(2));
  }

  @Property(tries = 100)
  void theFingerprintChangesWithEveryByteAndLabel(
      @ForAll @IntRange(max = 6) int image,
      @ForAll @IntRange(max = 26) int at,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    final byte[] pixels = SET.pixels(image);
    pixels[at] += (byte) change;
    assertThat(SET.edit().pixels(image, pixels).done().fingerprint())
        .isNotEqualTo(SET.fingerprint());
    assertThat(SET.edit().label(image, (SET.label(image) + 1) % 3).done().fingerprint())
        .isNotEqualTo(SET.fingerprint());
    assertThat(SET.edit().done().fingerprint()).isEqualTo(SET.fingerprint());
  }

  @Test
  void theFingerprintChangesWithShapeNamesAndOrder() {
    final byte[] pixels = new byte[12];
    Arrays.fill(pixels, (byte) 3);
    final List<String> ids = List.of("x", "y");
    final int[] labels = {0, 0};
    final ImageSet wide = ImageSet.of(pixels, labels, new ImageShape(2, 3, 1), List.of("a"), ids);
    assertThat(wide.fingerprint()).matches("[0-9a-f]{16}");
    assertThat(
            ImageSet.of(pixels, labels, new ImageShape(3, 2, 1), List.of("a"), ids).fingerprint())
        .isNotEqualTo(wide.fingerprint());
    assertThat(
            ImageSet.of(pixels, labels, new ImageShape(2, 3, 1), List.of("b"), ids).fingerprint())
        .isNotEqualTo(wide.fingerprint());
    assertThat(SET.select(1, 0, 2, 3, 4, 5, 6).fingerprint()).isNotEqualTo(SET.fingerprint());
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    final List<String> names = List.of("a", "b");
    assertThatThrownBy(
            () ->
                ImageSet.of(new byte[5], new int[2], new ImageShape(1, 2, 1), names, List.of("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 pixel bytes for 2 images of 1 x 2 x 1; 4 are needed");
    assertThatThrownBy(
            () ->
                ImageSet.of(new byte[4], new int[2], new ImageShape(1, 2, 1), names, List.of("x")))
        .hasMessage("1 ids for 2 images; one each");
    assertThatThrownBy(
            () ->
                ImageSet.of(
                    new byte[4],
                    new int[] {0, 2},
                    new ImageShape(1, 2, 1),
                    names,
                    List.of("x", "y")))
        .hasMessage("image 1 (y) has label 2; labels run from 0 to 1");
    assertThatThrownBy(
            () -> ImageSet.of(new byte[4], new int[2], ImageShape.square(1, 2), names, List.of()))
        .hasMessageContaining("2 channels; 1 (grey) and 3 (RGB) are allowed");
    assertThatThrownBy(
            () -> ImageSet.of(new byte[0], new int[0], new ImageShape(0, 2, 1), names, List.of()))
        .hasMessageContaining("images of 0 x 2 pixels");
  }

  @Test
  void aSetThatTravelsIsTheSameInWholeBuffersOrSeveral() {
    final ImageSet parts =
        ImageSet.overBuffers(
            List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})),
            2,
            new int[] {0, 1, 0},
            ImageShape.square(1, 1),
            List.of("a", "b"),
            List.of("x", "y", "z"));
    for (final ImageSet set : List.of(SET, parts, SET.select())) {
      final ImageSet arrived = FarRunner.travelled(set);
      assertThat(arrived.fingerprint()).isEqualTo(set.fingerprint());
      assertThat(arrived.ids()).isEqualTo(set.ids());
      assertThat(arrived.classNames()).isEqualTo(set.classNames());
    }
  }
}
