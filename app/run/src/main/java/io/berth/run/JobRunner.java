// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.Event;

/// One job of a run, which somebody runs on a thread of its own.
interface JobRunner {

  /// Runs the job to its end. Its last event is [Event.JobCompleted].
  void run() throws InterruptedException;

  /// Tells the job that its cancellation was recorded. May be called from any thread.
  void cancelRecorded(Event.CancelRequested event);

  /// Ends the job at once. May be called from any thread.
  void kill(String reason);
}
