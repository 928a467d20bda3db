/**
 * Removes a backdoor from a network with the help of a small base set. There is one defence so far:
 * {@link org.metasift.defense.IBau}.
 */
package org.metasift.defense;
