// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;
import io.berth.engine.job.Action.FetchActions.Wanted;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Origin;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The actions of other repositories that the steps of a job use.
final class RemoteActions {

  private RemoteActions() {}

  /// Returns where `$/` of the file leads, or `null` if the file is in the repository of the run.
  static ActionReference.@Nullable Repository holder(JobSpec spec) {
    Origin origin = spec.workflow().origin();
    return origin == null ? null : origin.file();
  }

  /// Returns those that stand in the file, in its order. What is computed is not among them.
  static List<Wanted> of(JobSpec spec) {
    ActionReference.Repository holder = holder(spec);
    List<Wanted> wanted = new ArrayList<>();
    for (Step step : spec.job().steps()) {
      if (step.action() instanceof Step.Action.Uses uses
          && Checkout.of(uses) == null
          && uses.uses() instanceof Template.Literal(var name, _, var span)
          && reference(name.asString().strip(), holder)
              instanceof ActionReference.Repository remote) {
        wanted.add(new Wanted(remote, span));
      }
    }
    return wanted;
  }

  /// Returns what a step refers to, or `null` if it is nothing.
  ///
  /// @param holder the action whose step it is, or `null` if it is one of the file or of an action
  ///     in its repository
  static @Nullable ActionReference reference(
      String uses, ActionReference.@Nullable Repository holder) {
    try {
      ActionReference reference = ActionReference.parse(uses, null);
      return reference instanceof ActionReference.Own own && holder != null
          ? own.in(holder)
          : reference;
    } catch (BerthException e) {
      return null;
    }
  }

  /// Returns why one of the actions cannot be carried out, or `null` if all can.
  static @Nullable BerthError refused(List<Wanted> wanted, Fetched fetched) {
    for (Fetched.Remote remote : fetched.actions().values()) {
      String reference = remote.action().reference();
      BerthError refused = refused(reference, place(wanted, reference), remote);
      if (refused != null) {
        return refused;
      }
    }
    return null;
  }

  private static @Nullable BerthError refused(
      String reference, SourceSpan where, Fetched.Remote remote) {
    ActionRuns runs = remote.manifest().runs();
    return switch (runs) {
      case ActionRuns.Plugin(var name, _) ->
          new BerthError(
              ErrorCode.ACTION_UNSERVED,
              "the action `" + reference + "` is a part of GitHub's own runner: " + name,
              "use a later version of the action",
              where,
              List.of());
      case ActionRuns.JavaScript _, ActionRuns.Composite _, ActionRuns.Docker _ -> null;
    };
  }

  private static SourceSpan place(List<Wanted> wanted, String reference) {
    for (Wanted one : wanted) {
      if (one.reference().toString().equals(reference)) {
        return one.where();
      }
    }
    return wanted.getFirst().where();
  }
}
