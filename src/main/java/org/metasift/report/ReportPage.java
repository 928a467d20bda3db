package org.metasift.report;

import java.util.Base64;
import java.util.List;
import tech.tablesaw.api.Table;

/** An HTML page that grows from above, with everything in it. Texts are escaped. */
final class ReportPage {
  private final StringBuilder html;

  /** A page with nothing on it yet. */
  ReportPage(String title) {
    this.html =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>%s</title>
            <style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
            img{max-width:100%%;height:auto;display:block;margin:1em 0}li{margin:.3em 0}</style></head><body>
            """
                .formatted(escape(title)));
  }

  void heading(String text) {
    html.append("<h2>").append(escape(text)).append("</h2>\n");
  }

  void paragraph(String text) {
    html.append("<p>").append(escape(text).replace("\n", "<br>")).append("</p>\n");
  }

  void list(List<String> items) {
    html.append("<ul>");
    items.forEach(item -> html.append("<li>").append(escape(item)).append("</li>"));
    html.append("</ul>\n");
  }

  void table(Table table) {
    html.append(Tables.html(table));
  }

  /** A picture that lies in the page itself. */
  void picture(byte[] png, int width, String alt) {
    html.append(
            "<img width=\"%d\" alt=\"%s\" src=\"data:image/png;base64,"
                .formatted(width, escape(alt)))
        .append(Base64.getEncoder().encodeToString(png))
        .append("\">\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /** The page so far, whole. */
  String html() {
    return html + "</body></html>\n";
  }
}
