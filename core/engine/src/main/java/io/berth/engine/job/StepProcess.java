// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail;
import io.berth.engine.Result;
import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.spi.ExecSpec;
import io.berth.spi.FileWrite;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import io.berth.workflow.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The process of a step: its files, its variables, its heading in the log and the signals that it
/// is sent.
///
/// @param site where the step is
/// @param id its id
/// @param stageOf the action that the process is a stage of, or `null` if it is a script
record StepProcess(Site site, String id, @Nullable Entered stageOf) {

  private static final byte[] NOTHING = {};
  private static final String KILLED =
      "The backend of this job cannot interrupt a process: this step was killed at once.";

  List<Action> actions(Running running, Layout layout, Detail.StepPrepared prepared) {
    Signal due = due(running);
    if (due != null) {
      return List.of(new Action.Decide(new Detail.StepSignalled(site.key(), due)));
    }
    List<Action> actions = new ArrayList<>();
    if (!prepared.scriptFile().isEmpty()) {
      Map<String, String> outer = site.standing().ledger().env();
      actions.add(site.log("header", Headings.script(prepared, outer)));
    }
    actions.add(process(layout, prepared));
    if (running.stop().last() == Signal.KILL && site.standing().signalAfter(null) == Signal.KILL) {
      actions.add(site.log("killed", List.of(KILLED)));
    }
    for (Signal signal : running.stop().signals()) {
      actions.add(new Action.Send(site.process(), signal));
    }
    return actions;
  }

  /// The first rung of the ladder follows from the state; timers bring the others.
  private @Nullable Signal due(Running running) {
    if (site.standing().ending().over()) {
      return running.stop().last() == Signal.KILL ? null : Signal.KILL;
    }
    boolean wanted = running.stop().wanted() || site.stopped();
    return wanted && running.stop().signals().isEmpty() ? site.standing().signalAfter(null) : null;
  }

  private Action process(Layout layout, Detail.StepPrepared prepared) {
    StepFiles files = site.files(layout);
    List<String> commandFiles =
        List.of(files.env(), files.output(), files.path(), files.state(), files.summary());
    List<FileWrite> writes = new ArrayList<>();
    if (SideBySide.isIn(site.spec().job())) {
      writes.add(text(files.event(), Json.print(event(layout))));
    } else if (isFirst()) {
      writes.add(text(StepFiles.event(layout), Json.print(event(layout))));
    }
    if (!prepared.scriptFile().isEmpty()) {
      writes.add(text(prepared.scriptFile(), prepared.script()));
    }
    for (String file : commandFiles) {
      writes.add(new FileWrite(file, NOTHING, false));
    }
    return new Action.RunProcess(
        site.key(),
        writes,
        new ExecSpec(
            site.process(),
            prepared.command(),
            environment(layout, prepared),
            prepared.directory(),
            null),
        commandFiles,
        site.standing().ledger().matchers());
  }

  private Map<String, String> environment(Layout layout, Detail.StepPrepared prepared) {
    JobContexts contexts = site.contexts(layout, id, prepared.env());
    Value.ObjectValue github = contexts.github();
    Map<String, String> env = new LinkedHashMap<>(layout.env());
    env.putAll(site.standing().ledger().variables());
    env.putAll(prepared.env());
    if (!prepared.scriptFile().isEmpty()) {
      env.putAll(new ServiceAccess(site).forScript(prepared.script()));
    }
    DefaultVariables.addTo(
        env,
        site.spec().workflow().dialect(),
        stageOf == null ? github : stageOf.namedIn(github),
        contexts.runner(),
        layout
            .env()
            .getOrDefault("RUNNER_TRACKING_ID", "berth_" + site.spec().info().key().value()));
    ServiceAccess.passProxiesBy(env);
    addPath(env, layout.os().equals("Windows") ? ";" : ":");
    return env;
  }

  private void addPath(Map<String, String> env, String separator) {
    List<String> folders = new ArrayList<>(site.standing().ledger().path());
    if (folders.isEmpty()) {
      return;
    }
    String path = env.get("PATH");
    if (path != null && !path.isEmpty()) {
      folders.add(path);
    }
    env.put("PATH", String.join(separator, folders));
  }

  /// The payload stays the same for the whole job. A `run` step before had it; what other
  /// steps did, or whether they came to a process at all, is not known.
  private boolean isFirst() {
    Map<String, StepRecord> records = site.standing().ledger().steps();
    for (Step step : site.spec().job().steps()) {
      StepRecord record = records.get(step.id());
      if (step.action() instanceof Step.Action.Run
          && record != null
          && record.outcome() != null
          && record.outcome() != Result.SKIPPED) {
        return false;
      }
    }
    return true;
  }

  private Value event(Layout layout) {
    return new JobContexts(site.spec(), site.standing().ledger(), layout, Map.of(), null)
        .github()
        .member("event")
        .orElse(Value.object(Map.of()));
  }

  private static FileWrite text(String path, String content) {
    return new FileWrite(path, content.getBytes(StandardCharsets.UTF_8), false);
  }
}
