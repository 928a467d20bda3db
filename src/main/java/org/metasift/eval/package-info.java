/**
 * What a model, a sifter or a person got wrong: NCR, ASR and ACC ({@link
 * org.metasift.eval.Metrics}), and how well trust tells poison from clean images ({@link
 * org.metasift.eval.Roc}). It alone compares a pick with the truth.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.eval;
