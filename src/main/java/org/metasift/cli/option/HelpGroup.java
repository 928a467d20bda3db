package org.metasift.cli.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The groups in which {@code --help} lists options, in their order. */
public enum HelpGroup {
  MOST_USED("Most used"),
  IMAGES("Images"),
  METHOD("How"),
  META_SIFT("Settings of Meta-Sift"),
  PANEL("Settings of the panel"),
  DEFENSE("Settings of the defence"),
  POISON("Which poison"),
  RESULTS("Results"),
  HELP("Help");

  private final String heading;

  HelpGroup(String heading) {
    this.heading = heading;
  }

  /** What stands above the group's options. */
  public String heading() {
    return heading;
  }

  /**
   * The group of an option, or of all options of a class that do not name another; {@link #METHOD}
   * where neither does.
   */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
  public @interface In {
    /** The group. */
    HelpGroup value();
  }

  /** The options of a verb that most people need, in the order in which {@code --help} has them. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  public @interface MostUsed {
    /** Their names, such as {@code --data}. */
    String[] value();
  }
}
