package org.metasift.data;

import java.io.Serial;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** An image set as it travels between processes. */
@SuppressWarnings("ArrayRecordComponent") // written at once
record PackedImages(
    byte[][] chunks,
    int imagesPerChunk,
    int[] labels,
    ImageShape shape,
    List<String> classNames,
    List<String> ids)
    implements Serializable {
  @Serial
  private Object readResolve() {
    return ImageSet.overBuffers(
        Arrays.stream(chunks).map(ByteBuffer::wrap).toList(),
        imagesPerChunk,
        labels,
        shape,
        classNames,
        ids);
  }
}
