/** The sifters that Meta-Sift is compared with, a class each. */
package org.metasift.sift.baseline;
