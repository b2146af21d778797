// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All children of this process and what came of them: one object, as the kernel keeps one table.
///
/// This process is made the "subreaper" of its descendants: whatever loses its parent becomes a
/// child of Berth, so that everything that was ever started stays below Berth and can be found.
final class ProcessSpace {

  /// Whether the operating system is one that Berth knows better than the JDK does.
  static final boolean NATIVE = NativeChild.works();

  static final ProcessSpace SHARED = new ProcessSpace();

  private static final int SET_CHILD_SUBREAPER = 36;
  private static final int ANY_CHILD = 0;
  private static final int NO_HANG = 1;
  private static final int EXITED_NO_HANG_NO_WAIT = 0x4 | 0x1 | 0x01000000;
  private static final int FREEZE_ROUNDS = 8;
  private static final long PATIENCE = 10_000_000_000L;
  private static final long MIN_PAUSE = 200_000L;
  private static final long MAX_PAUSE = 20_000_000L;

  /// A child of ours that is waited for.
  ///
  /// @param tree what it belongs to, or null if nothing is known to come of it
  record Root(NativeChild child, ProcessEntry.Key key, @Nullable ProcessTree tree) {}

  private final Map<Long, Root> roots = new ConcurrentHashMap<>();
  private final List<ProcessTree> trees = new CopyOnWriteArrayList<>();

  /// Starting shares it, looking and signalling has it alone: a child that is not registered yet
  /// must not be taken for somebody's orphan.
  private final ReadWriteLock gate = new ReentrantReadWriteLock();

  private ProcessSpace() {
    if (NATIVE) {
      NativeFunction.PRCTL.call(SET_CHILD_SUBREAPER, 1);
    }
  }

  /// Loads and links what the first start needs. What goes wrong here goes wrong again there.
  static void prepare() {
    if (NATIVE) {
      try {
        Poller.shared();
        Spawn.prepare();
      } catch (IOException e) {
        return;
      }
    }
  }

  /// @param terminal what all of its streams are, or `null` for a pipe
  /// @param apart whether what it says on its standard error gets a pipe of its own
  Launch start(
      Program program,
      String file,
      @Nullable ProcessFamily family,
      @Nullable PseudoTerminal terminal,
      boolean apart)
      throws IOException {
    gate.readLock().lock();
    try {
      Launch launch =
          terminal != null
              ? Spawn.of(program, file, terminal)
              : apart ? Spawn.apart(program, file) : Spawn.of(program, file);
      if (launch instanceof Launch.Running running
          && running.child() instanceof NativeChild child) {
        register(child, family);
        child.begin();
      }
      return launch;
    } finally {
      gate.readLock().unlock();
    }
  }

  private void register(NativeChild child, @Nullable ProcessFamily family) {
    ProcessEntry entry = ProcessEntry.of(child.pid());
    if (entry == null) {
      throw new IllegalStateException("/proc does not show process " + child.pid());
    }
    ProcessTree tree = family == null ? null : new ProcessTree(child, entry, family);
    roots.put(child.pid(), new Root(child, entry.key(), tree));
    if (tree != null) {
      trees.add(tree);
    }
  }

  /// Notes that a child was waited for.
  ///
  /// @param ticks when it ended, in clock ticks since the machine started
  void ended(NativeChild child, long ticks) {
    Root root = roots.get(child.pid());
    if (root != null && root.child == child) {
      roots.remove(child.pid(), root);
      if (root.tree != null) {
        root.tree.ended(ticks);
      }
    }
  }

  List<ProcessTree> trees() {
    return trees;
  }

  @Nullable Root root(ProcessEntry process) {
    Root root = roots.get(process.pid());
    return root != null && root.key.equals(process.key()) ? root : null;
  }

  /// Looks once, so that what is there now is recognised when it has lost its parents.
  void observe() {
    locked(this::look);
  }

  /// Sends a signal once to the living among those chosen.
  void signal(Predicate<ProcessScan.Member> whose, int number) {
    locked(
        () -> {
          for (ProcessScan.Member member : look().members()) {
            if (whose.test(member)) {
              send(member.process(), number);
            }
          }
        });
  }

  /// Ends those chosen and whatever they start meanwhile.
  ///
  /// @return whether none is left; false after 10 seconds, when the kernel does not let go of one
  boolean kill(Predicate<ProcessScan.Member> whose) {
    long deadline = System.nanoTime() + PATIENCE;
    for (long pause = MIN_PAUSE; ; pause = Math.min(2 * pause, MAX_PAUSE)) {
      boolean[] none = new boolean[1];
      locked(() -> none[0] = strike(whose));
      if (none[0] || System.nanoTime() - deadline > 0) {
        return none[0];
      }
      LockSupport.parkNanos(pause);
    }
  }

  /// Stops all, so that none can start another while they are killed one by one.
  private boolean strike(Predicate<ProcessScan.Member> whose) {
    Set<ProcessEntry.Key> stopped = new HashSet<>();
    List<ProcessEntry> living = living(whose);
    for (int round = 0; round < FREEZE_ROUNDS; round++) {
      boolean fresh = false;
      for (ProcessEntry process : living) {
        if (stopped.add(process.key())) {
          send(process, Signals.STOP);
          fresh = true;
        }
      }
      if (!fresh) {
        break;
      }
      living = living(whose);
    }
    for (ProcessEntry process : living) {
      send(process, Signals.KILL);
    }
    return living.isEmpty();
  }

  private List<ProcessEntry> living(Predicate<ProcessScan.Member> whose) {
    List<ProcessEntry> living = new ArrayList<>();
    for (ProcessScan.Member member : look().members()) {
      if (whose.test(member)) {
        living.add(member.process());
      }
    }
    return living;
  }

  /// Forgets a family. Whatever of it still lives is nobody's.
  void forget(ProcessFamily family) {
    locked(() -> trees.removeIf(tree -> tree.family() == family));
  }

  /// Returns who is there, and reaps the dead that nobody waits for.
  private ProcessScan look() {
    if (!hasChildren()) {
      return ProcessScan.EMPTY;
    }
    ProcessScan scan = ProcessScan.of(this, ProcessEntry.all());
    for (ProcessEntry orphan : scan.deadOrphans()) {
      NativeFunction.WAITPID.call(orphan.pid(), 0, NO_HANG);
    }
    return scan;
  }

  private static boolean hasChildren() {
    return Siginfo.waitid(ANY_CHILD, EXITED_NO_HANG_NO_WAIT) != -Errno.CHILD;
  }

  private void send(ProcessEntry process, int number) {
    Root root = root(process);
    if (root != null) {
      root.child.signal(number);
    } else {
      Signals.send(process, number);
    }
  }

  private void locked(Runnable action) {
    gate.writeLock().lock();
    try {
      action.run();
    } finally {
      gate.writeLock().unlock();
    }
  }
}
