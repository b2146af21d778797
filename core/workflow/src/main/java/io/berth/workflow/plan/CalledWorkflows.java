// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference;
import io.berth.workflow.Job;
import io.berth.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The workflows that a workflow calls, directly or not, all read before anything runs: what is
/// called is always a literal, so a bad call is found first.
///
/// @param byUses the workflows by what [#key] says of the text of `uses`
/// @param errors all that is wrong with the calls
public record CalledWorkflows(Map<String, Workflow> byUses, List<BerthError> errors) {

  /// How deeply calls may be nested.
  public static final int MAX_DEPTH = 10;

  /// How many files may be called.
  public static final int MAX_FILES = 50;

  public CalledWorkflows {
    byUses = Collections.unmodifiableMap(new LinkedHashMap<>(byUses));
    errors = List.copyOf(errors);
  }

  /// Reads files of the repository, and of others.
  @FunctionalInterface
  public interface Source {

    /// Returns what a file holds.
    ///
    /// @param path its path below the root of the repository, without `./`
    Answer read(String path);

    /// Returns what a file of another repository holds; the workflow says where it comes from.
    ///
    /// @param where the place that calls it
    default Answer read(ActionReference.Repository file, SourceSpan where) {
      return new Answer.Unread();
    }
  }

  /// What came of reading a file.
  public sealed interface Answer {

    /// The file is a workflow.
    record Found(Workflow workflow) implements Answer {}

    /// There is no such file.
    ///
    /// @param similar files that may have been meant
    record Missing(List<String> similar) implements Answer {
      public Missing {
        similar = List.copyOf(similar);
      }
    }

    /// Nobody looked: what it does is decided without it.
    record Unread() implements Answer {}

    /// The file is no valid workflow.
    ///
    /// @param errors all that is wrong with it
    record Invalid(List<BerthError> errors) implements Answer {
      public Invalid {
        errors = List.copyOf(errors);
      }
    }
  }

  /// Returns whether `uses` names a workflow of the repository that says so.
  public static boolean isLocal(String uses) {
    return uses.startsWith("./") || uses.startsWith("$/");
  }

  /// Returns the one name of a workflow that is called. A workflow of another repository that calls
  /// `./path` means that repository, at the same ref.
  ///
  /// @param caller the workflow that says `uses`
  /// @param uses what it says
  public static String key(Workflow caller, String uses) {
    if (!isLocal(uses)) {
      return uses;
    }
    var origin = caller.origin();
    return origin == null ? "./" + uses.substring(2) : origin.sibling(uses.substring(2)).toString();
  }

  /// Reads what a workflow calls and checks the calls.
  public static CalledWorkflows of(Workflow workflow, Source source) {
    return of(workflow, source, MAX_DEPTH);
  }

  /// Reads what a workflow calls and checks the calls.
  ///
  /// @param depth how deeply they may be nested
  public static CalledWorkflows of(Workflow workflow, Source source, int depth) {
    var reading = new Reading(source, depth);
    reading.follow(workflow, 1);
    return new CalledWorkflows(reading.found, reading.errors);
  }

  private static final class Reading {

    final Map<String, Workflow> found = new LinkedHashMap<>();
    final List<BerthError> errors = new ArrayList<>();
    private final Map<String, Integer> depths = new LinkedHashMap<>();
    private final Source source;
    private final int deepest;

    Reading(Source source, int deepest) {
      this.source = source;
      this.deepest = deepest;
    }

    void follow(Workflow workflow, int depth) {
      for (Job job : workflow.jobs().values()) {
        if (job instanceof Job.Call call) {
          follow(workflow, call, depth);
        }
      }
    }

    private void follow(Workflow caller, Job.Call call, int depth) {
      var uses = key(caller, call.uses().source());
      var called = found.get(uses);
      if (depth > deepest) {
        refuse(
            ErrorCode.LIMIT_EXCEEDED,
            "Nested reusable workflow depth exceeded " + deepest + ".",
            "See whether a workflow calls itself.",
            call.uses().span());
        return;
      }
      if (called == null && !depths.containsKey(uses)) {
        called = read(call, uses);
      }
      if (called == null) {
        return;
      }
      if (depths.getOrDefault(uses, 0) == 0) {
        found.put(uses, called);
      }
      check(call, called);
      if (depth > depths.getOrDefault(uses, 0)) {
        depths.put(uses, depth);
        follow(called, depth + 1);
      }
    }

    private @Nullable Workflow read(Job.Call call, String uses) {
      depths.put(uses, 0);
      if (depths.size() > MAX_FILES) {
        refuse(
            ErrorCode.LIMIT_EXCEEDED,
            "more than " + MAX_FILES + " workflow files are called",
            "Join some of them.",
            call.uses().span());
        return null;
      }
      return switch (answer(call, uses)) {
        case Answer.Found(var workflow) -> workflow;
        case Answer.Unread() -> null;
        case Answer.Missing(var similar) -> {
          errors.add(
              new BerthError(
                  ErrorCode.WORKFLOW_NOT_FOUND,
                  "job `" + call.head().id() + "` calls `" + uses + "`, and there is no such file",
                  "Give the path from the root of the repository.",
                  call.uses().span(),
                  similar));
          yield null;
        }
        case Answer.Invalid(var invalid) -> {
          errors.addAll(invalid);
          yield null;
        }
      };
    }

    private Answer answer(Job.Call call, String uses) {
      if (isLocal(uses)) {
        return source.read(uses.substring(2));
      }
      try {
        var reference = ActionReference.parse(uses, call.uses().span());
        return reference instanceof ActionReference.Repository file
            ? source.read(file, call.uses().span())
            : new Answer.Missing(List.of());
      } catch (BerthException e) {
        return new Answer.Invalid(e.errors());
      }
    }

    private void check(Job.Call call, Workflow called) {
      var declared = called.triggers().call();
      if (declared == null) {
        refuse(
            ErrorCode.WORKFLOW_INVALID,
            "job `"
                + call.head().id()
                + "` calls `"
                + call.uses().source()
                + "`, which has no trigger `workflow_call`",
            "Add `workflow_call` to its `on`.",
            call.uses().span());
        return;
      }
      for (BerthError error : CallInputs.check(declared, call)) {
        if (!errors.contains(error)) {
          errors.add(error);
        }
      }
    }

    private void refuse(ErrorCode code, String problem, String remedy, SourceSpan where) {
      var error = new BerthError(code, problem, remedy, where, List.of());
      if (!errors.contains(error)) {
        errors.add(error);
      }
    }
  }
}
