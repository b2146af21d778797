// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.Backend;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.Owner;
import io.berth.spi.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one runner, job or stranger must not reach.
final class SecurityCases {

  static final List<Case> CASES =
      List.of(
          Case.of(
                  "SEC-01",
                  Profile.SECURITY,
                  "another runner sees and removes nothing of this one",
                  SecurityCases::otherRunner)
              .needs(Need.STRANGER),
          Case.of(
              "SEC-08",
              Profile.SECURITY,
              "a variable of a command is in no process's arguments",
              SecurityCases::arguments),
          Case.of(
                  "SEC-05",
                  Profile.SECURITY,
                  "a job finds neither the plugin's token nor the runner's session",
                  SecurityCases::credentials)
              .needs(Need.WIRE));

  private SecurityCases() {}

  private static void otherRunner(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    Environment environment = trial.create(trial.request(id));
    String stranger = trial.subject().stranger();
    Backend other = trial.subject().other().apply(stranger);
    try {
      trial.doing("listing environments as another runner");
      for (EnvironmentStatus status : other.list(stranger)) {
        trial.that(
            !status.id().equals(id),
            "environment `" + id + "` of one runner is listed for another");
      }
      trial.doing("removal of an environment as another runner");
      other.remove(id, new Owner(stranger, Long.MAX_VALUE, Map.of()));
      trial.equal(
          "a command in an environment that another runner was to remove",
          "on\n",
          trial.finish(trial.sh(environment, "echo on")).text());
      trial.equal(
          "what another runner renews",
          List.of(),
          other.renew(
              List.of(id), new Owner(stranger, 9, Map.of()), java.time.Duration.ofMinutes(1)));
      trial.refused(
          "adoption of an environment by another runner",
          () -> other.adopt(id, new Owner(stranger, 9, Map.of())));
    } finally {
      trial.subject().close(other);
    }
  }

  /// Looks where a job would: in its variables, in those and the arguments of all processes, and in
  /// the files of its folders.
  private static void credentials(Trial trial) throws InterruptedException {
    List<String> secrets = new ArrayList<>(List.of(RawCalls.open(trial).session()));
    String token = trial.wire().token();
    if (token != null) {
      secrets.add(token);
    }
    for (String secret : secrets) {
      String look =
          "{ env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr '\\000' '\\n';"
              + " find . '"
              + trial.temp()
              + "' -type f -exec cat {} + 2>/dev/null; } | grep -c '"
              + pattern(secret)
              + "' || :";
      trial.equal(
          "how often a job finds the "
              + (secret.equals(token) ? "token of the plugin" : "session of the runner"),
          "0",
          trial.text(look).strip());
    }
  }

  /// Returns what `grep` finds a secret by, and which does not match itself among the arguments.
  private static String pattern(String secret) {
    var pattern = new StringBuilder("[").append(secret.charAt(0)).append(']');
    for (int i = 1; i < secret.length(); i++) {
      char c = secret.charAt(i);
      pattern.append(Character.isLetterOrDigit(c) || c == '-' || c == '_' ? c : '.');
    }
    return pattern.toString();
  }

  private static void arguments(Trial trial) throws InterruptedException {
    String canary = "canary" + trial.freshId().replace("-", "");
    ExecSpec usual = trial.spec(List.of("sh", "-c", "echo ready; while :; do sleep 0.05; done"));
    Map<String, String> env = new LinkedHashMap<>(usual.env());
    env.put("VERIFY_SECRET", canary);
    Execution running =
        trial.start(
            new ExecSpec(usual.id(), usual.command(), env, usual.directory(), usual.limit()));
    trial.doing("reading the first output of a command");
    trial.read(running, 0, 0);
    String half = canary.substring(0, canary.length() - 1);
    String look =
        "{ cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\000' ' '; ps -eo args 2>/dev/null; } | grep"
            + " -c '"
            + half
            + "["
            + canary.charAt(canary.length() - 1)
            + "]' || :";
    trial.equal(
        "how many lines of processes' arguments hold the value of a variable of a command",
        "0",
        trial.text(look).strip());
    trial.doing("KILL to a command");
    running.signal(Signal.KILL);
  }
}
