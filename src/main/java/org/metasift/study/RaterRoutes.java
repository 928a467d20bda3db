package org.metasift.study;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.metasift.io.Json;

/**
 * What a served study has for its raters: the page, the answers they gave, and a place for more.
 */
final class RaterRoutes {
  private static final int MOST_BYTES = 1000;

  private final Study study;
  private final SavedAnswers saved;
  private final PrivateLinks links;
  private final String page;

  RaterRoutes(Study study, SavedAnswers saved, PrivateLinks links) {
    this.study = study;
    this.saved = saved;
    this.links = links;
    this.page = StudyPage.served(study);
  }

  void addTo(JavalinConfig config) {
    config.routes.get("/r/{token}", context -> links.slash(context, SavedAnswers.RATER));
    config.routes.get("/r/{token}/", context -> links.page(context, SavedAnswers.RATER, page));
    config.routes.get("/r/{token}/answers", this::kept);
    config.routes.put("/r/{token}/answers/{picture}", this::answer);
  }

  private void kept(Context context) {
    final List<Map<String, Object>> list = new ArrayList<>();
    for (final SavedAnswers.SavedAnswer one : saved.of(links.who(context, SavedAnswers.RATER))) {
      list.add(
          Map.of(
              "picture", one.picture(),
              "answer", one.clean() == 1,
              "sequence", one.sequence()));
    }
    context.contentType("application/json").result(StudyPage.json(list));
  }

  private void answer(Context context) {
    final SavedAnswers.Rater rater = links.who(context, SavedAnswers.RATER);
    final String number = context.pathParam("picture");
    final int picture = number.matches("\\d{1,7}") ? Integer.parseInt(number) : 0;
    if (picture < 1 || picture > study.size()) {
      throw new BadRequestResponse("Pictures are numbered 1 to %d.".formatted(study.size()));
    }
    final JsonNode body = body(context);
    final JsonNode clean = body.path("answer");
    final JsonNode sequence = body.path("sequence");
    if (!clean.isBoolean() || !sequence.canConvertToLong() || sequence.asLong() < 0) {
      throw new BadRequestResponse("An answer is {\"answer\": true or false, \"sequence\": n}.");
    }
    saved.put(
        new SavedAnswers.SavedAnswer(
            rater.token(), picture, clean.asBoolean() ? 1 : 0, sequence.asLong()));
    context.status(204);
  }

  /** Read up to the limit, whatever length is announced, and whether one is. */
  private static JsonNode body(Context context) {
    try {
      final byte[] bytes = context.bodyInputStream().readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ContentTooLargeResponse("An answer is at most %d bytes.".formatted(MOST_BYTES));
      }
      return Json.tree(bytes);
    } catch (final IOException e) {
      throw new BadRequestResponse("An answer is JSON.");
    }
  }
}
