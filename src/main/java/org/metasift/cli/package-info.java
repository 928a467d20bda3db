/** The same verbs from a shell. */
package org.metasift.cli;
