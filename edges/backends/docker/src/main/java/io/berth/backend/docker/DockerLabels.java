// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.spi.Capabilities;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a label says: the image that is its environment, as `{image: NAME}` or `docker://NAME`.
///
/// @param usual the image of labels that name none, or `null`
record DockerLabels(@Nullable String usual) {

  static final String IMAGE = "image";

  LabelVerdict verdict(LabelConfiguration label, Capabilities capabilities) {
    List<Violation> violations = new ArrayList<>();
    String image = "";
    switch (label.form()) {
      case LabelConfiguration.Form.Legacy(var text) ->
          image = text.startsWith("//") ? text.substring(2) : text;
      case LabelConfiguration.Form.Struct(var settings) -> {
        for (Map.Entry<String, Setting> entry : settings.entries().entrySet()) {
          if (!entry.getKey().equals(IMAGE)) {
            violations.add(
                new Violation(
                    entry.getKey(),
                    "`" + entry.getKey() + "` is not a key of a label of Docker",
                    "remove `" + entry.getKey() + "`; the only key is `image`"));
          } else if (entry.getValue() instanceof Setting.Text(var text)) {
            image = text;
          } else {
            violations.add(new Violation(IMAGE, "`image` is no text", "write `image: NAME`"));
          }
        }
      }
    }
    image = image.isEmpty() && usual != null ? usual : image;
    String wrong = wrong(image);
    if (wrong != null && violations.isEmpty()) {
      violations.add(
          new Violation(
              IMAGE,
              "label `" + label.name() + "` " + wrong,
              "write `" + label.name() + ":docker://IMAGE`"));
    }
    if (!violations.isEmpty()) {
      return new LabelVerdict.Invalid(violations);
    }
    return new LabelVerdict.Valid(
        new Setting.Section(Map.of(IMAGE, new Setting.Text(image))),
        new LabelVerdict.Platform("Linux", "", null, List.of()),
        capabilities,
        "a container of image `" + image + "`");
  }

  /// Returns what an environment under a label is made from, or an empty text.
  String image(Setting.Section label) {
    return label.entries().get(IMAGE) instanceof Setting.Text(var text)
        ? text
        : usual == null ? "" : usual;
  }

  /// Returns what is wrong with the name of an image, or `null`: it becomes part of a path.
  static @Nullable String wrong(String image) {
    if (image.isEmpty()) {
      return "names no image";
    }
    for (int i = 0; i < image.length(); i++) {
      char c = image.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "._-/:@".indexOf(c) >= 0);
      if (!plain || (i == 0 && !Character.isLetterOrDigit(c))) {
        return "names the image `" + image + "`, which no image is called";
      }
    }
    return image.contains("..") || image.contains("//")
        ? "names the image `" + image + "`, which no image is called"
        : null;
  }
}
