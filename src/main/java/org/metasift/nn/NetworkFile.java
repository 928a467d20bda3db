package org.metasift.nn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.metasift.data.BadDataException;
import org.metasift.run.AtomicFiles;

/**
 * Networks as files in the safetensors format, which PyTorch and others read: eight bytes with the
 * length of a JSON header, little endian; the header, which gives each array's type, shape and
 * place; the arrays. Ours are all F32, and the header's metadata holds the architecture.
 */
final class NetworkFile {
  private static final String FORMAT = "metasift-1";
  private static final String METADATA = "__metadata__";
  private static final int LONGEST_HEADER = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private NetworkFile() {}

  static void write(Network network, Path file) {
    if (network.architecture() instanceof OwnNetwork) {
      throw new IllegalArgumentException(
          "%s cannot be saved: its shape is somebody's code".formatted(network.architecture()));
    }
    try {
      final ObjectNode header = JSON.createObjectNode();
      header
          .putObject(METADATA)
          .put("format", FORMAT)
          .put("architecture", JSON.writeValueAsString(network.architecture()));
      long end = 0;
      for (final Map.Entry<String, Tensor> entry : network.state().entrySet()) {
        final ObjectNode place = header.putObject(entry.getKey()).put("dtype", "F32");
        Arrays.stream(entry.getValue().shape()).forEach(place.putArray("shape")::add);
        final long begin = end;
        end += 4L * entry.getValue().values().length;
        place.putArray("data_offsets").add(begin).add(end);
      }
      final byte[] text = padded(JSON.writeValueAsString(header));
      AtomicFiles.write(
          file,
          channel -> {
            final ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            AtomicFiles.append(channel, length.putLong(text.length).flip());
            AtomicFiles.append(channel, ByteBuffer.wrap(text));
            for (final Tensor tensor : network.state().values()) {
              AtomicFiles.append(channel, bytes(tensor));
            }
          });
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be written (%s)".formatted(e.getMessage()), e);
    }
  }

  private static byte[] padded(String json) {
    // spaces up to a multiple of 8 align the arrays
    final int length = json.getBytes(StandardCharsets.UTF_8).length;
    return (json + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer bytes(Tensor tensor) {
    final ByteBuffer bytes =
        ByteBuffer.allocate(4 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.values());
    return bytes;
  }

  static Network read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      final long headerBytes = channel.size() < 8 ? -1 : read(file, channel, 0, 8).getLong();
      if (headerBytes < 2 || headerBytes > LONGEST_HEADER || 8 + headerBytes > channel.size()) {
        throw new BadDataException(
            file,
            "is no safetensors file, or is truncated: it begins with a header of %,d bytes"
                .formatted(headerBytes));
      }
      final JsonNode header = json(file, read(file, channel, 8, (int) headerBytes));
      final Architecture architecture = architecture(file, header.path(METADATA));
      return Network.of(architecture, tensors(file, channel, header, 8 + headerBytes));
    } catch (final NoSuchFileException e) {
      throw new BadDataException(file, "does not exist", e);
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be read (%s)".formatted(e.getMessage()), e);
    } catch (final IllegalArgumentException e) {
      throw new BadDataException(file, e.getMessage(), e);
    }
  }

  private static JsonNode json(Path file, ByteBuffer text) {
    try {
      final JsonNode header = JSON.readTree(StandardCharsets.UTF_8.decode(text).toString());
      if (header != null && header.isObject()) {
        return header;
      }
    } catch (final IOException e) {
      throw new BadDataException(file, "has a damaged header: it is no JSON", e);
    }
    throw new BadDataException(file, "has a damaged header: it is no JSON object");
  }

  private static Architecture architecture(Path file, JsonNode metadata) {
    if (!metadata.path("format").asText().equals(FORMAT)) {
      throw new BadDataException(
          file,
          "is of format '%s'; %s, as this program writes it, is allowed"
              .formatted(metadata.path("format").asText(), FORMAT));
    }
    final String text = metadata.path("architecture").asText();
    try {
      final Architecture architecture = JSON.readValue(text, Architecture.class);
      if (architecture != null) {
        return architecture;
      }
    } catch (final JsonProcessingException e) {
      throw unknown(file, text, e);
    }
    throw unknown(file, text, null);
  }

  private static BadDataException unknown(Path file, String text, Exception cause) {
    return new BadDataException(
        file,
        "is of an unknown architecture %s; SmallVgg16 and ResNet18 are known".formatted(text),
        cause);
  }

  private static Map<String, Tensor> tensors(
      Path file, FileChannel channel, JsonNode header, long start) throws IOException {
    final Map<String, Tensor> tensors = new LinkedHashMap<>();
    long end = 0;
    for (final Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        continue;
      }
      final JsonNode place = field.getValue();
      if (!place.path("dtype").asText().equals("F32")) {
        throw new BadDataException(
            file,
            "'%s' has dtype %s; F32 is allowed"
                .formatted(field.getKey(), place.path("dtype").asText()));
      }
      final long[] shape = numbers(file, field.getKey(), place.path("shape"));
      final long[] offsets = numbers(file, field.getKey(), place.path("data_offsets"));
      final long values = size(file, field.getKey(), shape);
      if (offsets.length != 2
          || offsets[0] != end
          || offsets[1] > channel.size() - start
          || offsets[1] - offsets[0] != 4 * values) {
        throw new BadDataException(
            file,
            "is damaged: '%s' of shape %s lies at %s, but %,d bytes follow the header and each array follows the one before"
                .formatted(
                    field.getKey(),
                    Arrays.toString(shape),
                    Arrays.toString(offsets),
                    channel.size() - start));
      }
      end = offsets[1];
      final float[] array = new float[(int) values];
      read(file, channel, start + offsets[0], (int) (4 * values)).asFloatBuffer().get(array);
      tensors.put(field.getKey(), new Tensor(shape, array));
    }
    return tensors;
  }

  private static long[] numbers(Path file, String name, JsonNode list) {
    final long[] numbers = new long[list.size()];
    for (int k = 0; k < numbers.length; k++) {
      if (!list.get(k).canConvertToLong()
          || !list.get(k).isIntegralNumber()
          || list.get(k).asLong() < 0) {
        throw new BadDataException(
            file, "is damaged: '%s' has shape or offsets %s".formatted(name, list));
      }
      numbers[k] = list.get(k).asLong();
    }
    return numbers;
  }

  private static long size(Path file, String name, long[] shape) {
    long size = 1;
    for (final long extent : shape) {
      if (extent > 0 && size > (1 << 28) / extent) {
        throw new BadDataException(
            file, "is damaged: '%s' has shape %s".formatted(name, Arrays.toString(shape)));
      }
      size *= extent;
    }
    return size;
  }

  private static ByteBuffer read(Path file, FileChannel channel, long from, int count)
      throws IOException {
    final ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new BadDataException(file, "is truncated");
      }
    }
    return bytes.flip();
  }
}
