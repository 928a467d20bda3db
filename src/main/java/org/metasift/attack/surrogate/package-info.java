/**
 * What an attacker who optimises has of its own: a network, {@link
 * org.metasift.attack.surrogate.Surrogate}, and public images, {@link
 * org.metasift.attack.surrogate.PublicImages}. The victim's network and random numbers are others.
 *
 * <p>Internal: may change in any version.
 */
package org.metasift.attack.surrogate;
