// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

/// Where work is done that nobody waits for.
@FunctionalInterface
public interface Threads {

  /// Starts work on another thread.
  ///
  /// @param name for a person who looks at all threads
  void start(String name, Runnable work);

  /// Returns virtual threads, one for each piece of work.
  static Threads virtual() {
    return (name, work) -> Thread.ofVirtual().name(name).start(work);
  }
}
