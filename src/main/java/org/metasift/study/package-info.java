/**
 * The human inspection study: people say which pictures they trust, and are scored as a sifter is.
 * A {@link org.metasift.study.Study} becomes a {@link org.metasift.study.StudyPage page} or is
 * served to a class by a {@link org.metasift.study.StudyServer}; {@link org.metasift.study.Answers}
 * become a {@link org.metasift.study.StudyScore}.
 *
 * <p>An {@link org.metasift.study.Audit} shows people images of a base set, of which nobody knows
 * the truth, and planted poison among them; an {@link org.metasift.study.AuditScore} says how much
 * poison the whole base set holds at most.
 *
 * <p>API: may be called from notebooks and own code.
 */
package org.metasift.study;
