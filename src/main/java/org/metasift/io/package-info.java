/**
 * Files that are whole or not there, and what stands in them: {@link org.metasift.io.AtomicFiles}
 * writes, {@link org.metasift.io.RunFolder} is what a run leaves behind, {@link
 * org.metasift.io.RecordStore} keeps the results of long work in SQLite, {@link
 * org.metasift.io.CsvColumn} makes lists. It knows nothing of images and networks.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.io;
