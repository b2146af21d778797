// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.protocol.forgejo.v1alpha.CreateRequest;
import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an administrator says under `config` of a plugin that speaks `plugin.v1alpha`.
///
/// @param services whether it can run services, which the protocol cannot say itself
/// @param options what the plugin is passed as its own options
/// @param image from which environments are made where a label names none
/// @param label what stands behind the plugin's name in a label, where none is given
/// @param lifetime how long an environment may live, which the plugin is told
public record AlphaSettings(
    boolean services, Map<String, String> options, String image, String label, Duration lifetime) {

  /// What an administrator may say of such a plugin.
  static final String SCHEMA =
      """
      {"type":"object","additionalProperties":false,"properties":{"services":{"type":"boolean"},\
      "image":{"type":"string"},"label":{"type":"string"},"options":{"type":"object"}}}""";

  /// What a label may say.
  static final String LABEL_SCHEMA =
      """
      {"type":"object","additionalProperties":false,"properties":{"image":{"type":"string"},\
      "argument":{"type":"string"}}}""";

  private static final Duration LIFETIME = Duration.ofHours(6);
  private static final List<String> LABEL_KEYS = List.of("image", "argument");

  /// @throws BerthException B2002 with all that is wrong
  public static AlphaSettings of(String backend, Setting.Section section) {
    List<String> problems = new ArrayList<>();
    boolean services = false;
    Map<String, String> options = new LinkedHashMap<>();
    for (Map.Entry<String, Setting> entry : section.entries().entrySet()) {
      switch (entry.getKey()) {
        case "services" -> {
          if (entry.getValue() instanceof Setting.Flag(boolean value)) {
            services = value;
          } else {
            problems.add("`services` is neither `true` nor `false`");
          }
        }
        case "options" -> options(entry.getValue(), options, problems);
        case "image", "label" -> {
          if (!(entry.getValue() instanceof Setting.Text)) {
            problems.add("`" + entry.getKey() + "` is no text");
          }
        }
        default ->
            problems.add(
                "`"
                    + entry.getKey()
                    + "` is not a key for a plugin of Forgejo's runner: use"
                    + " services, options, image or label");
      }
    }
    if (!problems.isEmpty()) {
      List<BerthError> errors = new ArrayList<>();
      for (String problem : problems) {
        errors.add(
            BerthError.of(
                ErrorCode.CONFIGURATION_INVALID,
                "backend `" + backend + "`: " + problem,
                "mend `config` of backend `" + backend + "`"));
      }
      throw new BerthException(errors, null);
    }
    return new AlphaSettings(
        services, options, text(section, "image", ""), text(section, "label", ""), LIFETIME);
  }

  /// Returns what a plugin is asked for.
  ///
  /// @param label as it was normalised
  /// @param name unique for each job
  public CreateRequest.Builder request(Setting.Section label, String name) {
    return CreateRequest.newBuilder()
        .setImage(text(label, "image", image))
        .setLabelArg(text(label, "argument", this.label))
        .setName(name)
        .putAllBackendOptions(options)
        .setEnvironmentTimeout(
            com.google.protobuf.Duration.newBuilder().setSeconds(lifetime.toSeconds()));
  }

  private static void options(Setting given, Map<String, String> options, List<String> problems) {
    if (!(given instanceof Setting.Section section)) {
      problems.add("`options` is no mapping");
      return;
    }
    section
        .entries()
        .forEach(
            (key, value) -> {
              switch (value) {
                case Setting.Text(String text) -> options.put(key, text);
                case Setting.Flag(boolean flag) -> options.put(key, Boolean.toString(flag));
                case Setting.Amount(var amount) -> options.put(key, amount.toPlainString());
                case Setting.Items _, Setting.Section _ ->
                    problems.add("`options." + key + "` is no text");
              }
            });
  }

  private static String text(Setting.Section section, String key, String otherwise) {
    return section.entries().get(key) instanceof Setting.Text(String text) ? text : otherwise;
  }

  static List<Violation> labelViolations(Setting.Section label) {
    List<Violation> violations = new ArrayList<>();
    label
        .entries()
        .forEach(
            (key, value) -> {
              if (!LABEL_KEYS.contains(key)) {
                violations.add(
                    new Violation(key, "`" + key + "` is not a key of a label", "remove it"));
              } else if (!(value instanceof Setting.Text)) {
                violations.add(new Violation(key, "`" + key + "` is no text", null));
              }
            });
    return violations;
  }
}
