// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import io.berth.workflow.Limits;
import io.berth.workflow.Workflow;
import io.berth.workflow.WorkflowReader;
import io.berth.workflow.plan.CalledWorkflows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads workflow files and those that they call; all that is wrong is said at once.
final class Workflows {

  private final Path root;
  private final Dialect dialect;
  private final List<Diagnostic> warnings = new ArrayList<>();

  Workflows(WorkflowFiles files) {
    this.root = files.root();
    this.dialect = files.dialect();
  }

  /// Reads files.
  ///
  /// @throws BerthException with every error of every file
  List<Workflow> read(List<Path> files) {
    List<Workflow> workflows = new ArrayList<>();
    List<BerthError> errors = new ArrayList<>();
    for (Path file : files) {
      var reading = read(file);
      Workflow workflow = reading.workflow();
      if (workflow != null) {
        workflows.add(workflow);
      }
      collect(reading, errors);
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return workflows;
  }

  /// Reads the workflows that a workflow calls, directly or not, by the text of their `uses`.
  Map<String, Workflow> called(Workflow workflow) {
    Map<String, WorkflowReader.Reading> readings = new LinkedHashMap<>();
    CalledWorkflows called =
        CalledWorkflows.of(
            workflow,
            path -> {
              Path file = root.resolve(path).normalize();
              if (!file.startsWith(root) || !Files.isRegularFile(file)) {
                return new CalledWorkflows.Answer.Missing(List.of());
              }
              var reading = readings.computeIfAbsent(path, name -> read(file));
              Workflow found = reading.workflow();
              List<BerthError> errors = new ArrayList<>();
              collect(reading, errors);
              return found == null
                  ? new CalledWorkflows.Answer.Invalid(errors)
                  : new CalledWorkflows.Answer.Found(found);
            });
    if (!called.errors().isEmpty()) {
      throw new BerthException(called.errors(), null);
    }
    return called.byUses();
  }

  /// Returns the warnings of all that was read so far.
  List<Diagnostic> warnings() {
    return List.copyOf(warnings);
  }

  private WorkflowReader.Reading read(Path file) {
    // One byte more than a file may have is enough to refuse it.
    try (InputStream in = Files.newInputStream(file)) {
      return WorkflowReader.read(
          WorkflowFiles.shown(root, file), in.readNBytes(Limits.DEFAULT.fileSize() + 1), dialect);
    } catch (IOException e) {
      throw new BerthException(Unreadable.of(WorkflowFiles.shown(root, file), file, e), e);
    }
  }

  private void collect(WorkflowReader.Reading reading, List<BerthError> errors) {
    for (Diagnostic diagnostic : reading.diagnostics()) {
      if (diagnostic.isError()) {
        errors.add(diagnostic.error());
      } else {
        warnings.add(diagnostic);
      }
    }
  }
}
