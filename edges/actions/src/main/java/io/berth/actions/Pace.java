// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The time, and waiting for it to pass.
public interface Pace extends InstantSource {

  /// The time of the machine.
  Pace REAL =
      new Pace() {
        @Override
        public Instant instant() {
          return Instant.now();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }
      };

  /// The time of the machine for who would rather not wait.
  Pace HASTY =
      new Pace() {
        @Override
        public Instant instant() {
          return Instant.now();
        }

        @Override
        public void pause(Duration time) {}
      };

  /// Waits.
  void pause(Duration time) throws InterruptedException;
}
