package org.metasift.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
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

/**
 * The page that raters work with: one HTML file with everything in it, pictures too, but not the
 * truth. It loads nothing from elsewhere, and its own policy keeps it from sending anything.
 */
public final class StudyPage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEMPLATE = read("page.html");
  private static final String OFFLINE_POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private StudyPage() {}

  /** The page for a file: answers stay in the browser until they are downloaded. */
  public static String offline(Study study) {
    final String policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">".formatted(OFFLINE_POLICY);
    return fill(study, false, policy, "");
  }

  /**
   * The page as the server gives it: every answer is sent at once.
   *
   * @param nonce of the policy that comes as a header
   */
  static String served(Study study, String nonce) {
    return fill(study, true, "", " nonce=\"%s\"".formatted(nonce));
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
        .replace("/*NONCE*/", nonce)
        .replace("/*STUDY*/", json(data));
  }

  /** Picture {@code k} as a PNG. */
  static byte[] png(ImageSet images, int k) {
    final int[] rgb = new int[images.height() * images.width()];
    final byte[] pixels = images.pixels(k);
    for (int p = 0; p < rgb.length; p++) {
      int colour = 0;
      for (int c = 0; c < 3; c++) {
        final int channel = images.channels() == 1 ? 0 : c;
        colour = (colour << 8) | (pixels[p * images.channels() + channel] & 0xff);
      }
      rgb[p] = colour;
    }
    final BufferedImage picture =
        new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, images.width(), images.height(), rgb, 0, images.width());
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", out);
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
    try {
      return JSON.writeValueAsString(value).replace("<", "\\u003c");
    } catch (final JsonProcessingException e) {
      throw new IllegalStateException("plain maps, lists and texts", e);
    }
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
