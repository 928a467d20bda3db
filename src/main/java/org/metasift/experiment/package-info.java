/**
 * Many picks, trainings and defences, compared: the table of NCR over attacks, sifters and seeds
 * ({@link org.metasift.experiment.NcrTable}), whether attacks work ({@link
 * org.metasift.experiment.AttackCheck}), what a pick is good for ({@link
 * org.metasift.experiment.Usefulness}). Finished results are kept and never computed twice.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.experiment;
