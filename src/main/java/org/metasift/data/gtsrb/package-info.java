/**
 * The German Traffic Sign Recognition Benchmark in every form in which it is shared, and its
 * download: {@link org.metasift.data.gtsrb.Gtsrb}.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.data.gtsrb;
