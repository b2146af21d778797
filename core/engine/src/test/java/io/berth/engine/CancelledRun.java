// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What holds of the events of every run that was cancelled.
///
/// @param events all of them
/// @param point how many came before somebody cancelled the run
record CancelledRun(List<Event> events, int point) {

  void check() {
    Map<JobKey, Boolean> met = new HashMap<>();
    Map<JobKey, JobKey> jobs = new HashMap<>();
    Set<JobKey> open = new HashSet<>();
    for (int i = 0; i < events.size(); i++) {
      switch (events.get(i)) {
        case Event.JobAdded(var info) -> open.add(info.key());
        case Event.Detail.ConditionDecided(var job, _, var isMet, var cancelled) ->
            met.put(job, isMet && (cancelled || !isAfter(i)));
        case Event.JobPlanned(var job, var legs, _, _) -> {
          open.remove(job);
          for (JobLeg leg : legs) {
            open.add(leg.info().key());
            jobs.put(leg.info().key(), job);
          }
        }
        case Event.JobStarted(var key) ->
            assertThat(met.get(jobs.get(key)))
                .as("%s may start at %d of %s", key, i, events)
                .isTrue();
        case Event.JobCompleted completed -> {
          assertThat(open.remove(completed.job())).as("%s ends once", completed.job()).isTrue();
        }
        default -> {}
      }
    }
    assertThat(open).as("jobs without an end when cancelled after %d events", point).isEmpty();
    assertThat(events.getLast()).isInstanceOf(Event.RunCompleted.class);
  }

  private boolean isAfter(int index) {
    return index > point;
  }
}
