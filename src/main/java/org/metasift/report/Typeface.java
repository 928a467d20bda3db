package org.metasift.report;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Source Sans Pro, bundled (SIL Open Font License 1.1), in two weights: the only font of our charts
 * and pictures, so that they look the same everywhere, and on a machine without any font too.
 *
 * <p>Without one, a JDK on Linux cannot even read a font from a file: its font manager refuses to
 * start ("Fontconfig head is null"). In that case, and only then, we write our own font beside a
 * font configuration into a temporary folder, name it in {@code sun.awt.fontconfig}, and try again.
 */
final class Typeface {
  static final Font REGULAR;
  static final Font SEMIBOLD;

  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);
  private static final String FOLDER = "fonts/";
  private static final String REGULAR_FILE = "SourceSansPro-Regular.ttf";
  private static final String SEMIBOLD_FILE = "SourceSansPro-Semibold.ttf";

  static {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    startFontManager();
    REGULAR = load(REGULAR_FILE);
    SEMIBOLD = load(SEMIBOLD_FILE);
  }

  private Typeface() {}

  static Font regular(float size) {
    return REGULAR.deriveFont(size);
  }

  static Font semibold(float size) {
    return SEMIBOLD.deriveFont(size);
  }

  private static void startFontManager() {
    try {
      load(REGULAR_FILE);
    } catch (final InternalError | RuntimeException noFonts) {
      if (System.getProperty("sun.awt.fontconfig") != null) {
        throw noFonts;
      }
      System.setProperty("sun.awt.fontconfig", ownConfiguration().toString());
      load(REGULAR_FILE);
    }
  }

  private static Font load(String file) {
    try (InputStream in = open(file)) {
      return Font.createFont(Font.TRUETYPE_FONT, in);
    } catch (final FontFormatException e) {
      throw new IllegalStateException("the bundled font " + file + " cannot be read", e);
    } catch (final IOException e) {
      throw new IllegalArgumentException(
          "charts cannot be drawn here: a library that this Java's fonts need is missing (Debian,"
              + " Ubuntu: libfreetype6, libharfbuzz0b, fontconfig)",
          e);
    }
  }

  private static InputStream open(String file) {
    final InputStream in = Typeface.class.getResourceAsStream(FOLDER + file);
    if (in == null) {
      throw new IllegalStateException("the bundled font " + file + " is not on the class path");
    }
    return in;
  }

  /** A font configuration in the JDK's own format that maps every logical font to ours. */
  private static Path ownConfiguration() {
    try (InputStream in = open(REGULAR_FILE)) {
      final Path folder = Files.createTempDirectory("metasift-font");
      final Path font = folder.resolve(REGULAR_FILE);
      Files.write(font, in.readAllBytes());
      final String name = "-adobe-sourcesanspro-medium-r-normal--*-%d-*-*-p-*-iso10646-1";
      final List<String> lines = new ArrayList<>(List.of("version=1", "sequence.allfonts=latin-1"));
      for (final String family :
          List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput")) {
        for (final String style : List.of("plain", "bold", "italic", "bolditalic")) {
          lines.add(family + "." + style + ".latin-1=" + name);
        }
      }
      lines.add("filename." + name + "=" + font);
      final Path configuration = folder.resolve("fontconfig.properties");
      Files.write(configuration, lines);
      for (final Path made : List.of(folder, font, configuration)) {
        made.toFile().deleteOnExit();
      }
      return configuration;
    } catch (final IOException e) {
      throw new IllegalStateException(
          "this machine has no fonts, and ours cannot be unpacked into "
              + System.getProperty("java.io.tmpdir"),
          e);
    }
  }

  /** The width of a text in pixels. */
  static double width(String text, Font font) {
    return text.isEmpty() ? 0 : font.getStringBounds(text, METRICS).getWidth();
  }

  /**
   * Draws a text as filled outlines, which an SVG shows alike where the font is not installed.
   *
   * @param x where it is anchored
   * @param y its base line
   * @param anchor 0 = begins at x, 0.5 = centred on x, 1 = ends at x
   */
  static void draw(Graphics2D g, String text, Font font, double x, double y, double anchor) {
    if (text.isBlank()) {
      return;
    }
    final Shape outline =
        new TextLayout(text, font, METRICS)
            .getOutline(AffineTransform.getTranslateInstance(x - anchor * width(text, font), y));
    g.fill(outline);
  }

  /**
   * Breaks a text at spaces into lines no wider than {@code width} pixels; what does not fit into
   * {@code lines} of them ends in an ellipsis.
   */
  static List<String> wrap(String text, Font font, double width, int lines) {
    final List<String> out = new ArrayList<>();
    String line = "";
    for (final String word : text.strip().split("\\s+", -1)) {
      final String longer = line.isEmpty() ? word : line + " " + word;
      if (line.isEmpty() || width(longer, font) <= width) {
        line = longer;
      } else {
        out.add(line);
        line = word;
      }
    }
    out.add(line);
    if (out.size() > lines) {
      final String rest = String.join(" ", out.subList(lines - 1, out.size()));
      out.subList(lines - 1, out.size()).clear();
      out.add(rest);
    }
    out.replaceAll(each -> shorten(each, font, width));
    return out;
  }

  /** The text, or its beginning and an ellipsis where it is wider than {@code width} pixels. */
  static String shorten(String text, Font font, double width) {
    if (width(text, font) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 1 && width(text.substring(0, end).strip() + "…", font) > width) {
      end--;
    }
    return text.substring(0, end).strip() + "…";
  }
}
