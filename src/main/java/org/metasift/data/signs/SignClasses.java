package org.metasift.data.signs;

import java.util.List;

/**
 * The 43 classes of the German Traffic Sign Recognition Benchmark (GTSRB), in its order: label k is
 * the k-th name.
 */
public final class SignClasses {
  /** English names, by label. */
  public static final List<String> NAMES =
      List.of(
          "speed limit 20",
          "speed limit 30",
          "speed limit 50",
          "speed limit 60",
          "speed limit 70",
          "speed limit 80",
          "end of speed limit 80",
          "speed limit 100",
          "speed limit 120",
          "no passing",
          "no passing for trucks",
          "right of way at next crossing",
          "priority road",
          "yield",
          "stop",
          "no vehicles",
          "no trucks",
          "no entry",
          "danger",
          "bend left",
          "bend right",
          "double bend",
          "bumpy road",
          "slippery road",
          "road narrows on the right",
          "road works",
          "traffic lights",
          "pedestrians",
          "children",
          "cyclists",
          "snow or ice",
          "wild animals",
          "end of all limits",
          "turn right ahead",
          "turn left ahead",
          "ahead only",
          "ahead or right",
          "ahead or left",
          "keep right",
          "keep left",
          "roundabout",
          "end of no passing",
          "end of no passing for trucks");

  /** How many training images GTSRB has of each class: 39,209 in all. */
  private static final int[] TRAINING_COUNTS = {
    210, 2220, 2250, 1410, 1980, 1860, 420, 1440, 1410, 1470, 2010, 1320, 2100, 2160, 780, 630, 420,
    1110, 1200, 210, 360, 330, 390, 510, 270, 1500, 600, 240, 540, 270, 450, 780, 240, 689, 420,
    1200, 390, 210, 2070, 300, 360, 240, 240
  };

  private SignClasses() {}

  /** How many training images GTSRB has of each class, by label: a copy. */
  public static int[] trainingCounts() {
    return TRAINING_COUNTS.clone();
  }
}
