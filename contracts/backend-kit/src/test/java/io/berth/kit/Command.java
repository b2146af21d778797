// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process of Java as the kit wants a command.
///
/// @param process what runs
/// @param mark the variable that all processes of its environment have
/// @param output what it writes
record Command(Process process, String mark, Pump output) implements Running {

  private static final int SIGNALLED = 128;
  private static final int MOST_SIGNALS = 64;

  Command(Process process, String mark) {
    this(process, mark, Pump.start("pump", process.getInputStream(), Threads.virtual()));
  }

  @Override
  public byte[] read(int max) throws InterruptedException, IOException {
    return output.read(max);
  }

  @Override
  public boolean awaitExit(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public ExecOutcome exit() {
    int code = process.exitValue();
    boolean signalled = code > SIGNALLED && code <= SIGNALLED + MOST_SIGNALS;
    return signalled ? new ExecOutcome.Signalled(code - SIGNALLED) : new ExecOutcome.Exited(code);
  }

  @Override
  public void signal(Signal signal) {
    // The command first: a shell that sees its child die goes on, and may end as if nothing was.
    List<ProcessHandle> tree = new ArrayList<>();
    tree.add(process.toHandle());
    process.descendants().forEach(tree::add);
    if (signal == Signal.KILL) {
      ProcessHandle.allProcesses().filter(each -> isOrphan(each, mark)).forEach(tree::add);
    }
    send(signal, tree);
  }

  @Override
  public boolean awaitClosed(Duration atMost) throws InterruptedException {
    return output.awaitClosed(atMost);
  }

  @Override
  public void cut() {
    output.cut();
  }

  @Override
  public void close() {
    output.cut();
  }

  /// Ends all processes with a mark.
  static void killAll(String mark) {
    send(
        Signal.KILL,
        ProcessHandle.allProcesses().filter(each -> carries(each.pid(), mark)).toList());
  }

  private static boolean isOrphan(ProcessHandle process, String mark) {
    boolean hasParent = process.parent().map(parent -> carries(parent.pid(), mark)).orElse(false);
    boolean ofJava = process.parent().equals(java.util.Optional.of(ProcessHandle.current()));
    return !hasParent && !ofJava && carries(process.pid(), mark);
  }

  private static boolean carries(long pid, String mark) {
    try {
      byte[] variables = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
      return ("\0" + new String(variables, StandardCharsets.ISO_8859_1))
          .contains("\0" + mark + "\0");
    } catch (IOException e) {
      return false;
    }
  }

  private static void send(Signal signal, List<ProcessHandle> processes) {
    String name =
        switch (signal) {
          case INTERRUPT -> "-INT";
          case TERMINATE -> "-TERM";
          case KILL -> "-KILL";
        };
    List<String> kill = new ArrayList<>(List.of("kill", name));
    processes.forEach(each -> kill.add(Long.toString(each.pid())));
    try {
      if (kill.size() > 2) {
        var _ = new ProcessBuilder(kill).redirectErrorStream(true).start().onExit().join();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
