// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Similar;
import io.berth.workflow.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The legs that were asked for by `--matrix`, held against those that there are.
///
/// @param wanted the values that were asked for, by key
record MatrixChoice(Map<String, List<String>> wanted) {

  /// Reads every `--matrix`.
  ///
  /// @param errors gets what is not of the form `KEY:VALUE`
  static MatrixChoice of(List<String> options, List<BerthError> errors) {
    Map<String, List<String>> wanted = new LinkedHashMap<>();
    for (String given : options) {
      int colon = given.indexOf(':');
      if (colon <= 0) {
        errors.add(
            BerthError.of(
                ErrorCode.USAGE,
                "`--matrix " + given + "` is not of the form `KEY:VALUE`",
                "write for example `--matrix os:linux`"));
      } else {
        wanted
            .computeIfAbsent(given.substring(0, colon), _ -> new ArrayList<>())
            .add(given.substring(colon + 1));
      }
    }
    return new MatrixChoice(wanted);
  }

  /// Refuses what no leg of any plan has. While a matrix depends on what other jobs give, its legs
  /// are not known and nothing is refused.
  ///
  /// @throws BerthException B2000 naming the keys or the values that there are
  void check(List<Plan> plans) {
    var there = new Legs();
    for (Plan plan : plans) {
      plan.jobs().forEach(there::add);
    }
    if (there.late) {
      return;
    }
    List<BerthError> errors = new ArrayList<>();
    wanted.forEach(
        (key, values) -> {
          Set<String> known = there.values.get(key);
          for (String value : values) {
            if (known == null) {
              errors.add(unknown(key + ":" + value, "no matrix has the key", key, there.keys()));
            } else if (!known.contains(value)) {
              errors.add(unknown(key + ":" + value, "no leg has the value", value, known));
            }
          }
        });
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
  }

  private static BerthError unknown(String option, String problem, String word, Set<String> known) {
    String remedy =
        known.isEmpty()
            ? "leave `--matrix` out: no job has a matrix"
            : "use one of " + String.join(", ", known);
    return new BerthError(
        ErrorCode.USAGE,
        "`--matrix " + option + "`: " + problem + " `" + word + "`",
        remedy,
        null,
        Similar.to(word, known));
  }

  /// The legs of all jobs, those of called workflows included.
  private static final class Legs {
    final Map<String, Set<String>> values = new LinkedHashMap<>();
    boolean late;

    Set<String> keys() {
      return values.keySet();
    }

    void add(Plan.PlannedJob job) {
      late |= job.matrix() instanceof Plan.Foreseen.Late;
      for (Plan.PlannedLeg leg : job.legs()) {
        if (leg.matrix() instanceof Value.ObjectValue object) {
          object
              .members()
              .forEach(
                  (key, value) ->
                      values
                          .computeIfAbsent(key, _ -> new LinkedHashSet<>())
                          .add(value.asString()));
        }
        leg.jobs().forEach(this::add);
      }
    }
  }
}
