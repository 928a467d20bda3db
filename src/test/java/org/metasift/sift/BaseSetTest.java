package org.metasift.sift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;
import org.metasift.sift.baseline.ClassMeanDistance;

/** A base set goes with its data alone, and comes back from its file as it was. */
class BaseSetTest {
  private static final ImageSet IMAGES = TinyImages.of(4, 1, 0, 10, 10);
  private static final BaseSet BASE = new ClassMeanDistance().pick(IMAGES, 6, 3);

  @TempDir private Path folder;

  @Test
  void itsImagesAreThoseOfItsSet() {
    assertThat(BASE.images(IMAGES).ids())
        .containsExactlyElementsOf(BASE.picks().stream().map(BaseSet.Pick::id).toList());
    final ImageSet other = TinyImages.of(4, 1, 1, 10, 10);
    assertThatThrownBy(() -> BASE.images(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "this base set was picked from data %s, not from %s",
            IMAGES.fingerprint(), other.fingerprint());
  }

  @Test
  void whatIsSavedIsRead() {
    final Path json = BASE.save(folder.resolve("a/b"));
    assertThat(json).isEqualTo(folder.resolve("a/b/base_set.json"));
    assertThat(BaseSet.read(json)).isEqualTo(BASE);
  }

  @Test
  void whatIsLeftOutIsSavedAndOlderFilesLeaveOutNothing() throws IOException {
    final BaseSet some =
        new BaseSet(
            "s", "t", 0, "f", BASE.picks(), List.of(new BaseSet.LeftOut(4, 2, "they quarrel")), 1);
    final Path json = some.save(folder);
    assertThat(BaseSet.read(json)).isEqualTo(some);
    final String text = Files.readString(BASE.save(folder));
    assertThat(text).contains("\"leftOut\" : [ ]");
    Files.writeString(json, text.replaceFirst("\\s*\"leftOut\" : \\[ \\],", ""));
    assertThat(Files.readString(json)).doesNotContain("leftOut");
    assertThat(BaseSet.read(json)).isEqualTo(BASE);
  }

  @Test
  void filesThatCallTheTrustScoreAreReadAsBefore() throws IOException {
    final Path json = BASE.save(folder);
    final String text = Files.readString(json);
    final String table = Files.readString(folder.resolve("base_set.csv"));
    assertThat(text).contains("\"trust\" : ").doesNotContain("score");
    Files.writeString(json, text.replace("\"trust\"", "\"score\""));
    for (final String old :
        List.of(
            table.replace("trust", "score"), table.replace("trust", "score").replace(',', ';'))) {
      Files.writeString(folder.resolve("base_set.csv"), old);
      assertThat(BaseSet.read(json)).isEqualTo(BASE);
    }
    Files.writeString(folder.resolve("base_set.csv"), table.replace("trust", "doubt"));
    assertThatThrownBy(() -> BaseSet.read(json)).hasMessageContaining("has no column 'trust'");
  }

  @Test
  void theTableIsForPeople() throws IOException {
    final BaseSet odd =
        new BaseSet("s", "t", 0, "f", List.of(new BaseSet.Pick(7, "a, \"b\"", 1, -0.5)), 1);
    odd.save(folder);
    assertThat(folder.resolve("base_set.csv"))
        .hasContent("rank,index,id,label,trust\n1,7,\"a, \"\"b\"\"\",1,-0.5\n");
  }

  @Test
  void theIndicesAreNumPys() throws IOException {
    BASE.save(folder);
    final byte[] bytes = Files.readAllBytes(folder.resolve("base_set.npy"));
    final ByteBuffer npy = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(bytes, 0, 128, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("NUMPY", "'descr': '<i8'", "'shape': (6,)");
    final int start = bytes.length - 8 * 6;
    for (int k = 0; k < 6; k++) {
      assertThat(npy.getLong(start + 8 * k)).isEqualTo(BASE.indices()[k]);
    }
  }

  /** Images of one pixel with these ids and labels. */
  private static ImageSet files(List<String> classes, List<String> ids, int... labels) {
    return ImageSet.of(new byte[labels.length], labels, ImageShape.square(1, 1), classes, ids);
  }

  @Test
  void filesOfTheWorkingFolderAreCollected() {
    final ImageSet files = files(List.of("a", "b"), List.of("pom.xml", "mvnw"), 0, 1);
    final BaseSet base = new ClassMeanDistance().pick(files, 2, 0);
    Collected.check(Path.of("."), files);
    Collected.COPY.into(folder.resolve("picked"), Path.of("."), base, files);
    assertThat(folder.resolve("picked/mvnw")).hasSameBinaryContentAs(Path.of("mvnw"));
  }

  @Test
  void filesOfAListGoToTheFoldersOfTheirClasses() throws IOException {
    final Path source = Files.createDirectories(folder.resolve("source"));
    for (final String name : List.of("x/1.png", "y/1.png", "w/1.png", "z/1", "z/2")) {
      Files.createDirectories(source.resolve(name).getParent());
      Files.writeString(source.resolve(name), name);
    }
    final Path list = Files.createFile(source.resolve("list.csv"));
    final ImageSet files =
        files(
            List.of("a", "b/c", ".."),
            List.of("x/1.png", "y/1.png", "w/1.png", "z/1", "z/2"),
            0,
            0,
            0,
            1,
            2);
    final BaseSet base = new ClassMeanDistance().pick(files, 5, 0);
    final Path to = folder.resolve("picked");
    Collected.check(list, files);
    Collected.LINK.into(to, list, base, files);
    assertThat(
            List.of(
                Files.readString(to.resolve("a/1.png")),
                Files.readString(to.resolve("a/1 (2).png")),
                Files.readString(to.resolve("a/1 (3).png"))))
        .containsExactlyInAnyOrder("x/1.png", "y/1.png", "w/1.png");
    assertThat(to.resolve("b_c 1/1")).hasContent("z/1");
    assertThat(to.resolve(".. 2/2")).hasContent("z/2");
    Files.writeString(source.resolve("z/2"), "changed");
    assertThat(to.resolve(".. 2/2")).as("a link").hasContent("changed");
    Collected.COPY.into(folder.resolve("copies"), list, base, files);
    Files.writeString(source.resolve("z/2"), "changed again");
    assertThat(folder.resolve("copies/.. 2/2")).as("a copy").hasContent("changed");
  }

  @Test
  void whereOneFileIsMissingNoneIsCollected() throws IOException {
    final Path source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(source.resolve("a"), "a");
    Files.writeString(source.resolve("b"), "b");
    final ImageSet files = files(List.of("a", "b"), List.of("a", "b"), 0, 1);
    final BaseSet base = new ClassMeanDistance().pick(files, 2, 0);
    Files.delete(source.resolve(base.picks().get(1).id()));
    final Path to = folder.resolve("picked");
    assertThatThrownBy(() -> Collected.COPY.into(to, source, base))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is not a file");
    assertThat(to).doesNotExist();
  }

  @Test
  void whereOneFileCannotBePutNoneStays() throws IOException {
    final Path source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(source.resolve("a"), "a");
    Files.writeString(source.resolve("b"), "b");
    final ImageSet files = files(List.of("a", "b"), List.of("a", "b"), 0, 1);
    final BaseSet base = new ClassMeanDistance().pick(files, 2, 0);
    final String second = base.picks().get(1).id();
    final Path to = Files.createDirectories(folder.resolve("picked"));
    Files.writeString(to.resolve(second), "taken");
    assertThatThrownBy(() -> Collected.COPY.into(to, source, base))
        .isInstanceOf(BadDataException.class)
        .hasMessage(to.resolve(second) + ": cannot be made (" + to.resolve(second) + ")");
    assertThat(to.resolve(base.picks().get(0).id())).doesNotExist();
    assertThat(to.resolve(second)).hasContent("taken");
  }

  @Test
  void onlyFilesBelowTheSourceAreCollected() throws IOException {
    final Path source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(folder.resolve("outside"), "x");
    for (final String id : List.of("../outside", "missing", ".")) {
      final ImageSet files = files(List.of("a"), List.of(id), 0);
      assertThatThrownBy(() -> Collected.check(source, files))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("is not a file: only images of an image folder or a .csv list");
    }
    Collected.check(source, TinyImages.of(4, 1, 0, 0, 0)); // no image, no fault
  }

  @Test
  void aPickThatTheSetDoesNotHoldIsRefused() throws IOException {
    final List<BaseSet.Pick> picks = BASE.picks();
    final BaseSet.Pick first = picks.get(0);
    final int size = IMAGES.size();
    disagrees(
        new BaseSet.Pick(size, "x", 0, 1),
        "holds index %d; 0 to %d are allowed, as the set has %d images"
            .formatted(size, size - 1, size));
    disagrees(
        new BaseSet.Pick(first.index(), "x", first.label(), 1),
        "holds image %d as 'x' with label %d; in the data it is '%s' with label %d"
            .formatted(first.index(), first.label(), first.id(), first.label()));
    disagrees(
        new BaseSet.Pick(first.index(), first.id(), 1 - first.label(), 1),
        "holds image %d as".formatted(first.index()));
    final int last = size - 1;
    final BaseSet edge = with(new BaseSet.Pick(last, IMAGES.id(last), IMAGES.label(last), 1));
    assertThat(BaseSet.read(edge.save(folder.resolve("edge")), IMAGES)).isEqualTo(edge);
    final BaseSet zero = with(new BaseSet.Pick(0, IMAGES.id(0), 0, 1));
    assertThat(BaseSet.read(zero.save(folder.resolve("zero")), IMAGES)).isEqualTo(zero);
    final Path negative = with(new BaseSet.Pick(3, "x", -1, 1)).save(folder.resolve("negative"));
    assertThatThrownBy(() -> BaseSet.read(negative))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("holds index 3 with label -1; at least 0 is allowed");
  }

  private static BaseSet with(BaseSet.Pick pick) {
    return new BaseSet("s", "t", 0, IMAGES.fingerprint(), List.of(pick), 1);
  }

  private void disagrees(BaseSet.Pick pick, String said) {
    final Path json = with(pick).save(folder.resolve("other"));
    assertThatThrownBy(() -> BaseSet.read(json, IMAGES))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(said);
  }

  @Test
  void itSaysWhatItIsAndHowLongItTook() {
    final double[] scores = new double[IMAGES.size()];
    final BaseSet base =
        Ranking.of("Some", "so", IMAGES, scores, 3, System.nanoTime() - 2_000_000_000L)
            .best(IMAGES, 6);
    assertThat(base.seconds()).isBetween(2.0, 60.0);
    assertThat(new BaseSet("Some", "so", 3, "f", base.picks(), 2.04))
        .hasToString("6 images picked by Some (so, seed 3) from data f in 2.0 s");
    assertThat(base.indicesOf(1))
        .hasSize(3)
        .containsExactly(
            base.picks().stream()
                .filter(pick -> pick.label() == 1)
                .mapToInt(BaseSet.Pick::index)
                .toArray());
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    final Path json = BASE.save(folder);
    final String text = Files.readString(json);
    refused(json, text.substring(0, text.length() / 2), "is not a base set");
    refused(json, "", "is not a base set");
    refused(json, "null", "is not a base set");
    refused(json, "[]", "is not a base set");
    refused(json, text.replace("\"seed\"", "\"sede\""), "(seed is missing)");
    refused(json, text.replaceFirst("\"index\" : \\d+", "\"index\" : -4"), "index -4");
    refused(json, text.replaceAll("\"index\" : \\d+", "\"index\" : 4"), "index 4 twice");
    refused(json, text.replaceFirst("\"index\" : \\d+", "\"index\" : 1.5"), "is not a base set");
    refused(json, text.replaceFirst("\"picks\" : (?s).*\\],", "\"picks\" : null,"), "picks");
    refused(json, text.replaceFirst("\"label\" : \\d+,", ""), "label");
    Files.delete(json);
    assertThatThrownBy(() -> BaseSet.read(json))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void filesThatDisagreeAreRefused() throws IOException {
    final Path json = BASE.save(folder);
    final Path csv = folder.resolve("base_set.csv");
    final String lines = Files.readString(csv);
    Files.writeString(csv, lines.replaceFirst("\n1,", "\n2,"));
    assertThatThrownBy(() -> BaseSet.read(json))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(csv + ": differs from base_set.json");
    Files.writeString(csv, lines);
    final Path npy = folder.resolve("base_set.npy");
    new ClassMeanDistance().pick(IMAGES, 4, 3).save(folder.resolve("other"));
    Files.copy(
        folder.resolve("other/base_set.npy"),
        npy,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> BaseSet.read(json))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(npy + ": differs from base_set.json");
    Files.delete(npy);
    assertThat(BaseSet.read(json)).isEqualTo(BASE);
    assertThat(BaseSet.read(json, IMAGES)).isEqualTo(BASE);
    assertThat(BaseSet.read(json, TinyImages.of(4, 1, 1, 10, 10))).isEqualTo(BASE);
  }

  private static final BaseSet NAMED =
      new BaseSet(
          "s",
          "t",
          0,
          "f",
          List.of(
              new BaseSet.Pick(7, "Bär/a, \"b\".png", 1, -0.123456789012345),
              new BaseSet.Pick(12, "Gut/c;d.png", 0, 1.2345678e-5),
              new BaseSet.Pick(3, "Gut/e.png", 0, 0.5)),
          1);

  private BaseSet readBeside(String text, Charset charset) throws IOException {
    final Path json = NAMED.save(folder);
    Files.writeString(folder.resolve("base_set.csv"), text, charset);
    return BaseSet.read(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "windows-1252"})
  void itsTableMayHaveBeenSavedByASpreadsheet(String charset) throws IOException {
    final String german =
        """
        rank;index;id;label;trust
        3;3;Gut/e.png;0;0,5
        1;7;"Bär/a, ""b"".png";1;-0,123456789
        2;12;"Gut/c;d.png";0;1,23457E-05
        """
            .replace("\n", "\r\n");
    assertThat(readBeside(german, Charset.forName(charset))).isEqualTo(NAMED);
    if (!charset.startsWith("w")) {
      assertThat(readBeside("\ufeff" + german, Charset.forName(charset))).isEqualTo(NAMED);
    }
    final String reordered =
        """
        "note","trust","label","id","index","rank"
        "","0.5","0","Gut/e.png","3","3"
        "x","-0.1235","1","Bär/a, ""b"".png","7","1"
        "","0.000012345678","0","Gut/c;d.png","12","2"
        """;
    assertThat(readBeside(reordered, Charset.forName(charset))).isEqualTo(NAMED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3,3,Gut/e.png,0,0.5|3,3,Gut/e.png,0,05. Mai|line 4 has the trust '05. Mai' where '0.5'",
        "1,7,|1,8,|line 2 has the index '8' where '7' was picked",
        "Bär|BÃ¤r|line 2 has the id 'BÃ¤r/a, \"b\".png' where",
        "0,1.2345678E-5|1,1.2345678E-5|line 3 has the label '1' where '0'",
        "1.2345678E-5|1.23E-5|line 3 has the trust '1.23E-5' where",
        "1.2345678E-5|1234567|line 3 has the trust '1234567' where",
        "-0.123456789012345|-0.123456780|line 2 has the trust",
        "-0.123456789012345|-0.123456798|line 2 has the trust",
        "-0.123456789012345|-0.12345|line 2 has the trust", // cut off, not rounded
        "3,3,|2,3,|line 4 has the rank '2'; each from 1 to 3 is needed once",
        "3,3,|4,3,|line 4 has the rank '4'",
        "3,3,Gut/e.png,0,0.5||it has 2 of 3 picks",
        "label|class|it has no column 'label'"
      })
  void aTableThatSaysSomethingElseIsRefused(String right, String wrong, String said)
      throws IOException {
    NAMED.save(folder);
    final String written =
        Files.readString(folder.resolve("base_set.csv")).replace("\"Gut/e.png\"", "Gut/e.png");
    assertThat(written).contains(right);
    final String changed = written.replace(right, wrong == null ? "" : wrong);
    assertThatThrownBy(() -> readBeside(changed, StandardCharsets.UTF_8))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            folder.resolve("base_set.csv") + ": differs from base_set.json beside it: " + said)
        .hasMessageEndingWith("delete it, as the JSON file has everything");
  }

  @Test
  void someOfThePicksAreKeptAndFilesAreDeleted() throws IOException {
    final BaseSet kept = BASE.keeping(pick -> pick.label() == 1);
    assertThat(kept.indices()).isEqualTo(BASE.indicesOf(1)).isNotEmpty();
    assertThat(kept.sifter()).isEqualTo(BASE.sifter());
    BASE.save(folder);
    final Path other = Files.writeString(folder.resolve("other.csv"), "stays");
    BaseSet.delete(folder);
    assertThat(folder).isDirectoryContaining(file -> file.equals(other));
    assertThat(folder.toFile().list()).hasSize(1);
    BaseSet.delete(folder); // there is nothing more to delete
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    final Path blocked = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> BASE.save(blocked))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(blocked.toString());
  }

  private static void refused(Path json, String text, String said) throws IOException {
    Files.writeString(json, text);
    assertThatThrownBy(() -> BaseSet.read(json))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(json.toString())
        .hasMessageContaining(said);
  }
}
