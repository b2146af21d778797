// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Result;
import io.berth.engine.matcher.MatcherFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the steps of a job have left behind for those after them.
///
/// @param configured variables from outside of the workflow; all others win over them
/// @param env the variables of workflow and job, and what steps added
/// @param path the folders that steps put in front of `PATH`, latest first
/// @param steps what is known of each step by its id
/// @param early what ran before the steps, by the places of the steps for which it ran
/// @param matchers the problem matchers that watch the output, the latest first
/// @param status the status of the job so far; never skipped
record Ledger(
    Map<String, String> configured,
    Map<String, String> env,
    List<String> path,
    Map<String, StepRecord> steps,
    Map<String, Running> early,
    List<MatcherFile.Definition> matchers,
    Result status) {

  static Ledger of(Map<String, String> configured) {
    return new Ledger(
        configured, Map.of(), List.of(), Map.of(), Map.of(), List.of(), Result.SUCCESS);
  }

  Ledger {
    configured = Collections.unmodifiableMap(new LinkedHashMap<>(configured));
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    path = List.copyOf(path);
    matchers = List.copyOf(matchers);
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    early = Collections.unmodifiableMap(new LinkedHashMap<>(early));
  }

  Ledger withEnv(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(env);
    all.putAll(more);
    return new Ledger(configured, all, path, steps, early, matchers, status);
  }

  /// Returns all variables that a step gets from those before it and from outside.
  Map<String, String> variables() {
    Map<String, String> all = new LinkedHashMap<>(configured);
    all.putAll(env);
    return all;
  }

  Ledger withFolder(String folder) {
    List<String> folders = new ArrayList<>(path);
    folders.remove(folder);
    folders.addFirst(folder);
    return new Ledger(configured, env, folders, steps, early, matchers, status);
  }

  Ledger withStep(String id, StepRecord step) {
    Map<String, StepRecord> all = new LinkedHashMap<>(steps);
    all.put(id, step);
    return new Ledger(configured, env, path, all, early, matchers, status);
  }

  Ledger withEarly(Map<String, Running> more) {
    Map<String, Running> all = new LinkedHashMap<>(early);
    all.putAll(more);
    return new Ledger(configured, env, path, steps, all, matchers, status);
  }

  /// Returns what an action has kept for its later stages.
  ///
  /// @param place where the step is that uses it
  /// @param running that step, or `null` if it did not run
  Map<String, String> state(String place, @Nullable Running running) {
    Map<String, String> state = new LinkedHashMap<>();
    Running before = early.get(place);
    if (before != null) {
      state.putAll(before.state());
    }
    if (running != null) {
      state.putAll(running.state());
    }
    return state;
  }

  Ledger withMatcher(String owner, String definition) {
    List<MatcherFile.Definition> all = new ArrayList<>(withoutMatcher(owner).matchers);
    all.addFirst(new MatcherFile.Definition(owner, definition));
    return new Ledger(configured, env, path, steps, early, all, status);
  }

  Ledger withoutMatcher(String owner) {
    List<MatcherFile.Definition> others = new ArrayList<>(matchers);
    others.removeIf(matcher -> matcher.owner().equalsIgnoreCase(owner));
    return new Ledger(configured, env, path, steps, early, others, status);
  }

  /// The worse result wins, and nothing is worse than cancelled.
  Ledger merge(Result result) {
    return new Ledger(configured, env, path, steps, early, matchers, status.merge(result));
  }

  /// Returns it with what never waits for its turn as it is now: status and problem matchers.
  Ledger at(Ledger now) {
    return new Ledger(configured, env, path, steps, early, now.matchers, now.status);
  }

  StepRecord step(String id) {
    return steps.getOrDefault(id, StepRecord.NEW);
  }
}
