package org.metasift.report;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * An HTML page that grows from above, with everything in it: one {@code h1}, then {@code h2} and
 * {@code h3}. It loads nothing, follows the reader's light or dark theme, and prints on A4 without
 * cutting a picture or a row. It is well-formed XML too. Texts are escaped.
 */
final class ReportPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--quiet:#57606a;--panel:#f3f5f7;--line:#8c959f}
      @media (prefers-color-scheme:dark){
      :root{--ink:#e6edf3;--paper:#14181d;--quiet:#a4aeb9;--panel:#21272e;--line:#6e7781}}
      body{font:16px/1.5 sans-serif;color:var(--ink);background:var(--paper);max-width:60em;margin:2em auto;padding:0 1em}
      h1{font-size:1.7em;line-height:1.25}h2{margin-top:1.8em;border-bottom:1px solid var(--line)}h3{margin-top:1.5em}
      .verdict{font-size:1.2em;font-weight:600;border-left:6px solid var(--line);padding:.2em 0 .2em .8em}
      li{margin:.3em 0}figure{margin:1em 0}figcaption{color:var(--quiet);font-size:.9em}
      img{max-width:100%;height:auto;display:block;background:#fff}
      pre{background:var(--panel);padding:.6em .8em;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.9em}
      td{overflow-wrap:anywhere}code span{display:inline-block;max-width:100%;vertical-align:top}
      @page{size:A4;margin:15mm}
      @media print{
      :root{color-scheme:light;--ink:#000;--paper:#fff;--quiet:#444;--panel:#fff;--line:#777}
      body{font-size:10.5pt;max-width:none;margin:0;padding:0}
      pre{border:1px solid var(--line)}
      h1,h2,h3{break-after:avoid}figure,img,tr,li,pre,.verdict{break-inside:avoid}thead{display:table-header-group}
      h3+p,thead,caption,tbody tr:first-child{break-after:avoid}
      p{orphans:3;widows:3}img{max-height:230mm;object-fit:contain}}
      """;

  private final StringBuilder html;

  /** A page with its title as {@code h1} and nothing below. */
  ReportPage(String title) {
    this.html =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>%s</title>
            <style>%s</style></head><body><main>
            <h1>%s</h1>
            """
                .formatted(Tables.escape(title), STYLE, Tables.escape(title)));
  }

  /** A part of the page. */
  void heading(String text) {
    element("h2", text);
  }

  /** A part of a part. */
  void subheading(String text) {
    element("h3", text);
  }

  void paragraph(String text) {
    element("p", text);
  }

  /** What a hurried reader should take away. */
  void verdict(String text) {
    html.append("<p class=\"verdict\">").append(inline(text)).append("</p>\n");
  }

  void list(List<String> items) {
    html.append("<ul>");
    items.forEach(item -> html.append("<li>").append(inline(item)).append("</li>"));
    html.append("</ul>\n");
  }

  /** What to do, in the order of the map, each with commands to copy, a line each. */
  void steps(Map<String, List<String>> steps) {
    html.append("<ol>");
    steps.forEach(
        (what, commands) -> {
          html.append("<li>").append(inline(what));
          if (!commands.isEmpty()) {
            html.append("<pre><code>").append(unbroken(commands)).append("</code></pre>");
          }
          html.append("</li>");
        });
    html.append("</ol>\n");
  }

  /** The lines; a browser breaks them between words alone, not at the hyphens of an option. */
  private static String unbroken(List<String> lines) {
    return Tables.escape(String.join("\n", lines)).replaceAll("(?=\\S*-)\\S+", "<span>$0</span>");
  }

  void table(Table table) {
    html.append(Tables.html(table)).append('\n');
  }

  /**
   * A picture that lies in the page itself.
   *
   * @param alt what it shows, with its figures, for readers who cannot see it
   * @param caption under it; empty for none
   */
  void picture(byte[] png, int width, String alt, String caption) {
    html.append("<figure><img width=\"%d\" alt=\"%s\" ".formatted(width, Tables.escape(alt)))
        .append("src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(png))
        .append("\"/>");
    if (!caption.isEmpty()) {
      html.append("<figcaption>").append(inline(caption)).append("</figcaption>");
    }
    html.append("</figure>\n");
  }

  private void element(String tag, String text) {
    html.append("<%s>%s</%s>%n".formatted(tag, inline(text), tag));
  }

  private static String inline(String text) {
    return Tables.escape(text).replace("\n", "<br/>");
  }

  /** The page so far, whole. */
  String html() {
    return html + "</main></body></html>\n";
  }
}
