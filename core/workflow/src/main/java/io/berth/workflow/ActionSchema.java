// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

/// What the manifest of an action may hold, in the format that [GitHubSchema] explains, whose
/// definitions it uses. Keys that it does not name are for those who publish actions.
final class ActionSchema {

  static final String TEXT =
      """
      action mapping "an action"
        name text
        description text
        inputs action-inputs
        outputs action-outputs
        runs! action-runs
        * name any
      action-inputs mapping "`inputs`"
        * name action-input
      action-input one-of
        | null action-input-mapping
      action-input-mapping mapping "an input"
        default action-input-default
        * name any
      action-input-default string
        @ github strategy matrix job runner hashFiles(1,255)
      action-outputs mapping "`outputs`"
        * name action-output
      action-output one-of
        | null action-output-mapping
      action-output-mapping mapping "an output"
        description text
        value action-output-value
      action-output-value string
        @ github inputs strategy matrix steps job runner env

      action-runs mapping "`runs`"
        using name
        plugin name
        main name
        pre name
        pre-if action-hook-if
        post name
        post-if action-hook-if
        image name
        entrypoint name
        pre-entrypoint name
        post-entrypoint name
        args action-args
        env action-env
        steps composite-steps
      action-hook-if string expression
        @ github inputs strategy matrix steps job runner env always(0,0) cancelled(0,0) success(0,0) failure(0,0) hashFiles(1,255)
      action-args sequence
        - action-arg
      action-arg string
        @ inputs
      action-env mapping "`env`"
        @ inputs
        * text text

      composite-steps sequence
        - composite-step
      composite-step one-of
        | composite-run-step composite-uses-step
      composite-run-step mapping "a step that runs a script"
        run! composite-text
        shell! composite-name
        id name
        name composite-text
        if composite-if
        env composite-env
        continue-on-error composite-boolean
        working-directory composite-text
      composite-uses-step mapping "a step that uses an action"
        uses! name
        id name
        name composite-text
        if composite-if
        env composite-env
        continue-on-error composite-boolean
        with composite-with
      composite-text string
        @ github inputs strategy matrix steps job runner env hashFiles(1,255)
      composite-name string non-empty
        @ github inputs strategy matrix steps job runner env hashFiles(1,255)
      composite-if string condition
        @ github inputs strategy matrix steps job runner env always(0,0) cancelled(0,0) success(0,0) failure(0,0) hashFiles(1,255)
      composite-boolean boolean
        @ github inputs strategy matrix steps job runner env hashFiles(1,255)
      composite-env mapping "`env`"
        @ github inputs strategy matrix steps job runner env hashFiles(1,255)
        * text text
      composite-with mapping "`with`"
        @ github inputs strategy matrix steps job runner env hashFiles(1,255)
        * text text
      """;

  private ActionSchema() {}
}
