package org.metasift.compute;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A setting, declared on its component of a record. All else is made from this: the record checks
 * its ranges by {@link DeclaredSettings#check} and tells itself by {@link DeclaredSettings#shown},
 * and who offers the setting to people takes its name, range and text from {@link
 * DeclaredSettings#of}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The smallest value. */
  double from();

  /** The largest value; {@link Integer#MAX_VALUE} of a whole number for none. */
  double to();

  /** Whether the bounds themselves are not allowed: an open interval. */
  boolean open() default false;

  /** What it is, for people: a sentence without its end, its range and its default. */
  String text();

  /** What the text of all settings calls it; empty for the words of its name: "batch size". */
  String shown() default "";
}
