package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.metasift.attack.Backdoor;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Trigger;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.eval.Roc;
import org.metasift.sift.BaseSet;
import org.metasift.sift.baseline.ClassMeanDistance;
import org.metasift.sift.baseline.RandomPick;
import org.w3c.dom.Document;

/** What the charts hold, say and save; how they look is for eyes. */
class ChartsTest {
  private static final List<JudgedModel> BARS =
      List.of(
          new JudgedModel("Poisoned VGG-16", 97.1, 98.34),
          new JudgedModel("I-BAU with Meta-Sift base set", 0, 87.7));

  @TempDir Path folder;

  private static List<String> names(Chart chart) {
    final List<String> names = new ArrayList<>();
    chart.plot().getSeriesCollection().forEach(series -> names.add(series.getName()));
    return names;
  }

  private static XYSeries curve(Chart chart, String name) {
    return (XYSeries) chart.plot().getSeries(name);
  }

  private static Roc roc(int clean, double... poisoned) {
    final int size = clean + poisoned.length;
    final BitSet bits = new BitSet();
    bits.set(clean, size);
    final PoisonedSet truth =
        new PoisonedSet(
            TinyImages.of(4, 1, 0, size, 0),
            bits,
            new BadNets(0, 0.5),
            0,
            new Backdoor(Trigger.NONE, new int[] {0, 0}));
    final double[] trust = IntStream.range(0, size).asDoubleStream().toArray();
    System.arraycopy(poisoned, 0, trust, clean, poisoned.length);
    return Roc.of(truth, trust);
  }

  @Test
  void rocCurvesAreStaircasesInPercentWithTheDiagonal() {
    final Map<String, Roc> curves = new LinkedHashMap<>();
    curves.put("Half", roc(10, -1, 4.5));
    final double[] many = IntStream.range(0, 5000).mapToDouble(i -> i).toArray();
    curves.put("Random", roc(5000, many));
    for (int k = 3; k <= 8; k++) {
      curves.put("Sifter " + k, roc(10, -1, k));
    }
    final Chart chart = Charts.roc(curves);
    assertThat(names(chart)).startsWith("a random order", "Half", "Random").hasSize(9);
    assertThat(curve(chart, "Half").getXData()).containsExactly(0, 0, 50, 50, 100);
    assertThat(curve(chart, "Half").getYData()).containsExactly(0, 50, 50, 100, 100);
    final XYSeries random = curve(chart, "Random");
    assertThat(random.getXData()).hasSizeLessThan(2100).endsWith(100);
    for (int k = 0; k < random.getXData().length; k++) {
      assertThat(random.getYData()[k]).isCloseTo(random.getXData()[k], within(0.2));
    }
    assertThat(chart.keys().get(0).name()).isEqualTo("Half: 75.0");
    assertThat(chart.keys().get(5).mark()).isEqualTo(Chart.Mark.DASHES);
    assertThat(chart.keys().subList(0, 5))
        .extracting(Chart.Key::mark)
        .containsOnly(Chart.Mark.LINE);
    assertThat(chart.toString())
        .contains("within the class")
        .contains("Half      AUROC  75.0 %  TPR@1%FPR  50.0 %  TPR@5%FPR  50.0 %");
    assertThat(chart.png()).isNotEmpty();
    assertThatThrownBy(() -> Charts.roc(Map.of())).hasMessageContaining("no ROC curve");
  }

  @Test
  void asrAndAccAreTwoSeriesInTheirFixedColours() {
    final Chart chart = Charts.asrAndAcc(BARS);
    final CategorySeries asr = (CategorySeries) chart.plot().getSeries("ASR");
    final CategorySeries acc = (CategorySeries) chart.plot().getSeries("ACC");

    assertThat(asr.getYData()[0]).isEqualTo(97.1, within(0.1));
    assertThat(acc.getYData()).containsExactly(98.34, 87.7);
    assertThat(asr.getFillColor()).isEqualTo(ChartTheme.ASR);
    assertThat(acc.getFillColor()).isEqualTo(ChartTheme.ACC);
    assertThat(((CategoryChart) chart.plot()).getYAxisTitle()).contains("%");
    assertThat(chart.keys()).extracting(Chart.Key::name).anyMatch(k -> k.startsWith("ASR"));
  }

  @Test
  void asrAndAccAsTextNameEveryModelWithBothNumbers() {
    assertThat(Charts.asrAndAcc(BARS).toString())
        .contains("Poisoned VGG-16                ASR  97.10  ████")
        .contains("I-BAU with Meta-Sift base set  ASR   0.00")
        .contains("ACC  98.34");
  }

  @Test
  void zeroNcrIsWrittenOutAndTheRandomPickIsMarked() {
    final Map<String, Double> ncr = new LinkedHashMap<>();
    ncr.put("Loss scan", 141.0);
    ncr.put("Meta-Sift", 0.0);
    final Chart chart = Charts.ncr(ncr);

    assertThat(chart.toString())
        .contains("Meta-Sift     0.000 %")
        .contains("100 % = a random pick");
    assertThat(chart.keys()).extracting(Chart.Key::name).contains("100 % = a random pick");
    final CategorySeries series = (CategorySeries) chart.plot().getSeries("NCR");
    assertThat(series.getXData()).map(Object::toString).containsExactly("Loss scan", "Meta-Sift");
  }

  @Test
  void valuesOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new JudgedModel("DCM", 101, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ASR of 'DCM' is 101.0; a percentage from 0 to 100 is needed");
    assertThatThrownBy(() -> new JudgedModel("DCM", 1, Double.NaN)).hasMessageContaining("ACC");
    assertThatThrownBy(() -> Charts.ncr(Map.of("DCM", Double.NaN)))
        .hasMessageContaining("NCR of 'DCM' is NaN");
    assertThatThrownBy(() -> Charts.ncr(Map.of())).hasMessageContaining("at least one");
    assertThatThrownBy(() -> Charts.losses(Map.of())).hasMessageContaining("at least one");
  }

  @Test
  void histogramsAddUpToAHundredPercentUpToTheirRightEnd() {
    final double[] clean = new Random(1).doubles(2000, 1, 5).toArray();
    final double[] poisoned = {0.01, 0.02, 0.02, 40};
    final Histogram bins = Histogram.over(clean, poisoned);

    assertThat(Arrays.stream(bins.percent(clean)).sum()).isEqualTo(100, within(1e-6));
    assertThat(Arrays.stream(bins.percent(poisoned)).sum()).isEqualTo(75, within(1e-6));
    assertThat(bins.beyond(clean, poisoned)).isEqualTo("; 1 beyond the right end");
  }

  @Test
  void weigherShowsBothHistogramsAndTheWeightOnItsOwnAxis() {
    final double[] grid = IntStream.range(0, 50).mapToDouble(i -> i * 0.1).toArray();
    final double[] weight = Arrays.stream(grid).map(c -> 1 / (1 + Math.exp(2 - c))).toArray();
    final Chart chart =
        Charts.weigher(grid, weight, new double[] {1, 2, 3, 4}, new double[] {0.1, 0.1});

    assertThat(names(chart)).containsExactly("clean", "poisoned", "weight");
    assertThat(curve(chart, "clean").getLineColor()).isEqualTo(ChartTheme.CLEAN);
    assertThat(curve(chart, "poisoned").getLineColor()).isEqualTo(ChartTheme.POISONED);
    assertThat(curve(chart, "weight").getYAxisGroup()).isEqualTo(1);
    assertThat(chart.png()).isNotEmpty();
    assertThat(chart.toString()).contains("cost").contains("poisoned %");
  }

  @Test
  void agreementIsAFieldForEachPairOfPicks() {
    final ImageSet images = TinyImages.of(8, 1, 1, 30, 30);
    final List<BaseSet> picks =
        List.of(new ClassMeanDistance().pick(images, 20, 0), new RandomPick().pick(images, 20, 0));
    final Chart chart = Charts.agreement(picks);
    assertThat(chart.toString()).contains("Images that two picks share", "DCM", "Random", "100.00");
    final HeatMapSeries series =
        (HeatMapSeries) chart.plot().getSeriesCollection().iterator().next();
    assertThat(Charts.agreement(picks, 60).keys().get(0).name()).contains("33.3 = two random");
    assertThat(series.getHeatData()).hasSize(4);
    assertThat(series.getHeatData().get(1)).containsExactly(0, 1, 100.0); // DCM, on top
    assertThat(chart.png()).isNotEmpty();
  }

  @Test
  void scoresShowWhatWasPickedBesideTheRest() {
    final Chart chart = Charts.scores(new double[] {0.9, 0.8}, new double[] {0.1, 0.2, 0.85});
    assertThat(names(chart)).containsExactly("not picked", "picked");
    assertThat(chart.png()).isNotEmpty();
    assertThat(chart.toString()).contains("picked %", "not picked %", "33.33", "50.00");
    assertThat(Charts.scores(new double[] {0.5}, new double[0]).png()).isNotEmpty();
    assertThat(Charts.scores(new double[] {-9, -8}, new double[] {-50, -20}).toString())
        .contains("-50.0000", "100.00");
  }

  @Test
  void weigherWithoutTheTruthShowsAllSamplesAlike() {
    final Chart chart =
        Charts.weigher(
            new double[] {0, 5}, new double[] {0, 1}, new double[] {1, 2, 3}, new double[0]);
    assertThat(names(chart)).containsExactly("all samples", "weight");
    assertThat(chart.png()).isNotEmpty();
  }

  @Test
  void longLossCurvesAreMeansOfStretchesAndSkipWhatIsNotFinite() {
    final double[] losses = IntStream.range(0, 1000).mapToDouble(i -> i < 500 ? 2 : 1).toArray();
    losses[0] = Double.NaN;
    final Chart chart = Charts.losses(Map.of("Sifter 1", losses));

    final XYSeries curve = (XYSeries) chart.plot().getSeries("Sifter 1");
    assertThat(curve.getYData()).hasSizeLessThanOrEqualTo(400).contains(2, 1);
    assertThat(((XYChart) chart.plot()).getYAxisTitle()).isEqualTo("Loss (mean of 3 steps)");
    assertThat(chart.toString()).contains("2.0000 -> 1.0000 in 1,000 steps");
    assertThatThrownBy(() -> Charts.losses(Map.of("Sifter 1", new double[] {Double.NaN})))
        .hasMessageContaining("'Sifter 1' holds no finite number");
  }

  @Test
  void pngIsTwiceTheSizeAndWhiteAtItsEdge() throws IOException {
    final Path file = Charts.asrAndAcc(BARS).save(folder.resolve("new/asr.png"));
    final BufferedImage image = ImageIO.read(file.toFile());

    assertThat(image.getWidth()).isEqualTo(1600);
    assertThat(image.getHeight()).isEqualTo(840);
    assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
    assertThat(darkPixels(image, 0, 80)).as("title").isGreaterThan(500);
  }

  static long darkPixels(BufferedImage image, int fromRow, int toRow) {
    return IntStream.range(fromRow, toRow)
        .mapToLong(
            y ->
                IntStream.range(0, image.getWidth())
                    .filter(x -> (image.getRGB(x, y) & 0xff) < 0x80)
                    .count())
        .sum();
  }

  @Test
  void svgIsXmlThatNeedsNothingFromElsewhere() throws Exception {
    final Path file = Charts.asrAndAcc("A < B & C", BARS).save(folder.resolve("asr.SVG"));
    final Document svg =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());

    assertThat(svg.getDoctype()).isNull();
    assertThat(svg.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 800 420");
    assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo("800");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("A < B & C");
    assertThat(svg.getElementsByTagName("text").getLength()).as("letters are outlines").isZero();
  }

  @Test
  void anotherEndingIsRefused() {
    assertThatThrownBy(() -> Charts.asrAndAcc(BARS).save(folder.resolve("asr.pdf")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("asr.pdf: a chart is saved as .png or .svg");
  }

  @Test
  void placeThatCannotBeWrittenGetsOneSentenceAndNothingPartial() throws IOException {
    final Path file = Files.writeString(folder.resolve("taken"), "a file");
    assertThatThrownBy(() -> Charts.asrAndAcc(BARS).save(file.resolve("asr.png")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write")
        .hasMessageContaining("is a file where a folder is needed");

    Files.createDirectories(folder.resolve("dir.png/full"));
    assertThatThrownBy(() -> Charts.asrAndAcc(BARS).save(folder.resolve("dir.png")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("it is a folder");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).map(p -> p.getFileName().toString()).containsOnly("taken", "dir.png");
    }
  }

  @Test
  void folderWithoutPermissionGetsOneSentence() throws IOException {
    final Path locked = Files.createDirectory(folder.resolve("locked"));
    assumeThat(locked.toFile().setWritable(false, false)).isTrue();
    assumeThat(Files.isWritable(locked)).as("root writes everywhere").isFalse();
    assertThatThrownBy(() -> Charts.asrAndAcc(BARS).save(locked.resolve("asr.png")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith("asr.png: no permission");
  }

  @Test
  void oneFileAloneNamesWhatIsInternalToXChart() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      final List<String> naming = new ArrayList<>();
      for (final Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        if (Files.readString(file).contains("org.knowm.xchart.internal")) {
          naming.add(file.getFileName().toString());
        }
      }
      assertThat(naming).containsExactly("Chart.java");
    }
  }
}
