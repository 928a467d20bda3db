package org.metasift.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class H5NumbersTest {
  @Test
  void whatUnpacksToTooMuchIsNoticed() {
    final byte[] packed = new byte[4096];
    final Deflater deflater = new Deflater();
    deflater.setInput(new byte[1 << 20]);
    deflater.finish();
    final ByteBuffer bytes = ByteBuffer.wrap(packed, 0, deflater.deflate(packed));
    deflater.end();
    assertThat(H5Numbers.unpacksToMore(bytes, (1 << 20) - 1)).isTrue();
    assertThat(H5Numbers.unpacksToMore(bytes, 1 << 20)).isFalse();
    final ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(packed, 20));
    assertThat(H5Numbers.unpacksToMore(cut, 1 << 20)).as("cut off").isFalse();
    assertThat(H5Numbers.unpacksToMore(ByteBuffer.wrap(new byte[20]), 9))
        .as("no deflate")
        .isFalse();
  }
}
