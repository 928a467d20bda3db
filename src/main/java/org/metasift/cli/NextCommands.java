package org.metasift.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.metasift.lab.NextSteps;
import org.metasift.lab.RunRecord;
import org.metasift.sift.BaseSet;
import org.metasift.study.AuditPlan;

/** What to do with a run's pick, with commands that fit its folder. */
final class NextCommands {
  private NextCommands() {}

  /**
   * Of a run: look at the suspects, let people audit the pick, purify a network with it.
   *
   * @param program as it is called on the command line
   * @param run the folder, as it was named
   * @param scene the images; the audit plants what was not picked, and a network is judged by the
   *     test part
   * @param same options that give another verb the same images and attack
   */
  static Map<String, List<String>> ofRun(
      String program, Path run, BaseSet base, RunRecord.Scene scene, List<String> same) {
    final String folder = shown(run.toString());
    final String call = shown(program);
    final Map<String, List<String>> steps =
        new LinkedHashMap<>(NextSteps.ofPick(base, scene.train()));
    final int planted = Math.min(AuditPlan.USUAL_PLANTED, (scene.train().size() - base.size()) / 2);
    if (planted > 0) {
      final int target = scene.train().label(base.indices()[0]);
      final int limit = Math.min(base.size(), AuditPlan.USUAL_LIMIT);
      final int looks = new AuditPlan(base.size(), List.of(limit)).usualLooks(planted);
      steps.put(
          "Let people audit the pick: they look at %,d of its %,d images, drawn at random and mixed with %,d planted ones that carry poison. If they find nine of ten planted ones and suspect no other, %,d or more such images in the whole pick are excluded with 95 %% confidence."
              .formatted(looks, base.size(), planted, limit),
          List.of(
              "%s audit %s --attack badnets --target %d --size %d --planted %d"
                  .formatted(call, folder, target, looks, planted),
              "%s study serve %s".formatted(call, shown(run.resolve("audit").toString())),
              "%s audit %s --score".formatted(call, folder)));
    }
    if (scene.split().test().size() > 0) {
      final String victim = shown(run.resolveSibling(run.getFileName() + "-victim").toString());
      final String purified = shown(run.resolveSibling(run.getFileName() + "-purified").toString());
      steps.put(
          "Use the base set: train a network on all images, then purify it with what was picked. Purifying undoes what poison taught the network, as far as the base set is clean.",
          List.of(
              "%s train%s --out %s".formatted(call, words(same), victim),
              "%s purify --network %s --base %s --out %s"
                  .formatted(call, victim, folder, purified)));
    }
    return steps;
  }

  private static String words(List<String> options) {
    return options.stream().map(word -> " " + shown(word)).collect(Collectors.joining());
  }

  /** A word as a shell takes it: in quotes where it holds more than plain signs. */
  static String shown(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
