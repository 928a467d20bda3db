package org.metasift.lab;

import org.metasift.attack.Backdoor;
import org.metasift.data.ImageSet;
import org.metasift.eval.Metrics;
import org.metasift.nn.Network;
import org.metasift.report.JudgedModel;

/**
 * Judges networks by the same attack on the same test images.
 *
 * @param backdoor whose trigger is put on the test images
 * @param test clean test images
 */
public record Judge(Backdoor backdoor, ImageSet test) {
  /** ASR and ACC of a network, in percent, under a name for charts. */
  public JudgedModel judge(String name, Network network) {
    return new JudgedModel(
        name, Metrics.asr(network, backdoor, test).percent(), Metrics.acc(network, test).percent());
  }
}
