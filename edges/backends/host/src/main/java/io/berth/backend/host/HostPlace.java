// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.Running;
import io.berth.kit.Terminals;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.os.Launch;
import io.berth.os.ProcessFamily;
import io.berth.os.Program;
import io.berth.os.PseudoTerminal;
import io.berth.os.TerminalSize;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Layout;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// One folder of this machine and the processes that were started for it.
final class HostPlace implements LocalFiles, Terminals {

  /// The variable by which what a job left behind is recognised; actions/runner calls it so.
  static final String TRACKING = "RUNNER_TRACKING_ID";

  private final HostFolders folders;
  private final Layout layout;
  private final ProcessFamily family;

  HostPlace(String id, HostFolders folders, Map<String, String> inherited) {
    this.folders = folders;
    this.family = new ProcessFamily(mark(id), folders.root());
    this.layout = layout(folders, tracking(id), inherited);
  }

  static Layout layout(HostFolders folders, String tracking, Map<String, String> inherited) {
    Map<String, String> variables = new TreeMap<>(inherited);
    variables.put(TRACKING, tracking);
    variables.putIfAbsent("ImageOS", Machine.image());
    return new Layout(folders.paths(), Machine.os(), Machine.arch(), variables);
  }

  private static String tracking(String id) {
    return "berth_" + id;
  }

  /// Returns the variable that all processes of an environment are started with.
  static String mark(String id) {
    return TRACKING + "=" + tracking(id);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Running start(ExecSpec spec) {
    try {
      Launch launch = family.start(program(spec));
      // Not a pattern switch: the start-up cache keeps no call site of one, so it costs 5 ms here.
      if (launch instanceof Launch.Running running) {
        return new HostCommand(running.child(), family);
      }
      return refused((Launch.Refused) launch);
    } catch (IOException e) {
      return Running.ended(
          new ExecOutcome.EnvironmentLost(
              BerthError.of(
                  ErrorCode.BACKEND_UNAVAILABLE,
                  "this machine cannot start another process: " + e.getMessage(),
                  "end other programs or raise the limits on processes and open files")));
    }
  }

  private static Program program(ExecSpec spec) {
    return new Program(spec.command(), spec.env(), spec.directory());
  }

  private static Running refused(Launch.Refused refused) {
    return Running.ended(new ExecOutcome.NotStarted(refused.code(), refused.problem()));
  }

  @Override
  public Talking converse(ExecSpec spec, int columns, int rows) throws IOException {
    PseudoTerminal terminal = PseudoTerminal.open(new TerminalSize(columns, rows));
    Launch launch = family.start(program(spec), terminal);
    Running command =
        launch instanceof Launch.Running running
            ? new HostCommand(running.child(), family)
            : refused((Launch.Refused) launch);
    return new HostTalking(command, terminal);
  }

  @Override
  public void stop() throws IOException {
    family.end();
    folders.lock().giveUp();
  }

  @Override
  public boolean remove() throws IOException {
    boolean none = family.end();
    Deletion.of(folders.root());
    if (none) {
      folders.lock().close();
    }
    return none;
  }
}
