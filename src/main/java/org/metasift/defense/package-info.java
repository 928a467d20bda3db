/**
 * Removes a backdoor from a network with the help of a small base set: {@link
 * org.metasift.defense.IBau}, and {@link org.metasift.defense.FineTuning} to compare with. {@link
 * org.metasift.defense.Defenses} has them by name.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.defense;
