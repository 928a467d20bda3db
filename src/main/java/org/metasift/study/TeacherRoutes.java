package org.metasift.study;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metasift.data.ImageSet;
import org.metasift.io.CsvText;

/** What a served study has for the teacher: how far the raters are, and all answers as CSV. */
final class TeacherRoutes {
  private static final int SHOWN = 12;

  private final Study study;
  private final SavedAnswers saved;
  private final PrivateLinks links;
  private final String page;

  TeacherRoutes(Study study, SavedAnswers saved, PrivateLinks links) {
    this.study = study;
    this.saved = saved;
    this.links = links;
    this.page = StudyPage.read("teacher.html");
  }

  void addTo(JavalinConfig config) {
    config.routes.get("/t/{token}", context -> links.slash(context, SavedAnswers.TEACHER));
    config.routes.get("/t/{token}/", context -> links.page(context, SavedAnswers.TEACHER, page));
    config.routes.get("/t/{token}/state", this::state);
    config.routes.get("/t/{token}/result.csv", this::export);
  }

  private void state(Context context) {
    links.who(context, SavedAnswers.TEACHER);
    final List<Answers> all = saved.all();
    final List<Map<String, Object>> rows = new ArrayList<>();
    for (final Answers one : all) {
      final StudyScore score = StudyScore.of(study, one);
      final Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", one.rater());
      row.put("answered", score.answered());
      row.put("fnr", score.fnr().toString());
      row.put("fpr", score.fpr().toString());
      row.put("ncr", Double.isNaN(score.ncr()) ? "–" : "%.1f".formatted(score.ncr()));
      rows.add(row);
    }
    final Map<String, Object> state = new LinkedHashMap<>();
    state.put("pictures", study.size());
    state.put("audit", study.isAudit());
    state.put("finished", all.stream().filter(one -> one.answered() == study.size()).count());
    state.put("raters", rows);
    state.put("missed", missed(all));
    context.contentType("application/json").result(StudyPage.json(state));
  }

  /** The pictures that most raters got wrong. */
  private List<Map<String, Object>> missed(List<Answers> all) {
    final ImageSet pictures = study.pictures();
    return StudyScore.missed(study, all).stream()
        .limit(SHOWN)
        .map(
            one ->
                Map.<String, Object>of(
                    "number", one.picture() + 1,
                    "picture", StudyPage.dataUri(pictures, one.picture()),
                    "label", pictures.classNames().get(pictures.label(one.picture())),
                    "missed", one.missed(),
                    "seen", one.seen()))
        .toList();
  }

  private void export(Context context) {
    links.who(context, SavedAnswers.TEACHER);
    final StringBuilder lines = new StringBuilder("rater,picture,answer\n");
    for (final Answers one : saved.all()) {
      final String name = one.rater();
      // a spreadsheet would take such a name for a formula
      final String safe = name.matches("[=+@\\-\\t\\r].*") ? "'" + name : name;
      for (int k = 0; k < one.calls().size(); k++) {
        if (one.calls().get(k) != null) {
          lines
              .append(CsvText.quoted(safe))
              .append(',')
              .append(k + 1)
              .append(',')
              .append(one.calls().get(k) ? "yes" : "no")
              .append('\n');
        }
      }
    }
    context
        .contentType("text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=result.csv")
        .result(lines.toString());
  }
}
