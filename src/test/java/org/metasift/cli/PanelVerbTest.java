package org.metasift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.data.array.NpyImages;
import org.metasift.sift.BaseSet;
import org.metasift.sift.panel.Panel;

/** The panel on the command line. */
class PanelVerbTest extends CommandLineTest {
  private static final String MEMBERS = "whole=1,grey=1,edges=0,interior=0";

  @Test
  void aPickOfThePanelSaysWhoObjectsToEachImage() throws IOException {
    final Path run = folder.resolve("run");
    final String data = tinyData(1).toString();
    assertThat(
            run(
                "sift", // the panel is what images of one's own get
                "--data",
                data,
                "--members",
                MEMBERS,
                "--fill",
                "--budget",
                "12",
                "--out",
                run.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("12 images picked by Panel", "1 grey, 0 edges", "; every class", "stands out");
    final BaseSet base = BaseSet.read(run.resolve("base_set.json"));
    assertThat(base.size()).isEqualTo(12);
    final List<String> suspects = Files.readAllLines(run.resolve("suspects.csv"));
    assertThat(suspects).hasSize(91);
    assertThat(suspects.get(0))
        .isEqualTo("index,id,label,class,trust,objector,misplaced_by,looks_like");
    final Set<String> objectors =
        suspects.stream()
            .skip(1)
            .map(line -> line.replaceFirst("(?:[^,]*,){5}", "").replaceFirst(",[0-9]+,[^,]*$", ""))
            .collect(Collectors.toSet());
    assertThat(objectors)
        .isSubsetOf(
            "\"whole\"",
            "\"whole, moved\"",
            "\"grey\"",
            "\"fixed pattern\"",
            "\"fixed pattern, all classes\"")
        .hasSizeGreaterThan(1);
    assertThat(Files.readString(run.resolve("verdict.json")))
        .containsPattern(
            "\"standingOut\":\\[[0-9,]*\\],\"setStandsOut\":(?:true|false),\"findings\":\"[^\"]*stands out");
  }

  @Test
  void greyImagesAreToldToHaveNoGreyMember() {
    final Path data = folder.resolve("grey");
    final ImageSet grey = TinyImages.of(32, 1, 1, 20, 20);
    NpyImages.write(grey, data.resolve("train"));
    NpyImages.write(grey, data.resolve("test"));
    assertThat(
            run(
                "sift",
                "--data",
                data.toString(),
                "--sifter",
                "panel",
                "--members",
                MEMBERS,
                "--budget",
                "6"))
        .isZero();
    assertThat(err.toString())
        .contains(
            "note: the panel has no member 'grey' here: these images have nothing for it to see");
  }

  @Test
  void theHelpNamesTheMembersThatThereAre() {
    final Panel.Settings usual = Panel.Settings.standard();
    assertThat(run("sift", "--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", ""))
        .contains(
            "(default:" + usual.members().toString().replaceAll("[{} ]", "") + ").",
            "interior(networksthatseeonlytheirinside,0to100),",
            "inmanyimagesofaclass,0or1)");
    assertThat(usual.members())
        .containsAllEntriesOf(
            Map.of("whole", 1, "grey", 1, "edges", 2, "interior", 1, "pattern", 1));
  }

  @Test
  void wrongMembersAreRefused() {
    for (final String[] wrong :
        new String[][] {
          {"colour=1", "--members names 'colour'; edges, grey, interior, pattern, whole are"},
          {"whole=0", "--members: whole is 0; 1 to 100 is allowed"},
          {"edges=-1", "--members: edges is -1; 0 to 100 is allowed"},
          {"pattern=2", "--members has pattern=2; 0 and 1 are allowed"},
          {"grey=x", "'--members' (VIEW=N): 'x' is not a whole number"},
        }) {
      refused(wrong[1], "sift", "--data", "small", "--sifter", "panel", "--members", wrong[0]);
    }
    refused(
        "--members has no effect on the sifter dcm: leave it out",
        "sift",
        "--sifter",
        "dcm",
        "--members",
        "grey=1");
    refused(
        "--fill has no effect on the sifter meta-sift: leave it out, or choose the sifter panel",
        "sift",
        "--fill");
    refused(
        "--fill has no effect on the sifter meta-sift",
        "sift",
        "--data",
        folder.toString(),
        "--num-sifters",
        "1",
        "--fill");
    refused(
        "--width has no effect on the sifter panel", "sift", "--sifter", "panel", "--width", "8");
    refused(
        "--fill has no effect on the sifter dcm or random",
        "table",
        "--sifters",
        "dcm,random",
        "--fill",
        "--out",
        folder.resolve("t").toString());
  }
}
