/**
 * The command line: a class a verb, such as {@link org.metasift.cli.SiftVerb}, which parses, calls
 * the other packages and prints. {@link org.metasift.cli.Main} lists them. Options that several
 * verbs share are in {@code cli.option}.
 *
 * <p>Internal: may change in any version.
 */
package org.metasift.cli;
