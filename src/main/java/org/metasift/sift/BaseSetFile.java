package org.metasift.sift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.array.NpyHeader;
import org.metasift.io.AtomicFiles;
import org.metasift.io.Json;
import org.metasift.io.JsonFault;

/** Base sets as files: JSON for us, CSV for people, NumPy indices as the artifact writes them. */
final class BaseSetFile {
  private static final String NAME = "base_set";
  private static final String LEFT_OUT = "leftOut";
  private static final long LARGEST = 1L << 30;

  private BaseSetFile() {}

  static Path write(BaseSet base, Path folder) {
    final Path json = folder.resolve(NAME + ".json");
    try {
      AtomicFiles.write(folder.resolve(NAME + ".npy"), npy(base));
      AtomicFiles.write(
          folder.resolve(NAME + ".csv"), BaseSetTable.text(base).getBytes(StandardCharsets.UTF_8));
      AtomicFiles.write(json, Json.bytes(base));
      return json;
    } catch (final IOException e) {
      throw new BadDataException(folder, "cannot be written (%s)".formatted(e.getMessage()), e);
    }
  }

  static void delete(Path folder) throws IOException {
    for (final String ending : List.of(".json", ".csv", ".npy")) {
      Files.deleteIfExists(folder.resolve(NAME + ending));
    }
  }

  private static byte[] npy(BaseSet base) {
    final byte[] head = NpyHeader.write("<i8", base.size());
    final ByteBuffer bytes =
        ByteBuffer.allocate(head.length + 8 * base.size()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(head);
    for (final int index : base.indices()) {
      bytes.putLong(index);
    }
    return bytes.array();
  }

  static BaseSet read(Path json) {
    try {
      if (Files.size(json) > LARGEST) {
        throw new BadDataException(json, "is larger than 1 GiB: it is not a base set");
      }
      final JsonNode tree = Json.tree(Files.readAllBytes(json));
      if (tree instanceof ObjectNode fields && !fields.has(LEFT_OUT)) {
        fields.putArray(LEFT_OUT); // files written before any class could be left out
      }
      final BaseSet base = Json.readWhole(tree, BaseSet.class);
      if (base == null) {
        throw new BadDataException(json, "is not a base set: it holds null");
      }
      check(json, base.picks());
      checkAlike(json.resolveSibling(NAME + ".npy"), npy(base));
      final Path csv = json.resolveSibling(NAME + ".csv");
      if (Files.exists(csv)) {
        BaseSetTable.check(csv, base);
      }
      return base;
    } catch (final JsonProcessingException e) {
      throw new BadDataException(
          json, "is not a base set as this program writes it (%s)".formatted(JsonFault.of(e)), e);
    } catch (final NoSuchFileException e) {
      throw new BadDataException(json, "does not exist", e);
    } catch (final IOException e) {
      throw new BadDataException(json, "cannot be read (%s)".formatted(e.getMessage()), e);
    }
  }

  static BaseSet read(Path json, ImageSet from) {
    final BaseSet base = read(json);
    if (base.fingerprint().equals(from.fingerprint())) {
      base.picks().forEach(pick -> check(json, pick, from));
    }
    return base;
  }

  private static void check(Path json, BaseSet.Pick pick, ImageSet from) {
    final int index = pick.index();
    if (index >= from.size()) {
      throw new BadDataException(
          json,
          "holds index %d; 0 to %d are allowed, as the set has %d images"
              .formatted(index, from.size() - 1, from.size()));
    }
    if (from.label(index) != pick.label() || !from.id(index).equals(pick.id())) {
      throw new BadDataException(
          json,
          "holds image %d as '%s' with label %d; in the data it is '%s' with label %d"
              .formatted(index, pick.id(), pick.label(), from.id(index), from.label(index)));
    }
  }

  /** A file beside the JSON file, where it is there, says the same. */
  private static void checkAlike(Path file, byte[] expected) throws IOException {
    if (Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), expected)) {
      throw new BadDataException(
          file,
          "differs from %s.json beside it: one of them is not what was written".formatted(NAME));
    }
  }

  private static void check(Path json, List<BaseSet.Pick> picks) {
    final Set<Integer> seen = new HashSet<>();
    for (final BaseSet.Pick pick : picks) {
      if (pick.index() < 0 || pick.label() < 0) {
        throw new BadDataException(
            json,
            "holds index %d with label %d; at least 0 is allowed"
                .formatted(pick.index(), pick.label()));
      }
      if (!seen.add(pick.index())) {
        throw new BadDataException(json, "holds index %d twice".formatted(pick.index()));
      }
    }
  }
}
