// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.backend.host.HostBackendFactory;
import io.berth.engine.Event;
import io.berth.engine.LogBlock;
import io.berth.engine.RunListener;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.Placement;
import io.berth.run.ExecRequest.Selection;
import io.berth.run.ExecRequest.Values;
import io.berth.run.ExecRequest.WorkspaceContent;
import io.berth.spi.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A folder with workflows, and what running them on this machine tells.
final class Ground implements RunListener {

  final Path root;
  final Path state;
  final Path work;
  final List<Event> events = new ArrayList<>();
  final Cancellation cancellation = new Cancellation();
  private final StringBuilder log = new StringBuilder();
  private Consumer<String> watcher = line -> {};

  Selection selection = new Selection(null, null, null, null, List.of());
  Values values = new Values(List.of(), Assignments.none(), Assignments.none(), Assignments.none());
  ExecRequest.Services services = ExecRequest.Services.DEFAULT;
  Placement placement = new Placement(null, 2, WorkspaceContent.COPY, false);
  ExecRequest.Actions actions = ExecRequest.Actions.DEFAULT;
  boolean dryRun;
  @Nullable Person person;

  Ground(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("repo"));
    state = folder.resolve("state");
    work = folder.resolve("work");
  }

  Ground workflow(String... lines) throws IOException {
    return file(".github/workflows/ci.yml", String.join("\n", lines) + "\n");
  }

  Ground file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  /// Calls back when the log shows a text.
  Ground when(String text, Runnable then) {
    watcher =
        shown -> {
          if (shown.contains(text)) {
            watcher = ignored -> {};
            then.run();
          }
        };
    return this;
  }

  ExitStatus exec() throws InterruptedException {
    var env =
        Map.of(
            "PATH",
            System.getenv("PATH"),
            "HOME",
            "/tmp",
            "XDG_CACHE_HOME",
            work.resolveSibling("cache").toString(),
            "FROM_ENV",
            "value of env");
    return Exec.run(
        new ExecRequest(root, selection, values, placement, actions, services, dryRun),
        new Surroundings(
            env,
            state,
            new Backends(Map.of(HostBackendFactory.ID, () -> new HostBackendFactory(work, env))),
            InstantSource.system(),
            person,
            secret -> {}),
        this,
        cancellation);
  }

  String log() {
    return log.toString();
  }

  /// Returns every job with its result.
  Map<String, String> jobs() {
    Map<String, String> jobs = new java.util.TreeMap<>();
    for (Event event : events) {
      if (event instanceof Event.JobCompleted completed) {
        jobs.put(completed.job().value(), completed.result().word());
      }
    }
    return jobs;
  }

  List<String> notices() {
    List<String> notices = new ArrayList<>();
    for (Event event : events) {
      if (event instanceof Event.Noticed(var text)) {
        notices.add(text);
      }
    }
    return notices;
  }

  Event.@Nullable JobCompleted completed(String job) {
    for (Event event : events) {
      if (event instanceof Event.JobCompleted completed && completed.job().value().equals(job)) {
        return completed;
      }
    }
    return null;
  }

  @Override
  public void onEvent(long sequence, Instant time, Event event) {
    events.add(event);
  }

  @Override
  public void onLog(LogBlock block) {
    String text = new String(block.bytes(), UTF_8);
    log.append(text);
    watcher.accept(text);
  }
}
