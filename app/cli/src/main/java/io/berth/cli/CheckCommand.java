// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.run.WorkflowFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/// `berth check`.
final class CheckCommand implements Command {

  @Override
  public void declare(Options options) {
    options
        .parameter(
            "0..*", "FILES", "workflow files, or folders of them; default: all that are found")
        .value("FORM", "`text` (default), `json` or `sarif`", "--format");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    String format = line.matchedOptionValue("--format", "text");
    List<String> forms = List.of("text", "json", "sarif");
    if (!forms.contains(format)) {
      throw new BerthException(
          new BerthError(
              ErrorCode.USAGE,
              "`--format " + format + "` is none of `text`, `json` and `sarif`",
              null,
              null,
              NearMiss.of(format, forms)));
    }
    List<String> files = files(line.matchedPositionalValue(0, List.of()), invocation.directory());
    Map<String, byte[]> contents = contents(files, invocation);
    var checked = new CheckedFiles(invocation);
    contents.forEach(checked::addWorkflow);
    CheckReport report = checked.report();
    invocation
        .out()
        .print(
            switch (format) {
              case "json" -> report.json();
              case "sarif" -> report.sarif();
              default -> report.text(Program.errorText(line, invocation, invocation.tty().out()));
            });
    if (format.equals("text")) {
      invocation.err().line(report.summary());
    }
    return report.isClean() ? 0 : 1;
  }

  /// Returns the files that were named and those in the folders that were named, or every workflow
  /// of the repository.
  private static List<String> files(List<String> named, Path directory) {
    Path here = directory.toAbsolutePath().normalize();
    List<String> files = new ArrayList<>();
    for (String name : named) {
      if (Files.isDirectory(directory.resolve(name))) {
        for (Path file : WorkflowFiles.filesIn(directory.resolve(name))) {
          files.add(Path.of(name).resolve(file.getFileName()).toString());
        }
      } else {
        files.add(name);
      }
    }
    if (named.isEmpty()) {
      for (Path file : WorkflowFiles.everyForge(here)) {
        files.add(here.relativize(file).toString());
      }
    }
    if (files.isEmpty()) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.WORKFLOW_NOT_FOUND,
              named.isEmpty()
                  ? "there is no workflow in `.forgejo/workflows`, `.gitea/workflows` or"
                      + " `.github/workflows` of `"
                      + here
                      + "`"
                  : "there is no `.yml` or `.yaml` file in `" + String.join("`, `", named) + "`",
              "name the files to check"));
    }
    return files;
  }

  private static Map<String, byte[]> contents(List<String> files, Invocation invocation) {
    List<BerthError> errors = new ArrayList<>();
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (String file : files) {
      try {
        contents.put(file, InputFile.bytes(file, invocation));
      } catch (BerthException e) {
        errors.addAll(e.errors());
      }
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return contents;
  }
}
