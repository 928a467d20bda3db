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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.nn.file.CheckpointFiles;
import org.metasift.nn.file.Safetensors;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.file.TorchCheckpoint;

/** Files of others that hold weights alone: what they are is told by their content. */
class WeightFilesTest {
  private static final ImageSet IMAGES = TinyImages.of(32, 1, 0, 2, 2);
  private static final Network RESNET = Network.untrained(new ResNet18(1, 1, 2), 3);

  @TempDir private Path folder;

  /** As torch.save(network.state_dict()) writes it; the storages are named by 14 digits. */
  private Path checkpoint(String name, Network network, UnaryOperator<String> naming)
      throws IOException {
    final CheckpointFiles file = new CheckpointFiles().ascii("}");
    long key = 94_787_612_572_656L;
    for (final Map.Entry<String, Tensor> entry : network.state().entrySet()) {
      final long[] shape = entry.getValue().shape();
      final int[] sides = new int[shape.length];
      final int[] strides = new int[shape.length];
      int stride = 1;
      for (int d = shape.length - 1; d >= 0; d--) {
        sides[d] = (int) shape[d];
        strides[d] = stride;
        stride *= sides[d];
      }
      file.text(naming.apply(entry.getKey()))
          .tensor(Long.toString(key), stride, 0, sides, strides)
          .ascii("s")
          .floats(Long.toString(key), ByteOrder.LITTLE_ENDIAN, entry.getValue().values());
      key += 64;
    }
    return file.write(folder.resolve(name), false);
  }

  /** As safetensors' own writer does: no architecture, the header in any order. */
  private Path safetensors(String name, Network network, UnaryOperator<String> naming)
      throws IOException {
    final StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    final StringBuilder backwards = new StringBuilder();
    int end = 0;
    for (final Map.Entry<String, Tensor> entry : network.state().entrySet()) {
      final int begin = end;
      end += 4 * entry.getValue().values().length;
      backwards.insert(
          0,
          ",\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  naming.apply(entry.getKey()),
                  Arrays.toString(entry.getValue().shape()),
                  begin,
                  end));
    }
    final byte[] text =
        header.append(backwards).append('}').toString().getBytes(StandardCharsets.UTF_8);
    final ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + end).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (final Tensor tensor : network.state().values()) {
      for (final float value : tensor.values()) {
        bytes.putFloat(value);
      }
    }
    return Files.write(folder.resolve(name), bytes.array());
  }

  private void assertReadAs(Network network, Path file) {
    final Network read = Network.load(file, IMAGES);
    assertThat(read.architecture()).isEqualTo(network.architecture());
    assertThat(NetworkTest.same(NetworkTest.values(read), NetworkTest.values(network))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"n.pth", "n.pt", "n.ckpt", "n.bin", "n.tar", "n.pth.tar", "n.safetensors"})
  void theEndingDoesNotMatter(String name) throws IOException {
    assertReadAs(RESNET, checkpoint(name, RESNET, n -> n));
    assertReadAs(RESNET, safetensors(name, RESNET, n -> n));
  }

  @Test
  void weightsAloneTellTheirArchitecture() throws IOException {
    final Network vgg = Network.untrained(new SmallVgg16(1, 2), 1);
    assertReadAs(vgg, checkpoint("vgg.pth", vgg, n -> n));
    assertReadAs(vgg, safetensors("vgg.safetensors", vgg, n -> n));
    final Network narrow = Network.untrained(new SmallVgg16(1, 2, 3), 1);
    assertReadAs(narrow, checkpoint("narrow.pth", narrow, n -> n));
    RESNET.save(folder.resolve("own.bin"));
    assertReadAs(RESNET, folder.resolve("own.bin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module.%s",
        "_orig_mod.%s",
        "_orig_mod.module.%s",
        "module._orig_mod.%s",
        "_fsdp_wrapped_module.%s",
        "model.%s",
        "net.module.%s"
      })
  void whatWrappersAddToNamesIsDropped(String wrapped) throws IOException {
    assertReadAs(RESNET, checkpoint("n.pth", RESNET, wrapped::formatted));
    assertReadAs(RESNET, safetensors("n.safetensors", RESNET, wrapped::formatted));
  }

  @Test
  void whatWrapsAPartOfTheNetworkIsDroppedToo() throws IOException {
    final Network vgg = Network.untrained(new SmallVgg16(1, 2), 1);
    assertReadAs(
        vgg, checkpoint("vgg.pth", vgg, n -> n.replace("features.", "_orig_mod.features.module.")));
  }

  @Test
  void aNameWithAndWithoutAWrapperIsRefused() throws IOException {
    final boolean[] first = {true};
    final Path file =
        checkpoint(
            "n.pth",
            Network.untrained(new ResNet18(1, 1, 2), 0),
            n -> {
              final String name = first[0] ? "module.bn1.weight" : n;
              first[0] = false;
              return name;
            });
    refused(file, "names 'bn1.weight' twice");
  }

  @Test
  void aMessageAboutNamesShowsAFewAndCountsTheOthers() throws IOException {
    final Path other = checkpoint("other.pth", RESNET, n -> "x" + n.length() + n);
    refused(other, "no known network", "'features.0.weight'", "'x12conv1.weight'", "and 99 more");
    final Path half = checkpoint("half.pth", RESNET, n -> n.startsWith("layer") ? "other." + n : n);
    refused(
        half,
        "lack 'layer1.0.conv1.weight', 'layer1.0.bn1.weight', 'layer1.0.bn1.bias' and 92 more;",
        "they hold 'conv1.weight', 'bn1.weight', 'bn1.bias' and 99 more");
    final Map<String, Tensor> more = new LinkedHashMap<>(RESNET.state());
    for (int k = 0; k < 9; k++) {
      more.put("extra" + k, new Tensor(new long[0], new float[1]));
    }
    assertThatThrownBy(() -> Network.of(RESNET.architecture(), more))
        .hasMessageContaining("hold 'extra0', 'extra1', 'extra2' and 6 more, which");
  }

  @Test
  void weightsForOtherImagesAreRefused() throws IOException {
    final Path file = safetensors("n.safetensors", RESNET, n -> n);
    assertThatThrownBy(() -> Network.load(file, TinyImages.of(32, 3, 0, 1, 1, 1)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContainingAll("'conv1.weight' has shape [1, 1, 3, 3]", "needs [1, 3, 3, 3]");
    assertThatThrownBy(() -> Network.load(checkpoint("n.pt", RESNET, n -> n)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContainingAll("PyTorch checkpoint", "names no architecture");
    assertThatThrownBy(() -> TorchCheckpoint.read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("it is a safetensors file");
  }

  private void refused(Path file, String... words) {
    assertThatThrownBy(() -> Network.load(file, IMAGES))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContainingAll(words);
  }

  @Test
  void otherFilesAreCalledByTheirName() throws IOException {
    refused(folder.resolve("none"), "does not exist");
    refused(folder, "is a folder");
    refused(written(""), "is empty");
    refused(written("\u0080\2\u008a\12l"), "PyTorch before 1.6");
    refused(written("\u0080\4}."), "is a bare pickle");
    refused(written("\u0089HDF\r\n\u001a\n"), "is an HDF5 file");
    refused(written("\u001f\u008b\b"), "packed with gzip");
    refused(written("x".repeat(257) + "ustar"), "is a tar archive");
    refused(written("version https://git-lfs.github.com/spec/v1\n"), "is a text file", "Git LFS");
    refused(written("\0\1\2\3\4"), "of an unknown format", "PyTorch checkpoint", "safetensors");
  }

  private Path written(String bytes) throws IOException {
    return Files.write(folder.resolve("some"), bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void noHeaderHasFewerThanNoBytes() throws IOException {
    refused(
        written("\u00ff".repeat(8) + "{}"), "a header of 18446744073709551615 bytes, and 2 follow");
    refused(written("\5\0\0\0\0\0\0\0{}"), "a header of 5 bytes, and 2 follow");
    refused(written("\1\0\0\0\0\0\0\0{}"), "a header of 1 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 3c00c500, 1, -5",
    "BF16, 3f80c0a0, 1, -5",
    "I8, 01fb, 1, -5",
    "BOOL, 0001, 0, 1"
  })
  void otherNumbersAreTurnedIntoFloats(String dtype, String bigEndian, float first, float second)
      throws IOException {
    final int width = bigEndian.length() / 4;
    final String header =
        "{\"w\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}"
            .formatted(dtype, 2 * width);
    final ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length() + 2 * width).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    for (int k = 0; k < 2; k++) {
      final int number =
          Integer.parseInt(bigEndian.substring(2 * width * k, 2 * width * (k + 1)), 16);
      for (int b = 0; b < width; b++) {
        bytes.put((byte) (number >> (8 * b)));
      }
    }
    final Path file = Files.write(folder.resolve("w"), bytes.array());
    assertThat(Safetensors.read(file).tensors().get("w").values()).containsExactly(first, second);
  }
}
