package org.metasift.data.gtsrb;

import java.nio.file.Path;
import java.util.List;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;

/** What the benchmark is in every form in which it is shared. */
final class GtsrbForm {
  static final int SIDE = 32;

  /** What the signs say, by label. */
  static final List<String> CLASS_NAMES =
      List.of(
          "Speed limit 20",
          "Speed limit 30",
          "Speed limit 50",
          "Speed limit 60",
          "Speed limit 70",
          "Speed limit 80",
          "End of speed limit 80",
          "Speed limit 100",
          "Speed limit 120",
          "No overtaking",
          "No overtaking by lorries",
          "Right of way at next crossing",
          "Priority road",
          "Give way",
          "Stop",
          "No vehicles",
          "No lorries",
          "No entry",
          "General danger",
          "Bend to the left",
          "Bend to the right",
          "Double bend",
          "Uneven road",
          "Slippery road",
          "Road narrows on the right",
          "Road works",
          "Traffic lights",
          "Pedestrians",
          "Children",
          "Cyclists",
          "Snow or ice",
          "Wild animals",
          "End of all limits",
          "Turn right ahead",
          "Turn left ahead",
          "Straight ahead only",
          "Straight ahead or right",
          "Straight ahead or left",
          "Keep right",
          "Keep left",
          "Roundabout",
          "End of no overtaking",
          "End of no overtaking by lorries");

  /** The official archives: training images, test images, test labels. */
  static final List<String> OFFICIAL =
      List.of(
          "GTSRB_Final_Training_Images.zip",
          "GTSRB_Final_Test_Images.zip",
          "GTSRB_Final_Test_GT.zip");

  private GtsrbForm() {}

  /** Both parts, with a sentence on where they are from; a test part that is missing is empty. */
  static Split split(Path folder, ImageSet train, ImageSet test) {
    final String whole =
        train.size() == 39_209 && test.size() == 12_630
            ? ""
            : " (the whole benchmark has 39,209 and 12,630)";
    return new Split(
        train,
        test,
        "GTSRB from %s, each image cropped to its sign: %,d training and %s test images%s."
            .formatted(
                folder,
                train.size(),
                test.size() == 0 ? "no" : "%,d".formatted(test.size()),
                whole));
  }
}
