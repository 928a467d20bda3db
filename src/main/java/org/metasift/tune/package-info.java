/**
 * Finds hyperparameters without the truth: on copies of the suspicious set that carry poison of our
 * own.
 */
package org.metasift.tune;
