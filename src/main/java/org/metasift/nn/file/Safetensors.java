package org.metasift.nn.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.data.BadDataException;
import org.metasift.io.Json;

/**
 * A file in the safetensors format: eight bytes with the length of a JSON header, little endian;
 * the header, which gives each array's type, shape and place; the arrays, without gaps. What is no
 * float32 is widened or rounded to it.
 *
 * <p>By hand, since DJL's reader ({@code NDList.decode}) skips the metadata, which say what network
 * a file holds, and needs an engine's manager to read a file at all.
 *
 * @param metadata what the header says beside the arrays; missing where it says nothing
 * @param tensors by name, in the order in which they lie in the file
 */
public record Safetensors(JsonNode metadata, Map<String, Tensor> tensors) {
  public static final String METADATA = "__metadata__";
  private static final int LONGEST_HEADER = 1 << 20;
  private static final int MOST_BYTES = 1 << 30;

  /** An array's place: bytes from the end of the header. */
  @SuppressWarnings("ArrayRecordComponent") // a shape, as a tensor takes it
  private record Place(String name, StorageType type, long[] shape, long begin, long end) {}

  /**
   * Reads a file.
   *
   * @throws BadDataException when it is damaged, or holds an array of a type that is not known
   */
  public static Safetensors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      final long left = channel.size() - 8;
      final long bytes = left < 0 ? 0 : read(file, channel, 0, 8).getLong();
      if (bytes < 2 || bytes > LONGEST_HEADER || bytes > left) {
        throw new BadDataException(
            file,
            "is not a safetensors file, or is truncated: it names a header of %s bytes, and %,d follow; 2 to %,d are allowed"
                .formatted(unsigned(bytes), Math.max(0, left), LONGEST_HEADER));
      }
      final JsonNode header = json(file, read(file, channel, 8, (int) bytes));
      final Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (final Place place : places(file, header, left - bytes)) {
        tensors.put(place.name, tensor(file, channel, 8 + bytes, place));
      }
      return new Safetensors(header.path(METADATA), tensors);
    }
  }

  // the length is an unsigned number
  private static String unsigned(long bytes) {
    return bytes < 0 ? Long.toUnsignedString(bytes) : "%,d".formatted(bytes);
  }

  private static JsonNode json(Path file, ByteBuffer text) {
    final byte[] bytes = new byte[text.remaining()];
    text.get(bytes);
    try {
      return Json.tree(bytes);
    } catch (final IOException e) {
      throw new BadDataException(file, "has a damaged header: it is not JSON", e);
    }
  }

  private static List<Place> places(Path file, JsonNode header, long bytes) {
    final List<Place> places = new ArrayList<>();
    for (final Map.Entry<String, JsonNode> field : header.properties()) {
      if (!field.getKey().equals(METADATA)) {
        places.add(place(file, field.getKey(), field.getValue()));
      }
    }
    places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
    long end = 0;
    for (final Place place : places) {
      final long size = size(file, place) * place.type.bytes();
      if (place.begin != end || place.end > bytes || place.end - place.begin != size) {
        throw new BadDataException(
            file,
            "is damaged: '%s' of shape %s lies at [%d, %d], but %,d bytes follow the header and each array follows the one before"
                .formatted(
                    place.name, Arrays.toString(place.shape), place.begin, place.end, bytes));
      }
      end = place.end;
    }
    return places;
  }

  private static Place place(Path file, String name, JsonNode field) {
    final String dtype = field.path("dtype").asText();
    final StorageType type =
        StorageType.ofDtype(dtype)
            .orElseThrow(
                () ->
                    new BadDataException(
                        file,
                        "'%s' has dtype %s; %s are allowed"
                            .formatted(
                                name,
                                dtype,
                                Stream.of(StorageType.values())
                                    .map(StorageType::dtype)
                                    .collect(Collectors.joining(", ")))));
    final long[] shape = numbers(file, name, field.path("shape"));
    final long[] offsets = numbers(file, name, field.path("data_offsets"));
    if (offsets.length != 2) {
      throw new BadDataException(
          file, "is damaged: '%s' lies at %s".formatted(name, Arrays.toString(offsets)));
    }
    return new Place(name, type, shape, offsets[0], offsets[1]);
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

  private static long size(Path file, Place place) {
    long size = 1;
    for (final long extent : place.shape) {
      if (extent > 0 && size > MOST_BYTES / place.type.bytes() / extent) {
        throw new BadDataException(
            file,
            "is damaged: '%s' has shape %s".formatted(place.name, Arrays.toString(place.shape)));
      }
      size *= extent;
    }
    return size;
  }

  private static Tensor tensor(Path file, FileChannel channel, long start, Place place)
      throws IOException {
    final ByteBuffer bytes =
        read(file, channel, start + place.begin, (int) (place.end - place.begin));
    final float[] values = new float[bytes.capacity() / place.type.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = place.type.at(bytes, i);
    }
    return new Tensor(place.shape, values);
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
