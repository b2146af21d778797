// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.e2e.Program;
import io.berth.e2e.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One run of the program with a plugin, in folders of its own, and what troubles it.
final class ChaosRun implements AutoCloseable {

  /// More than a run takes on a machine that has other things to do.
  private static final Duration LONGEST = Duration.ofSeconds(100);

  private static final Duration HEARTBEAT = Duration.ofMillis(500);
  private static final Duration PAUSE = HEARTBEAT.multipliedBy(5);
  private static final String LAUNCHER = Program.distribution().resolve("bin/berth").toString();

  private final Path folder;
  private final boolean managed;
  private final Traces traces;
  private final CutSocket socket;
  private final Program program;
  private @Nullable Process plugin;
  private @Nullable Process runner;

  /// @param folder short enough for a socket
  ChaosRun(Path folder, boolean managed, Path workflow) throws IOException {
    this.folder = folder;
    this.managed = managed;
    this.traces = new Traces(UUID.randomUUID().toString(), folder.resolve("work"));
    this.program =
        new Program(folder.resolve("home"))
            .with("BERTH_CONFIG", folder.resolve("berth.yaml").toString())
            .with("CHAOS_MARK", traces.value());
    Files.createDirectories(folder.resolve("s"));
    this.socket = new CutSocket(folder.resolve("s/cut"), folder.resolve("p/p.sock"));
    Files.writeString(folder.resolve("berth.yaml"), configuration());
    Path target = folder.resolve("repo/.github/workflows/chaos.yml");
    Files.createDirectories(target.getParent());
    Files.copy(workflow, target);
  }

  private String configuration() {
    String connect =
        managed
            ? "exec: [" + String.join(", ", serve()) + "], env: [JAVA_HOME, CHAOS_MARK]"
            : "address: \"unix://" + folder.resolve("s/cut") + "\"";
    return """
        backends:
          chaos:
            connect: { %s, patience: 24s }
            config: { work-folder: "%s", longest-lease: 40s }
        """
        .formatted(connect, folder.resolve("work"));
  }

  private static List<String> serve() {
    return List.of(LAUNCHER, "plugin", "serve", "host", "--heartbeat", HEARTBEAT.toMillis() + "ms");
  }

  Traces traces() {
    return traces;
  }

  /// Runs to the end, if there is one.
  ///
  /// @param trouble what happens, or `null` if nothing does
  /// @param moment after how many rows
  Ended run(@Nullable Trouble trouble, int moment, RandomGenerator random)
      throws IOException, InterruptedException {
    if (!managed) {
      startPlugin();
    }
    Process started =
        program.start(
            folder.resolve("repo"),
            "exec",
            "--json",
            "--backend",
            "chaos",
            "--env",
            "CHAOS_MARK=" + traces.value());
    runner = started;
    boolean begun = false;
    if (trouble != null) {
      Until.holds(LONGEST, () -> rows() >= moment || !started.isAlive());
      TimeUnit.MICROSECONDS.sleep(random.nextInt(40_000));
      begun = Told.hasBegun(program.text("out"));
      make(trouble);
    }
    boolean ended = started.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      throw new AssertionError("no end after " + LONGEST + "\n" + program.text("err"));
    }
    return new Ended(
        started.exitValue(), begun, rows(), Told.of(program.text("out")), program.text("err"));
  }

  /// How a run ended.
  ///
  /// @param begun whether the job had begun when the trouble came
  /// @param rows how many it told
  record Ended(int exit, boolean begun, int rows, Told told, String errors) {}

  private int rows() {
    return (int) program.text("out").chars().filter(c -> c == '\n').count();
  }

  private void make(Trouble trouble) throws IOException, InterruptedException {
    switch (trouble) {
      case CHILD_KILLED -> signal("KILL", child());
      case SERVER_KILLED -> {
        signal("KILL", child());
        startPlugin();
      }
      case CHILD_PAUSED, SERVER_PAUSED -> {
        long pid = child();
        signal("STOP", pid);
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        signal("CONT", pid);
      }
      case CHILD_STOPPED, SERVER_STOPPED -> signal("STOP", child());
      case CUT -> socket.cut();
      case RUNNER_KILLED, PARENT_KILLED -> signal("KILL", pid(runner));
      case BOTH_KILLED -> {
        long pid = child();
        signal("KILL", pid(runner));
        signal("KILL", pid);
      }
    }
  }

  private void startPlugin() throws IOException {
    Process before = plugin;
    if (before != null) {
      before.onExit().join();
    }
    var command = new java.util.ArrayList<>(serve());
    command.addAll(List.of("--address", "unix://" + folder.resolve("p/p.sock")));
    var builder = new ProcessBuilder(command).redirectError(folder.resolve("plugin.err").toFile());
    builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
    Process started = builder.start();
    plugin = started;
    if (started.inputReader(UTF_8).readLine() == null) {
      throw new AssertionError(Files.readString(folder.resolve("plugin.err")));
    }
  }

  /// Returns the plugin; 0 if there is none at this moment.
  private long child() {
    if (!managed) {
      return pid(plugin);
    }
    return runner == null
        ? 0
        : runner
            .children()
            .filter(child -> child.info().commandLine().orElse("").contains(" serve host"))
            .mapToLong(ProcessHandle::pid)
            .findFirst()
            .orElse(0);
  }

  private static long pid(@Nullable Process process) {
    return process == null ? 0 : process.pid();
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    if (pid > 0) {
      new ProcessBuilder("kill", "-s", name, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  /// Returns what `berth runs` says of the runs.
  String runs() throws IOException, InterruptedException {
    return program.run(folder.resolve("repo"), "runs").out();
  }

  /// Ends the plugin for good.
  void killPlugin() throws IOException, InterruptedException {
    signal("KILL", pid(plugin));
  }

  /// Starts a plugin over the same folders, and has it make an environment.
  Ended again() throws IOException, InterruptedException {
    Path workflow = folder.resolve("repo/.github/workflows/chaos.yml");
    Files.writeString(workflow, "on: push\njobs: {a: {runs-on: x, steps: [{run: 'true'}]}}\n");
    return run(null, 0, RandomGenerator.getDefault());
  }

  @Override
  public void close() throws IOException {
    for (Process process : new Process[] {runner, plugin}) {
      if (process != null) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
    socket.close();
  }
}
