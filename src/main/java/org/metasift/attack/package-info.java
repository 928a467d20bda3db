/** Poisons a copy of an image set and remembers the truth: a Poisoner makes a PoisonedSet. */
package org.metasift.attack;
