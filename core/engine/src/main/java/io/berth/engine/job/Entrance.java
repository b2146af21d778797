// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event.Detail;
import io.berth.engine.StepKey;
import io.berth.model.BerthError;
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
    String text = evaluator.value(uses.uses()).asString().strip();
    if (Checkout.isNamed(text)) {
      return checkout(layout, uses, evaluator);
    }
    if (site.around().size() > DEEPEST) {
      return end.fail(
          List.of("Composite action depth exceeded max depth " + DEEPEST + ": `" + text + "`"),
          null);
    }
    var given = new Given(env, limit);
    ActionReference reference = RemoteActions.reference(text, site.holder());
    if (reference instanceof ActionReference.Repository repository) {
      return remote(layout, repository, uses, evaluator, given);
    }
    String path = LocalAction.path(text);
    if (path != null) {
      return local(layout, text, path, uses, evaluator, given);
    }
    BerthError unserved =
        reference instanceof ActionReference.Image
            ? Unserved.image(text, uses)
            : Unserved.action(text, uses);
    return end.fail(List.of(Failures.line(unserved)), null);
  }

  private List<Action> local(
      Layout layout,
      String text,
      String path,
      Step.Action.Uses uses,
      Evaluator evaluator,
      Given given) {
    String top =
        LocalAction.isOwn(text) ? LocalAction.ownFolder(layout) : layout.paths().workspace();
    String directory = LocalAction.directory(layout, top, path);
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
        BerthError unserved = Unserved.manifest(text, manifest, uses);
        if (unserved != null) {
          yield end.fail(List.of(Failures.line(unserved)), null);
        }
        yield enter(text, uses, manifest, evaluator, new Place(directory, null, given));
      }
    };
  }

  /// An action that only a step inside of a local action uses, or that an expression names, is not
  /// looked for before.
  private List<Action> remote(
      Layout layout,
      ActionReference.Repository reference,
      Step.Action.Uses uses,
      Evaluator evaluator,
      Given given) {
    Fetched fetched = site.standing().fetched();
    Fetched.Remote remote = fetched == null ? null : fetched.actions().get(reference.toString());
    if (remote == null) {
      var wanted = new Action.FetchActions.Wanted(reference, uses.uses().span());
      var late = new Action.FetchActions.Late(site.key(), site.place());
      return List.of(new Action.FetchActions(List.of(wanted), late));
    }
    String text = reference.toString();
    BerthError refused = Unserved.manifest(text, remote.manifest(), uses);
    return refused == null
        ? enter(
            text,
            uses,
            remote.manifest(),
            evaluator,
            new Place(remote.directory(layout), reference, given))
        : end.fail(List.of(Failures.line(refused)), null);
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

  private List<Action> enter(
      String text,
      Step.Action.Uses uses,
      ActionManifest manifest,
      Evaluator evaluator,
      Place place) {
    var inputs = new ActionInputs(manifest, evaluator.variables(uses.with()));
    Detail.ActionEntered entered = place.entered(site.key(), inputs.all(evaluator));
    List<Action> actions = new ArrayList<>();
    inputs.addWarnings(site, actions);
    if (manifest.runs() instanceof ActionRuns.JavaScript script
        && script.pre() != null
        && (place.repository() == null || Beforehand.isTooLate(site, uses))) {
      String warning =
          place.repository() == null
              ? "`pre` execution is not supported for local action from '" + text + "'"
              : "`pre` of `" + text + "` is not run: the action is known only when its step runs";
      site.remark(Annotation.Level.WARNING, "pre", warning, actions);
    }
    Map<String, String> outer = site.standing().ledger().env();
    actions.add(site.log("header", Headings.action(text, entered, outer)));
    actions.add(new Action.Decide(entered));
    return actions;
  }

  private List<Action> checkout(Layout layout, Step.Action.Uses uses, Evaluator evaluator) {
    Map<String, String> inputs = evaluator.variables(uses.with());
    var github =
        new JobContexts(site.spec(), site.standing().ledger(), layout, Map.of(), null).github();
    String path = Checkout.input(inputs, "path");
    String workspace = layout.paths().workspace();
    String folder = path.startsWith("/") ? path : LocalAction.directory(layout, workspace, path);
    if (Checkout.isFirstVersion(uses) && !path.isEmpty() && !path.startsWith("/")) {
      workspace = JobContexts.parent(workspace);
      folder = workspace + "/" + path;
    }
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
