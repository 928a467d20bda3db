/**
 * Removes a backdoor from a network with the help of a small base set. There is one defence so far:
 * {@link org.metasift.defense.IBau}.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.defense;
