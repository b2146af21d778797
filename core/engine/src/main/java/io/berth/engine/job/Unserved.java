// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.spi.Layer;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a step asks for and Berth does not serve.
final class Unserved {

  private Unserved() {}

  /// Returns why an action cannot be carried out, or `null` if it can.
  ///
  /// @param text how the step names the action
  static @Nullable BerthError manifest(
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
                  + " needs "
                  + Layer.STEP_CONTAINER.words()
                  + (docker.image() instanceof ActionRuns.Image.Built
                      ? " and " + Layer.IMAGE_BUILD.words()
                      : "")
                  + ", and the environment of this job makes none",
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

  /// Returns why an image cannot be run.
  static BerthError image(String text, Step.Action.Uses uses) {
    return new BerthError(
        ErrorCode.LAYER_UNSUPPORTED,
        "`"
            + text
            + "` needs "
            + Layer.STEP_CONTAINER.words()
            + ", and the environment of this job makes none",
        "replace the step by a `run` step, or run the jobs that use no such action with `--job`",
        uses.uses().span(),
        List.of());
  }

  /// @param text how the step names the action
  static BerthError action(String text, Step.Action.Uses uses) {
    return new BerthError(
        ErrorCode.WORKFLOW_INVALID,
        "`" + text + "` names no action",
        "write `owner/repository@ref`, `./path` or `docker://image`",
        uses.uses().span(),
        List.of());
  }
}
