package org.metasift.cli.option;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.study.AuditPlan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How large an audit may be. */
class AuditOptionsTest {
  private static final ImageSet LARGE = TinyImages.of(4096, 3, 0, 0); // 48 MiB each

  @Command
  private static final class Holder {
    @Mixin private AuditOptions options;
  }

  private static AuditOptions options(String... args) {
    final Holder holder = new Holder();
    new CommandLine(holder).parseArgs(args);
    return holder.options;
  }

  private static void refused(String sentence, AuditOptions options) {
    assertThatThrownBy(() -> options.checkFits(options.looks(30_000), LARGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void moreThanAPageHoldsIsRefusedWithTheLargestSizeAllowed() {
    final String allowed =
        "; 1 to 6 is allowed beside 4 planted, as a page holds 10 pictures of 4096 x 4096 pixels at most";
    refused("--size is 7" + allowed, options("--size", "7", "--planted", "4"));
    final int usual = new AuditPlan(30_000, List.of(AuditPlan.USUAL_LIMIT)).usualLooks(4);
    refused("the usual --size here is " + usual + allowed, options("--planted", "4"));
    refused("--planted is 10; 1 to 9 is allowed", options("--size", "1", "--planted", "10"));
    assertThatCode(() -> options("--size", "6", "--planted", "4").checkFits(6, LARGE))
        .doesNotThrowAnyException();
  }
}
