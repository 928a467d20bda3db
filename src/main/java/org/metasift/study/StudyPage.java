package org.metasift.study;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.metasift.data.ImageSet;
import org.metasift.data.Picture;
import org.metasift.io.Json;

/**
 * The page that raters work with: one HTML file with everything in it, pictures too, but not the
 * truth. It loads nothing from elsewhere, and its own policy keeps it from sending anything.
 */
public final class StudyPage {
  private static final String TEMPLATE = read("page.html");

  /** Where a page's script element has its nonce. */
  static final String NONCE = "/*NONCE*/";

  private static final String OFFLINE_POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private static final int MOST_BYTES = 1 << 29; // of pixels; as text near what browsers take

  private StudyPage() {}

  /**
   * How many pictures a study of such images can have: 512 MiB of pixels, as one page holds all.
   */
  public static int most(ImageSet images) {
    return MOST_BYTES / images.imageBytes();
  }

  /** Refuses a study that would be larger than {@link #most}. */
  static void checkFits(long size, ImageSet images) {
    if (size > most(images)) {
      throw new IllegalArgumentException(
          "a study of %,d pictures of %d x %d pixels; at most %,d such pictures are allowed"
              .formatted(size, images.height(), images.width(), most(images)));
    }
  }

  /** The page for a file: answers stay in the browser until they are downloaded. */
  public static String offline(Study study) {
    final String policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">".formatted(OFFLINE_POLICY);
    return fill(study, false, policy, "");
  }

  /**
   * The page as the server gives it: every answer is sent at once. The server puts the nonce of the
   * policy in its header in the place of {@link #NONCE}.
   */
  static String served(Study study) {
    return fill(study, true, "", NONCE);
  }

  private static String fill(Study study, boolean served, String policy, String nonce) {
    final ImageSet images = study.pictures();
    final boolean named = images.classes() > 1;
    final List<String> pictures = new ArrayList<>();
    final List<String> labels = new ArrayList<>();
    for (int k = 0; k < images.size(); k++) {
      pictures.add(dataUri(images, k));
      labels.add(named ? images.classNames().get(images.label(k)) : "");
    }
    final Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", study.id());
    data.put("served", served);
    data.put("pictures", pictures);
    data.put("labels", labels);
    final ImageSet example = study.example();
    if (example.size() > 0) {
      data.put("example", dataUri(example, 0));
      data.put("exampleLabel", named ? example.classNames().get(example.label(0)) : "");
    }
    return TEMPLATE
        .replace("<!--POLICY-->", policy)
        .replace(NONCE, nonce)
        .replace("/*STUDY*/", json(data));
  }

  /** Picture {@code k} as a PNG. */
  static byte[] png(ImageSet images, int k) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(Picture.of(images, k), "png", out);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static String dataUri(ImageSet images, int k) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(images, k));
  }

  /** JSON that may stand inside a script element. */
  static String json(Object value) {
    return Json.line(value).replace("<", "\\u003c");
  }

  /** A text file beside this class. */
  static String read(String resource) {
    try (InputStream in = StudyPage.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
