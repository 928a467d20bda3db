/**
 * What a model, a sifter or a person got wrong: NCR, ASR, ACC. It alone compares a pick with the
 * truth.
 */
package org.metasift.eval;
