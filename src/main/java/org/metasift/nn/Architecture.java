package org.metasift.nn;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.metasift.nn.layer.Layer;

/** The shape of a network: its blocks, from the image to the class scores or to a picture. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SmallVgg16.class, name = "SmallVgg16"),
  @JsonSubTypes.Type(value = ResNet18.class, name = "ResNet18"),
  @JsonSubTypes.Type(value = Autoencoder.class, name = "Autoencoder")
})
public sealed interface Architecture permits SmallVgg16, ResNet18, Autoencoder, OwnNetwork {
  /** How many channels an image has. */
  int channels();

  /** How many class scores, or planes of a picture, come out. */
  int classes();

  /** The height and width that images must have, in pixels; 0 where any will do. */
  default int side() {
    return 0;
  }

  /** The first block from which on all run dual; those before it know no tangents. */
  default int firstDualBlock() {
    return 0;
  }

  /** The blocks in order; between two of them the network may be cut into trunk and head. */
  List<Block> blocks();

  /** A block: a layer of this package, opaque outside it. */
  final class Block {
    private final Layer layer;

    Block(Layer layer) {
      this.layer = layer;
    }

    Layer layer() {
      return layer;
    }
  }
}
