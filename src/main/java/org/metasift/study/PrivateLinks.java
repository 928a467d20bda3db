package org.metasift.study;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;

/**
 * Finds a rater by the secret part of their link, and sends pages: no cache keeps them, they run
 * their own script alone, and they pass no address on.
 */
final class PrivateLinks {
  private final SavedAnswers saved;

  PrivateLinks(SavedAnswers saved) {
    this.saved = saved;
  }

  /** Sets what holds for every response. */
  static void guard(Context context) {
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
  }

  /** Who has this link; there is none for whoever has another role. */
  SavedAnswers.Rater who(Context context, String role) {
    return saved
        .find(context.pathParam("token"), role)
        .orElseThrow(() -> new NotFoundResponse("There is no such link."));
  }

  /** Leads to the page's address with a slash, which the page's own addresses need. */
  void slash(Context context, String role) {
    who(context, role);
    context.redirect(context.path() + "/");
  }

  /** Sends a page to who has a link in this role. */
  void page(Context context, String role, String page) {
    who(context, role);
    context.html(withNonce(page, context));
  }

  /** The page whose script alone may run: both name a number that is drawn anew each time. */
  private static String withNonce(String page, Context context) {
    final String nonce = SavedAnswers.secret();
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; connect-src 'self';"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-"
            + nonce
            + "'");
    return page.replace(StudyPage.NONCE, " nonce=\"" + nonce + "\"");
  }
}
