// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads workflow files.
public final class WorkflowReader {

  private WorkflowReader() {}

  /// What came of reading a file.
  ///
  /// @param workflow the workflow, or `null` if the file is not one that a forge would run
  /// @param template all of the file that could be read, as it stands there, or `null` if nothing
  ///     could
  /// @param diagnostics all that was found, errors first, each in the order of the file
  public record Reading(
      @Nullable Workflow workflow, @Nullable Template template, List<Diagnostic> diagnostics) {
    public Reading {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// Reads one file within the usual limits.
  ///
  /// @param file how the file is called in diagnostics
  /// @param content its bytes
  /// @param dialect whose reading of the language applies
  public static Reading read(String file, byte[] content, Dialect dialect) {
    return read(file, content, dialect, Limits.DEFAULT);
  }

  /// Reads one file.
  ///
  /// @param file how the file is called in diagnostics
  /// @param content its bytes
  /// @param dialect whose reading of the language applies
  /// @param limits how much the file may hold
  public static Reading read(String file, byte[] content, Dialect dialect, Limits limits) {
    return read(file, content, dialect, limits, new Findings(false));
  }

  /// Reads one file and looks for what a forge would run and nobody can mean: expressions that
  /// refer to nothing or mix types, jobs that do nothing. Such findings are errors too, but they
  /// keep no workflow from being run.
  ///
  /// @param file how the file is called in diagnostics
  /// @param content its bytes
  /// @param dialect whose reading of the language applies
  public static Reading check(String file, byte[] content, Dialect dialect) {
    Findings findings = new Findings(true);
    Reading reading = read(file, content, dialect, Limits.DEFAULT, findings);
    if (reading.template() != null) {
      WorkflowCheck.check(reading.template(), findings);
    }
    return new Reading(
        reading.workflow(), reading.template(), findings.all(Limits.DEFAULT.diagnostics()));
  }

  private static Reading read(
      String file, byte[] content, Dialect dialect, Limits limits, Findings findings) {
    Template template = template(file, content, dialect, limits, findings);
    if (template != null) {
      IdCheck.check(template, findings);
      NeedsCheck.check(Members.of(template).in("jobs"), findings);
      LayersCheck.check(Members.of(template).in("jobs"), findings);
    }
    Workflow workflow =
        template == null || findings.failed()
            ? null
            : WorkflowBuilder.build(file, dialect, template);
    return new Reading(workflow, template, findings.all(limits.diagnostics()));
  }

  private static @Nullable Template template(
      String file, byte[] content, Dialect dialect, Limits limits, Findings findings) {
    SourceText source = Decoding.decode(file, content, limits, findings);
    if (source == null) {
      return null;
    }
    YamlNode root = YamlReader.read(source, limits, dialect != Dialect.GITHUB, findings);
    if (root == null) {
      if (!findings.failed()) {
        findings.error(
            Rule.SYNTAX,
            new SourceSpan(file, 1, 1, 1),
            Remark.of("the file holds no workflow", "Unexpected value ''")
                .as(ErrorCode.WORKFLOW_INVALID)
                .fix("Write at least `on:` and `jobs:`."));
      }
      return null;
    }
    return new TemplateReader(Schema.of(dialect), source, findings).read(root, "workflow");
  }
}
