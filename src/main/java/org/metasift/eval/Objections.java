package org.metasift.eval;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.data.MostOften;
import org.metasift.sift.BaseSet;
import org.metasift.sift.panel.Panel;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Which images the members of a panel object to. */
public final class Objections {
  private Objections() {}

  /**
   * A row for each member, in the order in which they looked: how many images it objects to more
   * than any other member does, how many of those were picked all the same, and the class that most
   * of them bear. An image counts where some member takes it for another class or rejects it.
   */
  public static Table table(Panel.Outcome panel, ImageSet images) {
    final BitSet picked = new BitSet();
    IntStream.of(panel.base().indices()).forEach(picked::set);
    final StringColumn member = StringColumn.create("member");
    final IntColumn all = IntColumn.create("objects to");
    final IntColumn among = IntColumn.create("of them picked");
    final StringColumn most = StringColumn.create("most often in class");
    for (int k = 0; k < panel.alone().size(); k++) {
      final int place = k;
      final int[] opposed =
          IntStream.range(0, images.size())
              .filter(i -> panel.opposed(i) && panel.objector()[i] == place)
              .toArray();
      member.append(panel.alone().get(k).sifter());
      all.append(opposed.length);
      among.append((int) IntStream.of(opposed).filter(picked::get).count());
      most.append(opposed.length == 0 ? "" : mostOften(images, opposed));
    }
    return Table.create("Images that members of the panel object to", member, all, among, most);
  }

  /** How many picked images no member takes for another class or rejects. */
  public static int unopposed(Panel.Outcome panel) {
    return (int)
        panel.base().picks().stream()
            .map(BaseSet.Pick::index)
            .filter(i -> !panel.opposed(i))
            .count();
  }

  private static String mostOften(ImageSet images, int... some) {
    final int[] counts = new int[images.classes()];
    IntStream.of(some).forEach(i -> counts[images.label(i)]++);
    final int label = MostOften.of(counts);
    return "%s (%,d)".formatted(images.classNames().get(label), counts[label]);
  }
}
