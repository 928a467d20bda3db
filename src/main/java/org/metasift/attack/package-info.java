/**
 * The attacks, a class each. A {@link org.metasift.attack.Poisoner} poisons a copy of an image set
 * and remembers the truth, a {@link org.metasift.attack.PoisonedSet}. {@link
 * org.metasift.attack.AttackSpec} makes one by its name; {@code Attacks} lists them all.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.attack;
