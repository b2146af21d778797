// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.util.HashSet;
import java.util.Set;

/// What is known of one child and all that came of it. Guarded by [ProcessSpace].
final class ProcessTree {

  private final Child root;
  private final long started;
  private final ProcessFamily family;
  private final Set<Long> sessions = new HashSet<>();
  private final Set<ProcessEntry.Key> members = new HashSet<>();
  private long ended = Long.MAX_VALUE;

  ProcessTree(Child root, ProcessEntry entry, ProcessFamily family) {
    this.root = root;
    this.started = entry.started();
    this.family = family;
    remember(entry);
  }

  boolean isOf(Child child) {
    return root.equals(child);
  }

  ProcessFamily family() {
    return family;
  }

  /// Notes when its root ended, in clock ticks since the machine started.
  void ended(long ticks) {
    ended = ticks;
  }

  /// Returns whether its root ran when `process` started.
  boolean ranWhenStarted(ProcessEntry process) {
    return started <= process.started() && process.started() <= ended;
  }

  /// Returns whether its root had started when `process` started.
  boolean beganBefore(ProcessEntry process) {
    return started <= process.started();
  }

  boolean knows(ProcessEntry process) {
    return members.contains(process.key())
        || (sessions.contains(process.session()) && beganBefore(process));
  }

  void remember(ProcessEntry process) {
    members.add(process.key());
    sessions.add(process.session());
  }
}
