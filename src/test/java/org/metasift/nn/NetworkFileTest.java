package org.metasift.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.data.BadDataException;

/** Networks come back from their files as they were, and damaged files are refused. */
class NetworkFileTest {
  private static final Network NETWORK = Network.untrained(new ResNet18(1, 1, 2), 3);

  @TempDir private Path folder;
  private Path file;
  private byte[] bytes;

  @BeforeEach
  void save() throws IOException {
    file = folder.resolve("new/network.safetensors");
    NETWORK.save(file);
    bytes = Files.readAllBytes(file);
  }

  @Test
  void whatIsSavedIsRead() throws IOException {
    final Network read = Network.load(file);
    assertThat(read.architecture()).isEqualTo(NETWORK.architecture());
    assertThat(NetworkTest.same(NetworkTest.values(read), NetworkTest.values(NETWORK))).isTrue();
    for (final SmallVgg16 vgg : List.of(new SmallVgg16(3, 4), new SmallVgg16(3, 4, 5))) {
      Network.untrained(vgg, 1).save(file);
      assertThat(Network.load(file).architecture()).isEqualTo(vgg);
    }
    try (Stream<Path> beside = Files.list(file.getParent())) {
      assertThat(beside).containsExactly(file);
    }
  }

  @Test
  void aSmallVggWithoutAWidthIsOfTheArtifacts() throws IOException {
    Network.untrained(new SmallVgg16(3, 4), 1).save(file);
    bytes = Files.readAllBytes(file);
    // as files said it before there was a width; spaces keep the header's length
    final String named = ",\\\"width\\\":32";
    assertThat(header()).contains(named);
    Files.write(
        file,
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace(named, "")
            .replace("}\"},", "}\"}" + " ".repeat(named.length()) + ",")
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Network.load(file).architecture()).isEqualTo(new SmallVgg16(3, 4, 32));
  }

  @Test
  void theFormatIsSafetensors() {
    final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    final int length = (int) buffer.getLong(0);
    assertThat(length % 8).isZero();
    assertThat(header())
        .startsWith("{\"__metadata__\":{\"format\":\"metasift-1\",\"architecture\":\"{")
        .contains(
            "\"conv1.weight\":{\"dtype\":\"F32\",\"shape\":[1,1,3,3],\"data_offsets\":[0,36]}");
    assertThat(buffer.getFloat(8 + length))
        .isEqualTo(NETWORK.state().get("conv1.weight").values()[0]);
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    for (final int size : new int[] {0, 7, 8, 9, 100, header().length() + 8, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, size));
      assertThatThrownBy(() -> Network.load(file))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining(file.toString());
    }
    Files.delete(file);
    assertThatThrownBy(() -> Network.load(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void aHugeHeaderIsRefusedWithoutReadingIt() throws IOException {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
    Files.write(file, bytes);
    assertThatThrownBy(() -> Network.load(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("9,223,372,036,854,775,807 bytes");
  }

  @Test
  void aHeaderThatLiesIsRefused() throws IOException {
    refused("\"data_offsets\":[0,36]", "\"data_offsets\":[4,40]", "'conv1.weight'", "lies at");
    refused("\"data_offsets\":[0,36]", "\"data_offsets\":[0,96]", "lies at [0, 96]");
    refused("[1,1,3,3]", "[1,1,9,3]", "lies at");
    refused("[1,1,3,3]", "[1,9,3]", "lies at", "[1, 9, 3]");
    refused("[1,1,3,3]", "[1,1,1,9]", "'conv1.weight' has shape [1, 1, 1, 9]");
    refused("[1,1,3,3]", "[1,-1,3,-3]", "'conv1.weight' has shape or offsets");
    refused("[1,1,3,3]", "[9999999999,9999999999]", "'conv1.weight' has shape");
    refused("\"dtype\":\"F32\"", "\"dtype\":\"U64\"", "dtype U64; F64, F32, F16");
    refused("ResNet18", "ResNet99", "unknown architecture", "ResNet99");
    refused("\\\"width\\\":1", "\\\"width\\\":0", "unknown architecture");
    refused("\\\"width\\\":1", "\\\"width\\\":2", "has shape");
    refused("metasift-1", "metasift-2", "is of format 'metasift-2'");
    refused("\"conv1.weight\"", "\"conv9.weight\"", "lack 'conv1.weight'");
    refused("{\"__metadata__\"", "{[\"__metadata__\"", "not JSON");
  }

  @Test
  void aNumberThatIsNotFiniteIsRefused() throws IOException {
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(8 + header().length(), Float.NaN);
    Files.write(file, bytes);
    assertThatThrownBy(() -> Network.load(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("'conv1.weight' holds NaN");
  }

  @Test
  void damageGivesASentenceOrANetworkOfTheSameShape() throws IOException {
    final SplittableRandom random = new SplittableRandom(7);
    final int header = header().length() + 8;
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      final byte[] damaged = bytes.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        damaged[random.nextInt(header)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      try {
        final Network read = Network.load(file);
        assertThat(read.parameterCount()).isEqualTo(NETWORK.parameterCount());
        assertThat(read.state().keySet()).isEqualTo(NETWORK.state().keySet());
      } catch (final BadDataException e) {
        assertThat(e.getMessage()).startsWith(file.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(350);
  }

  private String header() {
    final int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    return new String(bytes, 8, length, StandardCharsets.UTF_8);
  }

  private void refused(String from, String to, String... said) throws IOException {
    final String header = header();
    assertThat(header).contains(from);
    final byte[] text =
        header
            .replaceFirst(
                java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to))
            .getBytes(StandardCharsets.UTF_8);
    final int start = header.length() + 8;
    final ByteBuffer changed =
        ByteBuffer.allocate(8 + text.length + bytes.length - start).order(ByteOrder.LITTLE_ENDIAN);
    changed.putLong(text.length).put(text).put(bytes, start, bytes.length - start);
    Files.write(file, changed.array());
    assertThatThrownBy(() -> Network.load(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContainingAll(said);
  }
}
