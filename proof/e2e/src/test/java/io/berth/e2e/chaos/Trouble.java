// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.chaos;

/// What happens to a run at some moment.
///
/// @see ChaosRun
enum Trouble {
  /// The plugin is killed, and Berth, whose child it is, starts it again.
  CHILD_KILLED(true, End.GOES_ON),
  /// The plugin is killed, and its administrator starts it again.
  SERVER_KILLED(false, End.GOES_ON),
  /// The plugin answers nobody for some heartbeats, and then goes on.
  CHILD_PAUSED(true, End.GOES_ON),
  SERVER_PAUSED(false, End.GOES_ON),
  /// The plugin answers nobody any more: a child is killed and started again.
  CHILD_STOPPED(true, End.GOES_ON),
  SERVER_STOPPED(false, End.FAILS),
  /// The connections to the plugin are cut.
  CUT(false, End.GOES_ON),
  /// Berth is killed.
  RUNNER_KILLED(false, End.IS_LOST),
  PARENT_KILLED(true, End.IS_LOST),
  /// Berth and the plugin are killed.
  BOTH_KILLED(true, End.IS_LOST);

  /// What becomes of the run.
  enum End {
    /// It comes to what it comes to without trouble.
    GOES_ON,
    /// Its job fails for want of an environment.
    FAILS,
    /// It never ends.
    IS_LOST
  }

  private final boolean managed;
  private final End end;

  Trouble(boolean managed, End end) {
    this.managed = managed;
    this.end = end;
  }

  /// Returns whether Berth starts the plugin.
  boolean isManaged() {
    return managed;
  }

  End end() {
    return end;
  }
}
