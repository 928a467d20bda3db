package org.metasift.sift.panel;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.compute.TaskRunner;
import org.metasift.data.ImageSet;

/**
 * A member's look at a set; it may travel to another process.
 *
 * @param stage which of the looks it is, as people are told
 * @param number which of several like it, as people are told; empty for the only one
 */
record MemberLook(
    Member member, TaskRunner.Shared<ImageSet> images, long seed, String stage, String number)
    implements TaskRunner.Task<List<Opinion>> {
  @Override
  public void run(Consumer<List<Opinion>> found) {
    Progress.named(
        title -> stage + title + number, () -> found.accept(member.look(images.value(), seed)));
  }

  static MemberLook of(List<Member> all, int k, TaskRunner.Shared<ImageSet> images, long seed) {
    final Member member = all.get(k);
    final boolean several = Collections.frequency(all, member) > 1;
    return new MemberLook(
        member,
        images,
        RandomStream.PANEL_MEMBER.seed(seed, k),
        "Panel, %d of %d: ".formatted(k + 1, all.size()),
        several ? ", network %d".formatted(k - all.indexOf(member) + 1) : "");
  }
}
