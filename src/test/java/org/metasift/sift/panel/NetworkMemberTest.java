package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Told;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.TinyImages;

/** Networks of the panel learn what there is to learn, early ones a little, later ones more. */
class NetworkMemberTest {
  private static final int SIDE = 12;
  private static final PanelNetworks SETTINGS = new PanelNetworks(4, 1, 0.35, 3e-3, 8, 1e-2, 16, 2);

  /** Dark images with label 0 and bright ones with label 1; the last of each has a wrong label. */
  private static ImageSet darkAndBright() {
    final ImageSet some = TinyImages.of(SIDE, 3, 1, 40, 40);
    final ImageSetEditor editor = some.edit();
    final SplittableRandom random = new SplittableRandom(1);
    for (int c = 0; c < 2; c++) {
      final int[] own = some.indicesOf(c);
      for (final int i : own) {
        final boolean bright = (c == 1) != (i == own[own.length - 1]);
        final byte[] pixels = new byte[some.imageBytes()];
        for (int k = 0; k < pixels.length; k++) {
          pixels[k] = (byte) (random.nextInt(60) + (bright ? 160 : 30));
        }
        editor.pixels(i, pixels);
      }
    }
    return editor.done();
  }

  private static double mean(float... values) {
    double sum = 0;
    for (final float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Test
  void aWrongLabelIsDearToEveryNetwork() {
    final ImageSet images = darkAndBright();
    for (final NetworkMember member :
        List.of(
            new NetworkMember(View.WHOLE, true, true, SETTINGS),
            new NetworkMember(View.GREY, true, false, SETTINGS),
            new NetworkMember(View.INTERIOR, false, false, SETTINGS))) {
      final List<Opinion> opinions = member.look(images, 2);
      assertThat(opinions).hasSize(member.moved() ? 2 : 1).allMatch(Opinion::learned);
      for (final Opinion opinion : opinions) {
        for (int c = 0; c < 2; c++) {
          final int[] own = images.indicesOf(c);
          final int wrong = own[own.length - 1];
          final double dearest =
              Arrays.stream(own)
                  .filter(i -> i != wrong)
                  .mapToDouble(i -> opinion.suspicion()[i])
                  .max()
                  .orElseThrow();
          assertThat((double) opinion.suspicion()[wrong])
              .as("%s, class %d", opinion.name(), c)
              .isGreaterThan(dearest);
        }
      }
    }
  }

  @Test
  void aLaterNetworkLearnsForItsEpochsByItsSeed() {
    final ImageSet images = darkAndBright();
    final NetworkMember later = new NetworkMember(View.INTERIOR, false, false, SETTINGS);
    final float[] suspicion = later.look(images, 2).get(0).suspicion();
    assertThat(mean(suspicion)).as("0.69 for a network that knows nothing").isLessThan(0.4);
    assertThat(later.look(images, 2).get(0).suspicion()).isEqualTo(suspicion);
    assertThat(later.look(images, 3).get(0).suspicion()).isNotEqualTo(suspicion);
    assertThat(later.name()).isEqualTo("interior, later");
  }

  /** The classes differ at their border alone, which the interior does not show, moved or not. */
  @Test
  void aLaterNetworkLearnsFromWhatItsViewShowsAlone() {
    final ImageSet some = TinyImages.of(SIDE, 3, 1, 40, 40);
    final ImageSetEditor editor = some.edit();
    for (int i = 0; i < some.size(); i++) {
      final byte[] pixels = new byte[some.imageBytes()];
      for (int k = 0; k < pixels.length; k++) {
        final int row = k / 3 / SIDE;
        final int column = k / 3 % SIDE;
        final boolean border = Math.min(row, column) == 0 || Math.max(row, column) == SIDE - 1;
        pixels[k] = (byte) (border ? 250 * some.label(i) : 100);
      }
      editor.pixels(i, pixels);
    }
    final ImageSet framed = editor.done();
    final float[] suspicion =
        new NetworkMember(View.INTERIOR, false, false, SETTINGS).look(framed, 2).get(0).suspicion();
    for (int i = 0; i < framed.size(); i++) {
      assertThat((double) suspicion[i]).as("0.69: it cannot tell").isBetween(0.4, 1.1);
    }
  }

  /** 80 images in batches of 16: five steps an epoch. */
  @Test
  void eachStepIsTold() {
    final ImageSet images = darkAndBright();
    final List<String> later =
        Told.by(() -> new NetworkMember(View.INTERIOR, false, false, SETTINGS).look(images, 2));
    assertThat(later).hasSize(42);
    assertThat(later.get(0)).isEqualTo("interior, later of 40");
    assertThat(later.get(1)).matches("1 epoch 1, loss \\d\\.\\d{3}");
    assertThat(later.get(6)).matches("6 epoch 2, loss \\d\\.\\d{3}");
    assertThat(later.get(41)).matches("40 epoch 8, loss \\d\\.\\d{3}\\.");
    final List<String> early =
        Told.by(() -> new NetworkMember(View.WHOLE, true, false, SETTINGS).look(images, 2));
    assertThat(early.get(0)).isEqualTo("whole of 10");
    assertThat(early).anyMatch(line -> line.startsWith("10 training, loss "));
    assertThat(early).noneMatch(line -> line.startsWith("11 "));
  }

  @Test
  void onlyViewsThatHideSomethingNameClasses() {
    final ImageSet images = darkAndBright();
    assertThat(new NetworkMember(View.WHOLE, true, true, SETTINGS).look(images, 2))
        .allMatch(one -> one.nearest().length == 0);
    final List<Opinion> grey = new NetworkMember(View.GREY, true, true, SETTINGS).look(images, 2);
    assertThat(grey).extracting(Opinion::name).containsExactly("grey", "grey, moved");
    assertThat(grey.get(0).nearest()).hasDimensions(1, images.size());
    int right = 0;
    for (int i = 0; i < images.size(); i++) {
      final boolean wrong = i == images.indicesOf(0)[39] || i == images.indicesOf(1)[39];
      right += (grey.get(0).nearest()[0][i] == images.label(i)) == !wrong ? 1 : 0;
    }
    assertThat(right).isGreaterThan(76);
    assertThat(grey.get(1).suspicion()).isNotEqualTo(grey.get(0).suspicion());
  }

  @Test
  void greyShowsNothingOfGreyImages() {
    final ImageSet colour = TinyImages.of(SIDE, 3, 1, 4, 4);
    final ImageSet none = TinyImages.of(SIDE, 1, 1, 4, 4);
    for (final View view : View.values()) {
      final NetworkMember member = new NetworkMember(view, true, false, SETTINGS);
      assertThat(member.hasAView(colour)).isTrue();
      assertThat(member.hasAView(none)).isEqualTo(view != View.GREY);
    }
  }

  @Test
  void theRateRisesOverAFifthAndFallsToNothing() {
    assertThat(NetworkMember.height(0)).isZero();
    assertThat(NetworkMember.height(0.1)).isCloseTo(0.5, within(1e-12));
    assertThat(NetworkMember.height(0.2)).isCloseTo(1, within(1e-12));
    assertThat(NetworkMember.height(0.6)).isCloseTo(0.5, within(1e-12));
    assertThat(NetworkMember.height(1)).isZero();
  }

  @Test
  void imagesMoveByAnEighthOfTheirSide() {
    assertThat(NetworkMember.padding(32)).isEqualTo(4);
    assertThat(NetworkMember.padding(224)).isEqualTo(28);
    assertThat(NetworkMember.padding(7)).isEqualTo(1);
  }
}
