package org.metasift.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.io.AtomicFiles;
import org.metasift.io.Json;
import org.metasift.nn.file.Safetensors;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.file.TorchCheckpoint;
import org.metasift.nn.file.WeightFormat;
import org.metasift.nn.file.WeightNames;

/**
 * Networks as files: {@link Safetensors}, which PyTorch and others read. Ours are all F32, and the
 * header's metadata holds the architecture. Files of others, checkpoints among them, hold weights
 * alone.
 */
final class NetworkFile {
  private static final String OURS = "metasift-";
  private static final String FORMAT = OURS + "1";
  private static final String SMALL_VGG_16 = "features.0.weight";
  private static final String STEM = "conv1.weight";
  private static final String RESNET_18 = "linear.weight";

  /** What the header says of the network; names as in the file. */
  private record Metadata(String format, String architecture) {}

  /** Where an array lies; names as in the file. */
  @SuppressWarnings("ArrayRecordComponent") // written, never compared
  private record Place(String dtype, long[] shape, @JsonProperty("data_offsets") long[] offsets) {}

  private NetworkFile() {}

  static void write(Network network, Path file) {
    if (network.architecture() instanceof OwnNetwork) {
      throw new IllegalArgumentException(
          "%s cannot be saved: its architecture is code of your own"
              .formatted(network.architecture()));
    }
    try {
      final Map<String, Object> header = new LinkedHashMap<>();
      header.put(Safetensors.METADATA, new Metadata(FORMAT, Json.line(network.architecture())));
      long end = 0;
      for (final Map.Entry<String, Tensor> entry : network.state().entrySet()) {
        final long begin = end;
        end += 4L * entry.getValue().values().length;
        header.put(
            entry.getKey(), new Place("F32", entry.getValue().shape(), new long[] {begin, end}));
      }
      final byte[] text = padded(Json.line(header));
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

  /** Reads a file of {@link #write}. */
  static Network read(Path file) {
    if (WeightFormat.of(file) == WeightFormat.CHECKPOINT) {
      throw new BadDataException(
          file, "is a PyTorch checkpoint, which names no architecture; the images are needed too");
    }
    final Safetensors read = safetensors(file);
    return network(file, architecture(file, read.metadata()), read.tensors());
  }

  /** Reads a file of {@link #write}, or one of weights alone that fit images of this kind. */
  static Network read(Path file, ImageSet images) {
    if (WeightFormat.of(file) == WeightFormat.CHECKPOINT) {
      return foreign(file, TorchCheckpoint.read(file), images);
    }
    final Safetensors read = safetensors(file);
    return read.metadata().path("format").asText().startsWith(OURS)
        ? network(file, architecture(file, read.metadata()), read.tensors())
        : foreign(file, WeightNames.unwrapped(file, read.tensors()), images);
  }

  private static Safetensors safetensors(Path file) {
    try {
      return Safetensors.read(file);
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be read (%s)".formatted(e.getMessage()), e);
    }
  }

  private static Network network(Path file, Architecture architecture, Map<String, Tensor> all) {
    try {
      return Network.of(architecture, all);
    } catch (final IllegalArgumentException e) {
      throw new BadDataException(file, e.getMessage(), e);
    }
  }

  /** Weights that name no architecture: their own names and shapes tell it. */
  private static Network foreign(Path file, Map<String, Tensor> weights, ImageSet images) {
    final int classes = Math.max(2, images.classes());
    final Tensor first = weights.get(SMALL_VGG_16);
    if (first != null) {
      return network(
          file,
          fitting(file, () -> new SmallVgg16(images.channels(), classes, width(first))),
          weights);
    }
    final Tensor stem = weights.get(STEM);
    if (stem != null && stem.shape().length == 4 && weights.containsKey(RESNET_18)) {
      return network(
          file,
          fitting(file, () -> new ResNet18(width(stem), images.channels(), classes)),
          weights);
    }
    final Map<String, Tensor> shorter = WeightNames.withoutCommonPart(weights);
    if (shorter != weights) {
      return foreign(file, shorter, images);
    }
    throw new BadDataException(
        file,
        "holds weights of no known network: SmallVgg16 has '%s' among its names, ResNet18 '%s' and '%s', but this holds %s"
            .formatted(SMALL_VGG_16, STEM, RESNET_18, WeightNames.few(weights.keySet())));
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
      final Architecture architecture = Json.read(text, Architecture.class);
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

  /** How many filters a convolution has; 0 for an array that is none. */
  private static int width(Tensor convolution) {
    final long[] shape = convolution.shape();
    return shape.length == 0 ? 0 : (int) Math.min(shape[0], Integer.MAX_VALUE);
  }

  private static Architecture fitting(Path file, Supplier<Architecture> kind) {
    try {
      return kind.get();
    } catch (final IllegalArgumentException e) {
      throw new BadDataException(file, e.getMessage(), e);
    }
  }
}
