package org.metasift.data.array;

import io.jhdf.api.Dataset;
import io.jhdf.object.datatype.StringData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.metasift.data.BadDataException;

/** Labels of an HDF5 data set: numbers, or texts. */
public final class H5Labels {
  private H5Labels() {}

  /** Whether they are texts, of one length or of any. */
  public static boolean areTexts(Dataset labels) {
    return labels.isVariableLength() || labels.getDataType() instanceof StringData;
  }

  /**
   * Texts, one for each image; the classes are their sorted values.
   *
   * @throws BadDataException when there is none for an image, or they are stored in a way that is
   *     not read
   */
  public static ClassLabels texts(Path shown, Dataset labels) throws IOException {
    final LabelShape shape = LabelShape.of(shown, PixelShape.axes(labels.getDimensions()));
    if (shape.values() != 1) {
      throw new BadDataException(
          shown, "has %d texts for each image; one is needed".formatted(shape.values()));
    }
    H5Filters.of(shown.getParent(), labels).checkPlain();
    final Object flat = labels.getDataFlat();
    if (!(flat instanceof String[] texts) || texts.length != shape.count()) {
      throw new BadDataException(shown, "has labels that are neither numbers nor texts");
    }
    for (int i = 0; i < texts.length; i++) {
      if (texts[i] == null || texts[i].isBlank()) {
        throw new BadDataException(shown, "has an empty label in row %d".formatted(i));
      }
    }
    return ClassLabels.of(List.of(texts));
  }
}
