/** What every job shares: the device it runs on, progress, stopping, and the folder it writes. */
package org.metasift.run;
