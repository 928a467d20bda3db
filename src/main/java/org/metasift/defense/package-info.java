/** Removes a backdoor from a network with the help of a small base set. */
package org.metasift.defense;
