/**
 * Options that several verbs of the command line share, checked as they are read: {@link
 * org.metasift.cli.option.DataOption} says which images, {@link
 * org.metasift.cli.option.AttackOptions} which attack. An option of one verb alone is a field of
 * the verb.
 *
 * <p>Internal: may change in any version.
 */
package org.metasift.cli.option;
