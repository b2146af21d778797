// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects what is found in one file. The same remark about the same place is kept once: an alias
/// leads to the same place many times.
final class Findings {

  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final boolean lintsFail;
  private boolean failed;

  /// @param lintsFail whether what a forge would run and nobody can mean is an error
  Findings(boolean lintsFail) {
    this.lintsFail = lintsFail;
  }

  /// What is said about one place.
  ///
  /// @param code what a machine matches on
  /// @param problem what is wrong, one sentence
  /// @param remedy what to do, or `null`
  /// @param similar names that may have been meant
  /// @param reference the message of GitHub's reader without its place, or `null`
  record Remark(
      ErrorCode code,
      String problem,
      @Nullable String remedy,
      List<String> similar,
      @Nullable String reference) {

    /// Returns a remark that the file breaks the rules of the language.
    static Remark of(String problem, @Nullable String reference) {
      return new Remark(ErrorCode.WORKFLOW_INVALID, problem, null, List.of(), reference);
    }

    /// Returns the same remark with another code.
    Remark as(ErrorCode other) {
      return new Remark(other, problem, remedy, similar, reference);
    }

    /// Returns the same remark with a remedy.
    Remark fix(@Nullable String text) {
      return new Remark(code, problem, text, similar, reference);
    }

    /// Returns the same remark with names that may have been meant.
    Remark similarTo(List<String> names) {
      return new Remark(code, problem, remedy, names, reference);
    }
  }

  /// Adds an error at a place.
  void error(Rule rule, SourceSpan where, Remark remark) {
    add(Severity.ERROR, rule, where, remark, placed(where, remark.reference()));
  }

  /// Adds an error whose reference names the file alone.
  void fileError(Rule rule, SourceSpan where, Remark remark) {
    String reference = remark.reference() == null ? null : where.file() + ": " + remark.reference();
    add(Severity.ERROR, rule, where, remark, reference);
  }

  /// Adds an error at a place for which GitHub's reader names another.
  void errorPlacedElsewhere(Rule rule, SourceSpan where, Remark remark, SourceSpan reference) {
    add(Severity.ERROR, rule, where, remark, placed(reference, remark.reference()));
  }

  /// Adds what a forge would run and nobody can mean: an error for who asks for a check, else a
  /// warning.
  void lint(Rule rule, SourceSpan where, Remark remark) {
    boolean before = failed;
    Severity severity = lintsFail ? Severity.ERROR : Severity.WARNING;
    add(severity, rule, where, remark, placed(where, remark.reference()));
    failed = before;
  }

  /// Adds another message of GitHub's reader to the last finding at a place, which says both things
  /// at once.
  ///
  /// @param at the place of the finding
  /// @param where the place that GitHub's reader names
  void alsoKnownAs(SourceSpan at, SourceSpan where, String reference) {
    for (int i = diagnostics.size() - 1; i >= 0; i--) {
      Diagnostic found = diagnostics.get(i);
      if (found.where().equals(at)) {
        String both = found.reference() + "\n" + placed(where, reference);
        diagnostics.set(i, new Diagnostic(found.severity(), found.rule(), found.error(), both));
        return;
      }
    }
  }

  /// Returns where the last finding is.
  SourceSpan last() {
    return diagnostics.getLast().where();
  }

  /// Adds a warning at a place.
  void warning(Rule rule, SourceSpan where, Remark remark) {
    add(Severity.WARNING, rule, where, remark, placed(where, remark.reference()));
  }

  /// Returns whether there was an error.
  boolean failed() {
    return failed;
  }

  /// Not a chain of comparators: those of the JDK are made at run time, at every start.
  private static int order(Diagnostic one, Diagnostic other) {
    int order = one.severity().compareTo(other.severity());
    if (order == 0) {
      order = Integer.compare(one.where().line(), other.where().line());
    }
    return order != 0 ? order : Integer.compare(one.where().column(), other.where().column());
  }

  /// Returns everything, errors first, each in the order of the file, and no more than `most`: the
  /// last one then says how many are left out.
  List<Diagnostic> all(int most) {
    List<Diagnostic> sorted = new ArrayList<>(diagnostics);
    sorted.sort(Findings::order);
    if (sorted.size() <= most) {
      return List.copyOf(sorted);
    }
    Diagnostic next = sorted.get(most);
    String problem = (sorted.size() - most) + " more problems are not shown";
    BerthError rest =
        new BerthError(ErrorCode.LIMIT_EXCEEDED, problem, null, next.where(), List.of());
    List<Diagnostic> shown = new ArrayList<>(sorted.subList(0, most));
    shown.add(new Diagnostic(next.severity(), next.rule(), rest, null));
    return List.copyOf(shown);
  }

  private static @Nullable String placed(SourceSpan where, @Nullable String message) {
    return message == null
        ? null
        : where.file() + " (Line: " + where.line() + ", Col: " + where.column() + "): " + message;
  }

  private void add(
      Severity severity, Rule rule, SourceSpan where, Remark remark, @Nullable String reference) {
    failed |= severity == Severity.ERROR;
    String identity = severity.name() + where + ' ' + remark.problem();
    if (seen.add(identity)) {
      BerthError error =
          new BerthError(remark.code(), remark.problem(), remark.remedy(), where, remark.similar());
      diagnostics.add(new Diagnostic(severity, rule, error, reference));
    }
  }
}
