/**
 * Many picks, trainings and defences, compared: the table of NCR over attacks, sifters and seeds
 * ({@link org.metasift.experiment.NcrTable}), whether attacks work ({@link
 * org.metasift.experiment.AttackCheck}), what a pick is good for ({@link
 * org.metasift.experiment.Usefulness}). Finished results are kept and never computed twice.
 */
package org.metasift.experiment;
