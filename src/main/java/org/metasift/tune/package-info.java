/**
 * Finds hyperparameters without the truth: on copies of the suspicious set that carry poison of our
 * own. Enter by {@link org.metasift.tune.SiftTuner}.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.tune;
