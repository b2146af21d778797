// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event.Detail;
import io.berth.engine.StepKey;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.spi.Layout;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a step gets to the action that it uses: the action is found, read and given its inputs.
///
/// @param site where the step is
/// @param end ends it if there is no such action
record Entrance(Site site, StepEnd end) {

  /// Actions use actions up to this many levels below the step of the job, as on GitHub.
  private static final int DEEPEST = 9;

  /// @param env the variables of the step
  /// @param limit the longest it may run, or `null`
  List<Action> actions(
      Layout layout,
      Step.Action.Uses uses,
      Evaluator evaluator,
      Map<String, String> env,
      @Nullable Duration limit) {
    if (Checkout.of(uses) != null) {
      return checkout(layout, uses, evaluator);
    }
    String text = evaluator.value(uses.uses()).asString().strip();
    if (site.around().size() > DEEPEST) {
      return end.fail(
          List.of("Composite action depth exceeded max depth " + DEEPEST + ": `" + text + "`"),
          null);
    }
    var given = new Given(env, limit);
    ActionReference reference = RemoteActions.reference(text, site.holder());
    if (reference instanceof ActionReference.Repository repository) {
      Fetched fetched = site.standing().fetched();
      Fetched.Remote remote = fetched == null ? null : fetched.actions().get(repository.toString());
      return remote == null
          ? end.fail(List.of(Failures.line(Unserved.action(text, uses))), null)
          : enter(
              text,
              new ActionInputs(remote.manifest(), evaluator.variables(uses.with())),
              evaluator,
              new Place(remote.directory(layout), repository, given));
    }
    String path = LocalAction.path(text);
    if (path == null) {
      return end.fail(List.of(Failures.line(Unserved.action(text, uses))), null);
    }
    String directory = LocalAction.directory(layout, path);
    return switch (ActionFile.in(site, layout, directory)) {
      case ActionFile.Missing() ->
          end.fail(
              List.of(
                  "Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '"
                      + directory
                      + "'. Did you forget to run actions/checkout before running your local"
                      + " action?"),
              null);
      case ActionFile.Broken(var problems) -> end.fail(problems, null);
      case ActionFile.Known(var manifest) -> {
        BerthError unserved = unserved(text, manifest, uses);
        if (unserved != null) {
          yield end.fail(List.of(Failures.line(unserved)), null);
        }
        var inputs = new ActionInputs(manifest, evaluator.variables(uses.with()));
        yield enter(text, inputs, evaluator, new Place(directory, null, given));
      }
    };
  }

  /// What a step gives to its action besides inputs.
  ///
  /// @param env the variables of the step
  /// @param limit the longest it may run, or `null`
  record Given(Map<String, String> env, @Nullable Duration limit) {}

  /// Where an action is, and what its step gives it.
  private record Place(
      String directory, ActionReference.@Nullable Repository repository, Given given) {

    Detail.ActionEntered entered(StepKey key, Map<String, String> inputs) {
      return new Detail.ActionEntered(
          key,
          directory,
          repository == null ? "" : repository.repository(),
          repository == null ? "" : repository.ref(),
          inputs,
          given.env(),
          given.limit());
    }
  }

  /// Returns what enters an action for what it runs beforehand. Warnings are left to the step
  /// itself.
  Action beforehand(
      Layout layout,
      Step.Action.Uses uses,
      Fetched.Remote action,
      Evaluator evaluator,
      Given given) {
    var inputs = new ActionInputs(action.manifest(), evaluator.variables(uses.with()));
    var place = new Place(action.directory(layout), action.reference(), given);
    return new Action.Decide(place.entered(site.key(), inputs.all(evaluator)));
  }

  private List<Action> enter(String text, ActionInputs inputs, Evaluator evaluator, Place place) {
    Detail.ActionEntered entered = place.entered(site.key(), inputs.all(evaluator));
    List<Action> actions = new ArrayList<>();
    inputs.addWarnings(site, actions);
    boolean local = place.repository() == null;
    if (local
        && inputs.manifest().runs() instanceof ActionRuns.JavaScript script
        && script.pre() != null) {
      site.remark(
          Annotation.Level.WARNING,
          "pre",
          "`pre` execution is not supported for local action from '" + text + "'",
          actions);
    }
    Map<String, String> outer = site.standing().ledger().env();
    actions.add(site.log("header", Headings.action(text, entered, outer)));
    actions.add(new Action.Decide(entered));
    return actions;
  }

  private static @Nullable BerthError unserved(
      String text, ActionManifest manifest, Step.Action.Uses uses) {
    return switch (manifest.runs()) {
      case ActionRuns.Composite _, ActionRuns.JavaScript _ -> null;
      case ActionRuns.Docker docker ->
          new BerthError(
              ErrorCode.LAYER_UNSUPPORTED,
              "the action `"
                  + text
                  + "` of "
                  + uses.uses().span()
                  + " runs in a container of its own, and the environment of this job makes none",
              "use an action that runs JavaScript or steps, or write what it does as `run` steps",
              docker.span(),
              List.of());
      case ActionRuns.Plugin plugin ->
          new BerthError(
              ErrorCode.ACTION_UNSERVED,
              "the action `" + text + "` is a part of GitHub's own runner: " + plugin.name(),
              "use a later version of the action",
              plugin.span(),
              List.of());
    };
  }

  private List<Action> checkout(Layout layout, Step.Action.Uses uses, Evaluator evaluator) {
    Map<String, String> inputs = evaluator.variables(uses.with());
    var github =
        new JobContexts(site.spec(), site.standing().ledger(), layout, Map.of(), null).github();
    String path = Checkout.input(inputs, "path");
    String folder = path.startsWith("/") ? path : LocalAction.directory(layout, path);
    String workspace = layout.paths().workspace();
    boolean inside = folder.equals(workspace) || folder.startsWith(workspace + "/");
    if (!layout.os().equals("Windows") && (!inside || (folder + "/").contains("/../"))) {
      return end.fail(
          List.of("Repository path '" + folder + "' is not under '" + workspace + "'"), null);
    }
    return List.of(
        site.log("header", List.of("Berth brings the files itself: " + folder)),
        new Action.BringFiles(site.key(), site.place(), Checkout.request(folder, inputs, github)));
  }
}
