// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the options of `berth exec` give to workflows, read.
///
/// @param inputs the texts of inputs by name
/// @param env variables of every step
/// @param vars the `vars` context
/// @param secrets the `secrets` context
record GivenValues(
    Map<String, String> inputs,
    Map<String, String> env,
    Map<String, String> vars,
    Map<String, String> secrets) {

  /// Reads all options and files.
  ///
  /// @param environment where secrets are looked up that were given without a value
  /// @param errors takes all that is wrong with them
  static GivenValues read(
      ExecRequest.Values values, Map<String, String> environment, List<BerthError> errors) {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (String input : values.inputs()) {
      pair("--input", input, inputs, errors);
    }
    return new GivenValues(
        inputs,
        assignments("--env", values.env(), errors),
        assignments("--var", values.vars(), errors),
        secrets(values.secrets(), environment, errors));
  }

  private static Map<String, String> assignments(
      String option, ExecRequest.Assignments assignments, List<BerthError> errors) {
    Map<String, String> all = files(assignments.files(), errors);
    for (String given : assignments.given()) {
      pair(option, given, all, errors);
    }
    return all;
  }

  private static Map<String, String> secrets(
      ExecRequest.Assignments assignments,
      Map<String, String> environment,
      List<BerthError> errors) {
    Map<String, String> all = files(assignments.files(), errors);
    for (String given : assignments.given()) {
      if (given.indexOf('=') >= 0) {
        pair("--secret", given, all, errors);
        continue;
      }
      String value = environment.get(given);
      if (value == null) {
        errors.add(
            BerthError.of(
                ErrorCode.USAGE,
                "the secret `" + given + "` has no value, and no variable has its name",
                "write `--secret " + given + "=VALUE` or set the variable `" + given + "`"));
      } else {
        all.put(given, value);
      }
    }
    return all;
  }

  private static Map<String, String> files(List<Path> files, List<BerthError> errors) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Path file : files) {
      try {
        String name = file.toString();
        String text = Files.readString(file);
        all.putAll(
            YamlValues.isYaml(name)
                ? YamlValues.read(name, text, errors)
                : ValueFile.read(name, text, errors));
      } catch (IOException e) {
        errors.add(Unreadable.of(file.toString(), file, e));
      }
    }
    return all;
  }

  private static void pair(
      String option, String given, Map<String, String> all, List<BerthError> errors) {
    int equals = given.indexOf('=');
    if (equals <= 0) {
      errors.add(
          BerthError.of(
              ErrorCode.USAGE,
              "`" + option + " " + given + "` is not of the form `NAME=VALUE`",
              null));
      return;
    }
    all.put(given.substring(0, equals), given.substring(equals + 1));
  }
}
