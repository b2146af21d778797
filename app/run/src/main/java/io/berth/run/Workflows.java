// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference;
import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import io.berth.workflow.Limits;
import io.berth.workflow.Workflow;
import io.berth.workflow.WorkflowReader;
import io.berth.workflow.plan.CalledWorkflows;
import io.berth.workflow.plan.CalledWorkflows.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /// Reads the workflows that a workflow calls, directly or not, by [CalledWorkflows#key].
  ///
  /// @param remote reads those of other repositories
  /// @param depth how deeply they may be nested
  Map<String, Workflow> called(Workflow workflow, RemoteWorkflows remote, int depth)
      throws InterruptedException {
    var source = new Source(remote);
    CalledWorkflows called = CalledWorkflows.of(workflow, source, depth);
    if (source.interrupted != null) {
      throw source.interrupted;
    }
    if (!called.errors().isEmpty()) {
      throw new BerthException(called.errors(), null);
    }
    return called.byUses();
  }

  /// Returns the warnings of all that was read so far.
  List<Diagnostic> warnings() {
    return List.copyOf(warnings);
  }

  /// The files that the workflows of one run call.
  private final class Source implements CalledWorkflows.Source {

    private final RemoteWorkflows remote;
    private final Map<String, WorkflowReader.Reading> readings = new LinkedHashMap<>();
    private @Nullable InterruptedException interrupted;

    Source(RemoteWorkflows remote) {
      this.remote = remote;
    }

    @Override
    public Answer read(String path) {
      Path file = root.resolve(path).normalize();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) {
        return new Answer.Missing(List.of());
      }
      return answer(readings.computeIfAbsent(path, name -> Workflows.this.read(file)));
    }

    @Override
    public Answer read(ActionReference.Repository file, SourceSpan where) {
      try {
        return switch (remote.read(file, where)) {
          case RemoteWorkflows.Answer.Read(var reading, var origin) -> {
            Answer answer = answer(reading);
            yield answer instanceof Answer.Found(var workflow)
                ? new Answer.Found(workflow.from(origin))
                : answer;
          }
          case RemoteWorkflows.Answer.Failed(var errors) -> new Answer.Invalid(errors);
          case RemoteWorkflows.Answer.Unread() -> new Answer.Unread();
        };
      } catch (InterruptedException e) {
        interrupted = e;
        return new Answer.Unread();
      }
    }

    private Answer answer(WorkflowReader.Reading reading) {
      Workflow found = reading.workflow();
      List<BerthError> errors = new ArrayList<>();
      collect(reading, errors);
      return found == null ? new Answer.Invalid(errors) : new Answer.Found(found);
    }
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
