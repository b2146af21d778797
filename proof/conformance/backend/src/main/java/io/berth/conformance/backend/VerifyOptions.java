// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.plugin.PluginConnect;
import io.berth.plugin.PluginConnect.Protocol;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was asked for on the command line.
///
/// @param access how the plugin is reached
/// @param configuration of the plugin
/// @param label the label that environments are made under
/// @param scope which cases
/// @param report in which form the report is written
/// @param restart a command that starts the plugin anew, or `null`
record VerifyOptions(
    Access access,
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
    private final Map<String, Path> files = new HashMap<>();
    private String connect = "";
    private Protocol protocol = Protocol.BERTH;
    private @Nullable String serverName;
    private List<String> variables = List.of();
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
          case "--protocol" -> protocol(value);
          case "--token-file", "--ca", "--cert", "--key" -> files.put(name, Path.of(value));
          case "--server-name" -> serverName = value;
          case "--env" -> variables = List.of(value.split(",", -1));
          case "--config" ->
              configuration =
                  value.startsWith("{")
                      ? ConfigurationFile.section(value, "--config")
                      : ConfigurationFile.section(file(value), value);
          case "--label" ->
              label =
                  value.startsWith("{")
                      ? new LabelConfiguration.Form.Struct(
                          ConfigurationFile.section(value, "--label"))
                      : new LabelConfiguration.Form.Legacy(value);
          case "--profile" -> profiles(value);
          case "--case" -> ids.addAll(List.of(value.split(",", -1)));
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

    private void protocol(String value) {
      switch (value) {
        case "berth" -> protocol = Protocol.BERTH;
        case "forgejo-v1alpha" -> protocol = Protocol.FORGEJO_V1ALPHA;
        default -> problems.add("`--protocol " + value + "` is neither berth nor forgejo-v1alpha");
      }
    }

    /// All three or none: which are needed depends on the address.
    private PluginConnect.@Nullable Certificates certificates() {
      Path authority = files.get("--ca");
      Path certificate = files.get("--cert");
      Path key = files.get("--key");
      boolean isTls = connect.startsWith("tls://");
      if (isTls && authority != null && certificate != null && key != null) {
        return new PluginConnect.Certificates(authority, certificate, key, serverName);
      }
      if (isTls) {
        problems.add(
            "`" + connect + "` needs certificates on both sides: give --ca, --cert, --key");
      } else if (authority != null || certificate != null || key != null || serverName != null) {
        problems.add("--ca, --cert, --key and --server-name are for addresses of tls://");
      }
      return null;
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

    private void check() {
      List<Case> known = Cases.of(protocol);
      for (String id : ids) {
        if (known.stream().noneMatch(one -> one.id().equals(id))) {
          problems.add("`" + id + "` is no case");
        }
      }
      if (protocol == Protocol.FORGEJO_V1ALPHA && !connect.contains("://")) {
        problems.add(
            "a plugin of Forgejo's runner is a server: start it, and give its address to --connect");
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
            "`--connect` is missing: give unix:///path, tcp://127.0.0.1:port, tls://host:port or a"
                + " command");
      }
      check();
      var access =
          new Access(connect, protocol, files.get("--token-file"), certificates(), variables);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", problems));
      }
      Set<Profile> chosen = profiles.isEmpty() ? EnumSet.allOf(Profile.class) : profiles;
      return new VerifyOptions(
          access, configuration, label, new Scope(chosen, ids, isLong, patience), report, restart);
    }
  }
}
