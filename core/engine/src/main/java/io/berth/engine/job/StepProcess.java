// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.FileWrite;
import io.berth.spi.Layout;
import io.berth.workflow.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The process of a `run` step: its files, its variables and its heading in the log.
///
/// @param spec the job
/// @param standing how far it has come
/// @param key the step
/// @param step what the file says about it
record StepProcess(JobSpec spec, Standing standing, StepKey key, Step step) {

  private static final byte[] NOTHING = {};

  Action action(Layout layout, Detail.StepPrepared prepared) {
    StepFiles files = StepFiles.of(layout, key.number());
    List<String> commandFiles =
        List.of(files.env(), files.output(), files.path(), files.state(), files.summary());
    List<FileWrite> writes = new ArrayList<>();
    if (isFirst()) {
      writes.add(text(files.event(), Json.print(event(layout))));
    }
    writes.add(text(prepared.scriptFile(), prepared.script()));
    for (String file : commandFiles) {
      writes.add(new FileWrite(file, NOTHING, false));
    }
    return new Action.RunProcess(
        key,
        writes,
        new ExecSpec(
            new ExecId("step-" + key.number()),
            prepared.command(),
            environment(layout, prepared),
            prepared.directory(),
            null),
        commandFiles);
  }

  /// Returns the lines that stand above the output of the step.
  List<String> header(Detail.StepPrepared prepared) {
    List<String> lines = new ArrayList<>();
    String script = prepared.script();
    lines.add("##[group]Run " + StepNames.firstLine(script));
    for (String line : script.stripTrailing().split("\n", -1)) {
      lines.add("\u001b[36;1m" + line + "\u001b[0m");
    }
    lines.add("shell: " + prepared.shell());
    Map<String, String> env = new LinkedHashMap<>(standing.ledger().env());
    env.putAll(prepared.env());
    if (!env.isEmpty()) {
      lines.add("env:");
      env.forEach((name, value) -> lines.add("  " + name + ": " + value));
    }
    lines.add("##[endgroup]");
    return lines;
  }

  private Map<String, String> environment(Layout layout, Detail.StepPrepared prepared) {
    var contexts =
        new JobContexts(
            spec,
            standing.ledger(),
            layout,
            prepared.env(),
            new JobContexts.CurrentStep(step.id(), StepFiles.of(layout, key.number())));
    Map<String, String> env = new LinkedHashMap<>(layout.env());
    env.putAll(standing.ledger().variables());
    env.putAll(prepared.env());
    DefaultVariables.addTo(
        env,
        spec.workflow().dialect(),
        contexts.github(),
        contexts.runner(),
        layout.env().getOrDefault("RUNNER_TRACKING_ID", "berth_" + spec.info().key().value()));
    addPath(env, layout.os().equals("Windows") ? ";" : ":");
    return env;
  }

  private void addPath(Map<String, String> env, String separator) {
    List<String> folders = new ArrayList<>(standing.ledger().path());
    if (folders.isEmpty()) {
      return;
    }
    String path = env.get("PATH");
    if (path != null && !path.isEmpty()) {
      folders.add(path);
    }
    env.put("PATH", String.join(separator, folders));
  }

  /// The payload stays the same for the whole job.
  private boolean isFirst() {
    for (StepRecord record : standing.ledger().steps().values()) {
      if (record.outcome() != null && record.outcome() != Result.SKIPPED) {
        return false;
      }
    }
    return true;
  }

  private Value event(Layout layout) {
    return new JobContexts(spec, standing.ledger(), layout, Map.of(), null)
        .github()
        .member("event")
        .orElse(Value.object(Map.of()));
  }

  private static FileWrite text(String path, String content) {
    return new FileWrite(path, content.getBytes(StandardCharsets.UTF_8), false);
  }
}
