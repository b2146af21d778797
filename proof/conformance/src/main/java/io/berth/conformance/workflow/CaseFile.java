// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A case as its file says it: a workflow, further files of its repository, and what must come.
///
/// @param path the file
/// @param dialect the folder of the workflow without its dot: `github`, `forgejo` or `gitea`
/// @param arguments further arguments of `berth exec`
/// @param backend the one backend that the case is about, or empty if it holds for all
/// @param needs programs that the machine has to have beside the usual ones
/// @param files the repository: contents by path, the workflow first
/// @param preparation a script that makes more of the repository before the program runs, such as a
///     history, or empty
/// @param expected what must come, at least one
public record CaseFile(
    Path path,
    String dialect,
    List<String> arguments,
    String backend,
    List<String> needs,
    Map<String, String> files,
    String preparation,
    List<Expected> expected) {

  private static final String SECTION = "--- ";
  private static final String PREPARATION = "prepare";

  public CaseFile {
    arguments = List.copyOf(arguments);
    needs = List.copyOf(needs);
    expected = List.copyOf(expected);
  }

  /// Reads a case.
  ///
  /// @throws IOException if it cannot be read, or breaks the form; the message names the line
  public static CaseFile read(Path path) throws IOException {
    var lines = Files.readAllLines(path);
    Map<String, StringBuilder> sections = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    List<Expected> expected = new ArrayList<>();
    var workflow = new StringBuilder();
    var section = workflow;
    for (int at = 0; at < lines.size(); at++) {
      var line = lines.get(at);
      if (line.equals(SECTION + "expect")) {
        expected = ExpectedReader.read(path, at + 1, lines.subList(at + 1, lines.size()));
        break;
      }
      if (line.startsWith(SECTION)) {
        section = new StringBuilder();
        sections.put(line.substring(SECTION.length()).trim(), section);
        continue;
      }
      if (section == workflow) {
        setting(line, settings);
      }
      section.append(line).append('\n');
    }
    if (expected.isEmpty()) {
      throw new IOException(path + ": a section `--- expect` with at least one line is missing");
    }
    var preparation = sections.remove(PREPARATION);
    var dialect = settings.getOrDefault("dialect", "github");
    Map<String, String> files = new LinkedHashMap<>();
    files.put("." + dialect + "/workflows/case.yml", workflow.toString());
    sections.forEach((name, text) -> files.put(name, text.toString()));
    return new CaseFile(
        path,
        dialect,
        Words.split(settings.getOrDefault("exec", "")),
        settings.getOrDefault("backend", ""),
        Words.split(settings.getOrDefault("needs", "")),
        files,
        preparation == null ? "" : preparation.toString(),
        expected);
  }

  /// Returns the path of the workflow in its repository.
  public String workflow() {
    return files.keySet().iterator().next();
  }

  private static void setting(String line, Map<String, String> settings) {
    for (var name : List.of("dialect", "exec", "backend", "needs")) {
      var prefix = "# " + name + ": ";
      if (line.startsWith(prefix)) {
        settings.merge(name, line.substring(prefix.length()).trim(), (a, b) -> a + " " + b);
      }
    }
  }
}
