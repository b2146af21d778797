// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was asked for on the command line.
///
/// @param connect an address or a command
/// @param token what the plugin wants to see, or `null`
/// @param configuration of the plugin
/// @param label the label that environments are made under
/// @param scope which cases
/// @param report in which form the report is written
/// @param restart a command that starts the plugin anew, or `null`
record VerifyOptions(
    String connect,
    @Nullable String token,
    Setting.Section configuration,
    LabelConfiguration.Form label,
    Scope scope,
    Reports report,
    @Nullable String restart) {

  /// Reads the arguments.
  ///
  /// @throws IllegalArgumentException with all that is wrong, one to a line
  static VerifyOptions of(String... arguments) {
    var reading = new Reading();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (name.equals("--long")) {
        reading.isLong = true;
      } else if (i + 1 == arguments.length) {
        reading.problems.add("`" + name + "` is no option, or lacks its value");
      } else {
        reading.take(name, arguments[++i]);
      }
    }
    return reading.options();
  }

  /// The options while they are read.
  private static final class Reading {
    private final List<String> problems = new ArrayList<>();
    private final Set<Profile> profiles = EnumSet.noneOf(Profile.class);
    private final Set<String> ids = new HashSet<>();
    private String connect = "";
    private @Nullable String token;
    private Setting.Section configuration = Setting.Section.EMPTY;
    private LabelConfiguration.Form label =
        new LabelConfiguration.Form.Struct(Setting.Section.EMPTY);
    private Reports report = Reports.TEXT;
    private @Nullable String restart;
    private boolean isLong;
    private double patience = 1;

    void take(String name, String value) {
      try {
        switch (name) {
          case "--connect" -> connect = value;
          case "--token-file" -> token = file(value).strip();
          case "--config" -> configuration = ConfigurationFile.section(file(value), value);
          case "--label" ->
              label =
                  value.startsWith("{")
                      ? new LabelConfiguration.Form.Struct(
                          ConfigurationFile.section(value, "--label"))
                      : new LabelConfiguration.Form.Legacy(value);
          case "--profile" -> profiles(value);
          case "--case" -> cases(value);
          case "--report" -> report(value);
          case "--allow-restart" -> restart = value;
          case "--patience" -> patience = Double.parseDouble(value);
          default -> problems.add("`" + name + "` is no option");
        }
      } catch (NumberFormatException e) {
        problems.add("`" + name + "` is `" + value + "`, and a number was wanted");
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }

    private static String file(String name) {
      try {
        return Files.readString(Path.of(name));
      } catch (IOException e) {
        throw new IllegalArgumentException("`" + name + "` cannot be read: " + e.getMessage(), e);
      }
    }

    private void profiles(String value) {
      for (String word : value.split(",", -1)) {
        Profile profile = Profile.of(word);
        if (profile == null) {
          List<String> known = new ArrayList<>();
          for (Profile one : Profile.values()) {
            known.add(one.word());
          }
          problems.add("`" + word + "` is no profile: choose of " + String.join(", ", known));
        } else {
          profiles.add(profile);
        }
      }
    }

    private void cases(String value) {
      for (String id : value.split(",", -1)) {
        if (Cases.all().stream().noneMatch(one -> one.id().equals(id))) {
          problems.add("`" + id + "` is no case");
        }
        ids.add(id);
      }
    }

    private void report(String value) {
      for (Reports one : Reports.values()) {
        if (one.word().equals(value)) {
          report = one;
          return;
        }
      }
      problems.add("`--report " + value + "` is none of text, json, junit and md");
    }

    VerifyOptions options() {
      if (connect.isBlank()) {
        problems.add(
            "`--connect` is missing: give unix:///path, tcp://127.0.0.1:port or a command");
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", problems));
      }
      Set<Profile> chosen = profiles.isEmpty() ? EnumSet.allOf(Profile.class) : profiles;
      return new VerifyOptions(
          connect,
          token,
          configuration,
          label,
          new Scope(chosen, ids, isLong, patience),
          report,
          restart);
    }
  }
}
