package org.metasift.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.compute.SettingName;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.sift.Ranking;

class PickTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 3, 20, 20, 20);

  @TempDir private Path folder;

  @Test
  void aReportNamesASettingInTheWordsOfWhoAskedForIt() throws IOException {
    final Ranking ranking =
        new Ranking("Panel", "so", 0, IMAGES.fingerprint(), new double[IMAGES.size()], 0)
            .doubting(List.of(new Ranking.Doubted(1, "because")));
    final Pick pick = new Pick(ranking.best(IMAGES, 6), ranking, null, null);
    assertThat(reported(pick, note -> note)).contains("because; with setting 'fill' its");
    assertThat(reported(pick, note -> SettingName.replaced(note, name -> Optional.of("--" + name))))
        .contains("because; with --fill its share is picked all the same")
        .doesNotContain("setting 'fill'");
  }

  private String reported(Pick pick, UnaryOperator<String> words) throws IOException {
    final Path page = folder.resolve("report.html");
    pick.report("tiny images", IMAGES, List.of(), words).save(page);
    return Files.readString(page);
  }
}
