// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the options of `berth exec` give to workflows, read.
///
/// @param inputs the texts of inputs by name
/// @param env variables of every step
/// @param vars the `vars` context
/// @param secrets the `secrets` context, its names in capitals
/// @param remarks what the user should know about how it was given
record GivenValues(
    Map<String, String> inputs,
    Map<String, String> env,
    Map<String, String> vars,
    Map<String, String> secrets,
    List<String> remarks) {

  /// Reads all options and files.
  ///
  /// @param environment where secrets are looked up that were given without a value
  /// @param person who is asked for those that are not there either, or `null` if nobody can be
  /// @param errors takes all that is wrong with them
  static GivenValues read(
      ExecRequest.Values values,
      Map<String, String> environment,
      @Nullable Person person,
      List<BerthError> errors) {
    List<String> remarks = new ArrayList<>();
    Map<String, String> inputs = assignments("--input", values.inputs(), errors);
    Map<String, String> env = assignments("--env", values.env(), errors);
    Map<String, String> vars = assignments("--var", values.vars(), errors);
    Map<String, String> secrets = secrets(values.secrets(), environment, person, errors);
    SecretFiles.remarks(values.secrets(), remarks);
    return new GivenValues(inputs, env, vars, secrets, remarks);
  }

  /// Returns the same with other inputs.
  GivenValues with(Map<String, String> inputs) {
    return new GivenValues(inputs, env, vars, secrets, remarks);
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
      @Nullable Person person,
      List<BerthError> errors) {
    Map<String, String> all = new LinkedHashMap<>();
    files(assignments.files(), errors)
        .forEach((name, value) -> all.put(name.toUpperCase(Locale.ROOT), value));
    List<String> unknown = new ArrayList<>();
    for (String given : assignments.given()) {
      if (given.indexOf('=') >= 0) {
        Map<String, String> one = new LinkedHashMap<>();
        pair("--secret", given, one, errors);
        one.forEach((name, value) -> all.put(name.toUpperCase(Locale.ROOT), value));
        continue;
      }
      String value = environment.get(given);
      if (value == null) {
        unknown.add(given);
      } else {
        all.put(given.toUpperCase(Locale.ROOT), value);
      }
    }
    if (person == null) {
      unknown.forEach(name -> errors.add(missing(name)));
    } else if (errors.isEmpty()) {
      unknown.forEach(name -> ask(name, person, all, errors));
    }
    return all;
  }

  private static void ask(
      String name, Person person, Map<String, String> all, List<BerthError> errors) {
    String value = person.secret("secret " + name + ": ");
    if (value == null || value.isEmpty()) {
      errors.add(missing(name));
    } else {
      all.put(name.toUpperCase(Locale.ROOT), value);
    }
  }

  private static BerthError missing(String name) {
    return BerthError.of(
        ErrorCode.USAGE,
        "the secret `" + name + "` has no value: no variable has its name, and nobody typed it",
        "set the variable `"
            + name
            + "`, put it into a file for `--secret-file`, or run Berth at a terminal to be asked");
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
              "write for example `" + option + " GREETING=hello`"));
      return;
    }
    all.put(given.substring(0, equals), given.substring(equals + 1));
  }
}
