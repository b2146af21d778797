// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.backend.docker.options.ContainerOptions;
import io.berth.backend.docker.options.DeclaredIsolation;
import io.berth.backend.docker.options.Keys;
import io.berth.backend.docker.options.Policy;
import io.berth.backend.docker.options.PolicyReader;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Capabilities;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a label says: the image that is its environment, as `{image: NAME}` or `docker://NAME`, and
/// what its jobs may ask of containers.
///
/// @param usual the image of labels that name none, or `null`
/// @param backend the settings of a policy that hold for labels that say nothing else
/// @param options what reads the options that every container of a label gets
record DockerLabels(@Nullable String usual, Setting.Section backend, ContainerOptions options) {

  static final String IMAGE = "image";

  /// @param arch of the engine, as the `runner.arch` context says it
  LabelVerdict verdict(LabelConfiguration label, Capabilities capabilities, String arch) {
    List<Violation> violations = new ArrayList<>();
    Setting.Section settings =
        switch (label.form()) {
          case LabelConfiguration.Form.Legacy(var text) -> {
            String image = text.startsWith("//") ? text.substring(2) : text;
            yield image.isEmpty()
                ? Setting.Section.EMPTY
                : new Setting.Section(Map.of(IMAGE, new Setting.Text(image)));
          }
          case LabelConfiguration.Form.Struct(var struct) -> struct;
        };
    var keys = new Keys(settings, violations);
    String image = keys.text(IMAGE, usual == null ? "" : usual);
    PolicyReader.names().forEach(keys::know);
    keys.refuseOthers();
    Setting.Section merged = PolicyReader.merged(backend, settings);
    Policy policy = PolicyReader.read(new Keys(merged, violations), options, violations);
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
    Map<String, Setting> normalised = new LinkedHashMap<>();
    normalised.put(IMAGE, new Setting.Text(image));
    normalised.putAll(merged.entries());
    DeclaredIsolation isolation = DeclaredIsolation.of(policy);
    return new LabelVerdict.Valid(
        new Setting.Section(normalised),
        new LabelVerdict.Platform("Linux", arch, null, List.of()),
        with(isolation.level(), capabilities),
        "a container of image `" + image + "`" + lowered(isolation));
  }

  private static Capabilities with(Capabilities.Isolation isolation, Capabilities all) {
    return new Capabilities(
        all.layers(),
        isolation,
        all.recovery(),
        all.signals(),
        all.access(),
        all.sizing(),
        all.limits());
  }

  private static String lowered(DeclaredIsolation isolation) {
    return isolation.reasons().isEmpty()
        ? ""
        : ", less isolated for `" + String.join("`, `", isolation.reasons()) + "`";
  }

  /// Returns what an environment under a label is made from, or an empty text.
  String image(Setting.Section label) {
    return label.entries().get(IMAGE) instanceof Setting.Text(var text)
        ? text
        : usual == null ? "" : usual;
  }

  /// Returns what jobs under a label may ask of containers.
  Policy policy(Setting.Section label) {
    List<Violation> violations = new ArrayList<>();
    Policy policy =
        PolicyReader.read(
            new Keys(PolicyReader.merged(backend, label), violations), options, violations);
    if (!violations.isEmpty()) {
      List<BerthError> errors = new ArrayList<>();
      for (Violation one : violations) {
        errors.add(
            BerthError.of(
                ErrorCode.CONFIGURATION_INVALID,
                "`" + one.path() + "` of the job's label: " + one.problem(),
                one.remedy()));
      }
      throw new BerthException(errors, null);
    }
    return policy;
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
