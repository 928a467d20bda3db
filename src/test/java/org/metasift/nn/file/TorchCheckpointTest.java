package org.metasift.nn.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.data.BadDataException;

class TorchCheckpointTest {
  private static final int[] NONE = {};

  @TempDir Path folder;

  private static Path golden(String name) {
    try {
      return Path.of(
          TorchCheckpointTest.class.getResource("/golden/torch_checkpoint/" + name).toURI());
    } catch (final URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"module", "views", "parallel"})
  void agreesWithPyTorch(String name) throws IOException {
    final Map<String, Tensor> tensors = TorchCheckpoint.read(golden(name + ".pth"));
    final List<String> names = new ArrayList<>();
    for (final String line : Files.readAllLines(golden(name + ".txt"))) {
      final String[] fields = line.split(";", -1);
      names.add(fields[0]);
      final Tensor tensor = tensors.get(fields[0]);
      assertThat(CheckpointFiles.shape(tensor)).as(fields[0]).isEqualTo(fields[1]);
      final String[] numbers = fields[2].isEmpty() ? new String[0] : fields[2].split(",", -1);
      final float[] expected = new float[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        expected[i] = (float) Double.parseDouble(numbers[i]);
      }
      assertThat(tensor.values()).as(fields[0]).isEqualTo(expected);
    }
    assertThat(tensors.keySet()).containsExactlyElementsOf(names);
  }

  private static CheckpointFiles oneTensor(int declared, int offset, int[] shape, int[] strides) {
    return new CheckpointFiles()
        .ascii("}")
        .text("w")
        .tensor("0", declared, offset, shape, strides)
        .ascii("s");
  }

  private Path written(CheckpointFiles file) throws IOException {
    return file.write(folder.resolve("some.pth"), false);
  }

  private void refused(CheckpointFiles file, String... words) throws IOException {
    final Path path = written(file);
    assertThatThrownBy(() -> TorchCheckpoint.read(path))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(words);
  }

  @Test
  void honoursTheByteOrderOfTheFile() throws IOException {
    final CheckpointFiles file =
        oneTensor(2, 0, new int[] {2}, new int[] {1})
            .floats("0", ByteOrder.BIG_ENDIAN, 1.5f, -2)
            .entry("byteorder", "big".getBytes(StandardCharsets.US_ASCII));
    assertThat(TorchCheckpoint.read(written(file)).get("w").values()).containsExactly(1.5f, -2);

    refused(
        oneTensor(1, 0, NONE, NONE)
            .floats("0", ByteOrder.BIG_ENDIAN, 1)
            .entry("byteorder", "odd".getBytes(StandardCharsets.US_ASCII)),
        "'odd'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"94787612572656", "a key/of.any kind", "-1"})
  void aStorageMayHaveAnyName(String key) throws IOException {
    final CheckpointFiles file =
        new CheckpointFiles()
            .ascii("}")
            .text("w")
            .tensor(key, 2, 0, new int[] {2}, new int[] {1})
            .ascii("s")
            .floats(key, ByteOrder.LITTLE_ENDIAN, 1.5f, -2);
    assertThat(TorchCheckpoint.read(written(file)).get("w").values()).containsExactly(1.5f, -2);
  }

  @Test
  void refusesToCallAnythingElse() throws IOException {
    final Path trace = folder.resolve("trace");
    final String shell = "touch " + trace;
    refused(
        new CheckpointFiles().global("os", "system").ascii("(").text(shell).ascii("tR"),
        "'os.system'",
        "nothing was run");
    refused(
        new CheckpointFiles().text("posix").text("system").bytes(0x93).tuple(1).ascii("R"),
        "'posix.system'");
    refused(new CheckpointFiles().ascii("(").text(shell).ascii("ios\nsystem\n"), "opcode 0x69");
    refused(new CheckpointFiles().ascii("(cos\nsystem\n").text(shell).ascii("o"), "'os.system'");
    refused(new CheckpointFiles().ascii("}").bytes(0x81), "opcode 0x81");
    refused(new CheckpointFiles().bytes(0x82, 1), "opcode 0x82");
    refused(new CheckpointFiles().global("torch.serialization", "load"), "torch.serialization");
    refused(
        new CheckpointFiles().global("torch._utils", "_rebuild_tensor_v2").tuple(1).ascii("R"),
        "no plain tensor");
    refused(
        new CheckpointFiles().global("torch", "FloatStorage").tuple(1).ascii("R"),
        "torch.FloatStorage");
    refused(new CheckpointFiles().tensor("0", 1, 0, NONE, NONE).ascii("}b"), "not a dictionary");
    assertThat(trace).doesNotExist();
  }

  @Test
  void refusesTensorsThatLeaveTheirStorage() throws IOException {
    refused(oneTensor(2, 0, new int[] {3}, new int[] {1}), "[3]", "2 elements");
    refused(oneTensor(2, 1, new int[] {2}, new int[] {1}), "offset 1");
    refused(oneTensor(2, -1, new int[] {2}, new int[] {1}), "offset -1");
    refused(oneTensor(2, 0, new int[] {-1}, new int[] {1}), "at least 0");
    refused(oneTensor(2, 0, new int[] {2}, new int[] {-1}), "at least 0");
    refused(oneTensor(2, 0, new int[] {2}, NONE), "strides []");
    final int[] huge = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    refused(oneTensor(2, 0, huge, huge), "shape");
    refused(oneTensor(2, 0, huge, new int[3]), "shape");
    refused(oneTensor(2, 0, new int[9], new int[9]), "8 dimensions");
  }

  @Test
  void refusesSizesThatTheFileDoesNotBack() throws IOException {
    refused(oneTensor(3, 0, NONE, NONE).floats("0", ByteOrder.LITTLE_ENDIAN, 1), "3 elements");
    refused(oneTensor(1, 0, NONE, NONE), "lacks", "data/0");
    refused(oneTensor(1, 0, NONE, NONE).entry("data/0", new byte[5]), "5 bytes");
    // a view that repeats one number two thousand million times
    refused(
        oneTensor(1, 0, new int[] {Integer.MAX_VALUE}, new int[1])
            .floats("0", ByteOrder.LITTLE_ENDIAN, 1),
        "2,147,483,647 elements");
    // the same, with a second storage that only claims to be large
    refused(
        new CheckpointFiles()
            .ascii("}")
            .text("w")
            .tensor("0", 1, 0, new int[] {Integer.MAX_VALUE}, new int[1])
            .ascii("s")
            .text("v")
            .tensor("1", Integer.MAX_VALUE, 0, NONE, NONE)
            .ascii("s")
            .floats("0", ByteOrder.LITTLE_ENDIAN, 1)
            .floats("1", ByteOrder.LITTLE_ENDIAN, 1),
        "declared");
    final Path bomb =
        oneTensor(1 << 20, 0, NONE, NONE)
            .entry("data/0", new byte[4 << 20])
            .write(folder.resolve("bomb.pth"), true);
    assertThatThrownBy(() -> TorchCheckpoint.read(bomb))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("compressed");
    refused(new CheckpointFiles().bytes('X').int32(Integer.MAX_VALUE), "too early");
    refused(new CheckpointFiles().bytes('X').int32(-1), "too early");
    refused(new CheckpointFiles().bytes(0x8a, 200), "200 bytes");
  }

  @Test
  void standsDeepAndSelfContainingStructures() throws IOException {
    final CheckpointFiles deep = new CheckpointFiles();
    for (int i = 0; i < 500_000; i++) {
      deep.ascii("(");
    }
    refused(deep, "takes more");
    final CheckpointFiles nested = new CheckpointFiles().ascii("}").text("x").ascii("]");
    for (int i = 0; i < 500_000; i++) {
      nested.bytes(0x85);
    }
    refused(nested.ascii("s"), "'x'");
    refused(
        new CheckpointFiles().ascii("}q").bytes(0).text("x").ascii("h").bytes(0).ascii("s"), "'x'");
    refused(new CheckpointFiles().ascii("}]").number(1).ascii("s"), "neither strings nor numbers");
  }

  @Test
  void refusesMalformedPickles() throws IOException {
    refused(new CheckpointFiles(), "takes more from its stack");
    refused(new CheckpointFiles().ascii("t"), "never opened");
    refused(new CheckpointFiles().ascii("h").bytes(7), "entry 7");
    refused(new CheckpointFiles().number(1).number(1).ascii("R"), "malformed");
    refused(new CheckpointFiles().number(1).number(1).ascii("a"), "not a list");
    refused(new CheckpointFiles().number(1).number(1).number(1).ascii("s"), "not a dictionary");
    refused(new CheckpointFiles().number(1).ascii("Q"), "storage");
    refused(new CheckpointFiles().bytes(0x80, 9), "protocol 9");
    refused(new CheckpointFiles().number(1), "no dictionary of tensors");
    refused(new CheckpointFiles().ascii("}"), "no tensors");
  }

  @Test
  void listsWhatIsNotATensor() throws IOException {
    refused(
        new CheckpointFiles()
            .ascii("}")
            .text("w")
            .tensor("0", 1, 0, NONE, NONE)
            .ascii("s")
            .text("epoch")
            .number(3)
            .ascii("s")
            .text("name")
            .text("vgg")
            .ascii("s")
            .floats("0", ByteOrder.LITTLE_ENDIAN, 1),
        "'epoch', 'name'");
  }

  @Test
  void refusesOtherFiles() throws IOException {
    assertThatThrownBy(() -> TorchCheckpoint.read(folder.resolve("none.pth")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("does not exist");
    final Path old = folder.resolve("old.pth");
    Files.write(old, new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 0x6c});
    assertThatThrownBy(() -> TorchCheckpoint.read(old))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("before 1.6");
    final Path text = Files.writeString(folder.resolve("text.pth"), "hello");
    assertThatThrownBy(() -> TorchCheckpoint.read(text))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is a text file");
    final byte[] whole = Files.readAllBytes(golden("views.pth"));
    final Path cut = folder.resolve("cut.pth");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> TorchCheckpoint.read(cut))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("cut off or damaged");
  }

  @Test
  void damagedFilesGiveOneSentence() throws IOException {
    final Random random = new Random(7);
    final byte[] whole = Files.readAllBytes(golden("views.pth"));
    final Path file = folder.resolve("damaged.pth");
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < 1000; round++) {
            final byte[] damaged = whole.clone();
            for (int k = 0; k <= random.nextInt(4); k++) {
              damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            final Throwable thrown = catchThrowable(() -> TorchCheckpoint.read(file));
            assertThat(thrown == null || thrown instanceof BadDataException)
                .as("round %d: %s", round, thrown)
                .isTrue();
          }
        });
  }
}
