package org.metasift.sift.baseline;

/**
 * What a network that is trained plainly was told, as records and keys hold it.
 *
 * @param width channels of the first stage of the ResNet-18
 * @param stride of its first convolution
 */
record ScoutSettings(int width, int stride, int epochs, int batchSize, double learningRate) {
  @Override
  public String toString() {
    return "ResNet-18 width %d, stride %d, %d epochs, batch %d, lr %s"
        .formatted(width, stride, epochs, batchSize, learningRate);
  }
}
