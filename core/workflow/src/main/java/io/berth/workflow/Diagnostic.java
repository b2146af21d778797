// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.BerthError;
import io.berth.model.SourceSpan;
import org.jspecify.annotations.Nullable;

/// Something that is wrong with, or odd about, a workflow file.
///
/// @param severity whether the file is refused for it
/// @param rule the kind of check that found it
/// @param error what is wrong and where; its place is never absent
/// @param reference what GitHub's own reader says, which is what people search for, or `null` if it
///     is silent
public record Diagnostic(
    Severity severity, Rule rule, BerthError error, @Nullable String reference) {

  public Diagnostic {
    if (error.where() == null) {
      throw new IllegalArgumentException("a diagnostic has a place");
    }
  }

  /// Returns where it is.
  public SourceSpan where() {
    SourceSpan where = error.where();
    if (where == null) {
      throw new IllegalStateException("a diagnostic has a place");
    }
    return where;
  }

  /// Returns whether the file is refused for it.
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// Whether a file is refused.
  public enum Severity {
    /// The file is refused.
    ERROR,
    /// The file is accepted, and its author should know.
    WARNING
  }

  /// The kinds of checks.
  public enum Rule {
    /// The file is not YAML, or not of the form that a workflow has.
    SYNTAX("syntax-check"),
    /// An expression is malformed, refers to what does not exist or mixes types.
    EXPRESSION("expression"),
    /// A job waits for one that does not exist, or jobs wait for each other.
    NEEDS("job-needs"),
    /// An id is malformed or used twice.
    ID("id"),
    /// An event or its filters are unknown or contradict each other.
    EVENTS("events"),
    /// A filter is no valid pattern.
    GLOB("glob"),
    /// A condition never changes.
    CONDITION("if-cond"),
    /// A matrix excludes what it does not hold.
    MATRIX("matrix"),
    /// A call does not fit the workflow that is called.
    CALL("workflow-call"),
    /// A permission is unknown or too wide.
    PERMISSIONS("permissions"),
    /// The name of a variable cannot be set in every shell.
    VARIABLE("env-var"),
    /// An action is named in a form that nothing resolves.
    ACTION("action");

    private final String id;

    Rule(String id) {
      this.id = id;
    }

    /// Returns the name under which the rule is documented.
    public String id() {
      return id;
    }
  }
}
