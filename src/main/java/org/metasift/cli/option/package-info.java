/** Options that several verbs of the command line share, checked as they are read. */
package org.metasift.cli.option;
