/**
 * What every piece of work needs: the device and the native memory it uses ({@link
 * org.metasift.compute.Compute}), random numbers from the one seed ({@link
 * org.metasift.compute.RandomStream}), progress that can be stopped ({@link
 * org.metasift.compute.Progress}), checked settings ({@link org.metasift.compute.Ranges}), and a
 * place to run, in this process, on several devices or on a cluster ({@link
 * org.metasift.compute.TaskRunner}).
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.compute;
