// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A background step, from when the job went on without it until its result counts.
///
/// @param seen what steps had left behind when the job went on, and what it sets for itself
/// @param env the variables that it set
/// @param folders the folders that it put in front of `PATH`, latest last
/// @param record its outputs, and how it ended
/// @param cancelled whether a step asked for its end
/// @param joined whether what it left behind counts for the job
record Background(
    Ledger seen,
    Map<String, String> env,
    List<String> folders,
    StepRecord record,
    boolean cancelled,
    boolean joined) {

  Background {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    folders = List.copyOf(folders);
  }

  /// @param ledger what steps have left behind so far
  static Background of(Ledger ledger) {
    return new Background(ledger, Map.of(), List.of(), StepRecord.NEW, false, false);
  }

  boolean isEnded() {
    return record.conclusion() != null;
  }

  /// Returns what its result means for others: that it was cancelled on purpose means nothing.
  Result result() {
    Result conclusion = record.conclusion();
    return conclusion == null || (cancelled && conclusion == Result.CANCELLED)
        ? Result.SUCCESS
        : conclusion;
  }

  /// Returns what the step sees.
  Ledger seenOf(Ledger job) {
    return seen.at(job);
  }

  /// Returns what steps have left behind when this one counts too.
  ///
  /// @param id the id of the step
  Ledger joinedTo(Ledger job, String id) {
    Ledger all = job.withEnv(env).withStep(id, record);
    for (String folder : folders) {
      all = all.withFolder(folder);
    }
    return all;
  }

  Background withEnv(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(env);
    more.put(name, value);
    return new Background(
        seen.withEnv(Map.of(name, value)), more, folders, record, cancelled, joined);
  }

  Background withFolder(String folder) {
    List<String> more = new ArrayList<>(folders);
    more.add(folder);
    return new Background(seen.withFolder(folder), env, more, record, cancelled, joined);
  }

  Background withOutput(String name, String value) {
    return new Background(seen, env, folders, record.withOutput(name, value), cancelled, joined);
  }

  Background ended(Result outcome, Result conclusion) {
    return new Background(seen, env, folders, record.ended(outcome, conclusion), cancelled, joined);
  }

  Background cancel() {
    return new Background(seen, env, folders, record, true, joined);
  }

  Background join() {
    return new Background(seen, env, folders, record, cancelled, true);
  }
}
