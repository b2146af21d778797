// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Programs that were started for one purpose, with everything that came of them: children,
/// children that detached themselves, and those that tried to leave no trace.
///
/// On systems other than Linux only the descendants that still have their parents are known.
public final class ProcessFamily {

  private final String mark;
  private final Path home;
  private final boolean claims;
  private final Set<Child> portable = ConcurrentHashMap.newKeySet();

  /// @param mark a variable that all its programs are started with and nobody else's are, as
  ///     `NAME=value`
  /// @param home a folder that only they work in
  public ProcessFamily(String mark, Path home) {
    this(mark, home, true);
  }

  private ProcessFamily(String mark, Path home, boolean claims) {
    this.mark = mark;
    this.home = home;
    this.claims = claims;
  }

  /// Returns a family of programs that hide nothing: what shows neither its variable nor its folder
  /// is not of it, even if nobody else is known who can have started it. A process beside it, the
  /// child of a plugin for example, may have.
  ///
  /// @param mark as for the others
  /// @param home as for the others
  public static ProcessFamily ofTrusted(String mark, Path home) {
    return new ProcessFamily(mark, home, false);
  }

  /// Starts a program of this family.
  ///
  /// @throws IOException if the machine has no room for another process or pipe
  public Launch start(Program program) throws IOException {
    Launch launch = Launch.of(program, this);
    if (launch instanceof Launch.Running running
        && running.child() instanceof PortableChild child) {
      portable.add(child);
    }
    return launch;
  }

  /// Starts a program of this family with a terminal as its input and its output.
  ///
  /// @throws IOException if the machine has no room for another process
  public Launch start(Program program, PseudoTerminal terminal) throws IOException {
    return Launch.of(program, this, terminal);
  }

  /// Looks at what is there, so that it is recognised when it has lost its parents.
  public void observe() {
    if (ProcessSpace.NATIVE) {
      ProcessSpace.SHARED.observe();
    }
  }

  /// Sends a signal to a child of this family and to all that is known to have come of it.
  ///
  /// @param signal one of [Signals]
  public void signal(Child child, int signal) {
    if (ProcessSpace.NATIVE) {
      ProcessSpace.SHARED.signal(member -> cameOf(member, child), signal);
    } else {
      PortableSignals.send(child.pid(), signal);
    }
  }

  /// Ends a child of this family and all that came of it, even if the child itself has ended.
  ///
  /// @return whether none is left
  public boolean kill(Child child) {
    if (ProcessSpace.NATIVE) {
      return ProcessSpace.SHARED.kill(member -> cameOf(member, child));
    }
    PortableSignals.send(child.pid(), Signals.KILL);
    return true;
  }

  /// Ends the whole family, for good: nothing may be started in it any more.
  ///
  /// @return whether none is left
  public boolean end() {
    if (ProcessSpace.NATIVE) {
      boolean none = ProcessSpace.SHARED.kill(member -> member.family() == this);
      ProcessSpace.SHARED.forget(this);
      return none;
    }
    for (Child child : List.copyOf(portable)) {
      PortableSignals.send(child.pid(), Signals.KILL);
    }
    return true;
  }

  /// Ends processes that an earlier Berth, which is no more, started with a variable.
  ///
  /// @param mark the variable, as `NAME=value`
  /// @return whether none is left; on systems other than Linux none is found
  public static boolean endStrangers(String mark) {
    return !ProcessSpace.NATIVE || Strangers.end(mark);
  }

  private boolean cameOf(ProcessScan.Member member, Child child) {
    ProcessTree tree = member.tree();
    return member.family() == this && tree != null && tree.isOf(child);
  }

  /// Returns whether it takes what only it can have started.
  boolean claims() {
    return claims;
  }

  boolean owns(ProcessEntry process) {
    return process.startedWith(mark) || process.worksBelow(home);
  }
}
