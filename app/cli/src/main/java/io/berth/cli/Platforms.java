// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import java.util.List;

/// `--platform LABEL=IMAGE`, with which users of `act` say what a label means.
final class Platforms {

  static final String REMEDY =
      "jobs of every label run on this machine, which `act` calls `LABEL=-self-hosted`";

  private Platforms() {}

  /// Returns whether a label is to mean the machine itself.
  static boolean isThisMachine(String platform) {
    return platform.endsWith("=-self-hosted");
  }

  /// Refuses every image.
  static void check(List<String> platforms, List<BerthError> errors) {
    for (String platform : platforms) {
      if (!isThisMachine(platform)) {
        errors.add(
            BerthError.of(
                ErrorCode.USAGE,
                "`--platform " + platform + "` names an image, and no backend makes containers",
                "leave it out: " + REMEDY));
      }
    }
  }
}
