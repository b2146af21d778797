// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How commands are started, and how they end by themselves.
final class ExecutionCases {

  static final List<Case> CASES =
      List.of(
          Case.of("EXE-01", Profile.EXEC, "exit statuses are exact", ExecutionCases::statuses),
          Case.of(
              "EXE-04",
              Profile.EXEC,
              "a program that cannot be started is a result, and the environment stays ready",
              ExecutionCases::notStarted),
          Case.of(
              "EXE-05",
              Profile.EXEC,
              "variables arrive unchanged and are all there is",
              ExecutionCases::variables),
          Case.of(
              "EXE-07",
              Profile.EXEC,
              "arguments arrive unchanged, past no shell",
              ExecutionCases::arguments),
          Case.of(
              "EXE-08",
              Profile.EXEC,
              "a command starts in its folder; a folder that is not there is a result",
              ExecutionCases::folder),
          Case.of(
              "EXE-11",
              Profile.EXEC,
              "a command reads the end of its input at once, and no terminal",
              ExecutionCases::noInput),
          Case.of(
              "EXE-23",
              Profile.EXEC,
              "five commands at once have each its own output",
              ExecutionCases::atOnce),
          Case.of(
              "EXE-25",
              Profile.EXEC,
              "starting a known id runs nothing again",
              ExecutionCases::startedTwice),
          Case.of(
              "EXE-28",
              Profile.EXEC,
              "executions are listed, and forgotten when they have ended",
              ExecutionCases::forgotten),
          Case.of(
              "RAT-03",
              Profile.EXEC,
              "an execution that never was is not found",
              ExecutionCases::unknown));

  private ExecutionCases() {}

  private static void statuses(Trial trial) throws InterruptedException {
    for (int status : new int[] {0, 1, 42, 126, 127, 255}) {
      trial.equal(
          "the outcome of `exit " + status + "`",
          new ExecOutcome.Exited(status),
          trial.finish(trial.sh("exit " + status)).outcome());
    }
    trial.equal(
        "the outcome of a command that kills itself",
        new ExecOutcome.Signalled(9),
        trial.finish(trial.sh("kill -9 $$")).outcome());
  }

  private static void notStarted(Trial trial) throws InterruptedException {
    String workspace = trial.environment().layout().paths().workspace();
    wantNotStarted(trial, "verify-no-such-program", 127);
    wantNotStarted(trial, workspace, 126);
    trial.equal("a command after that", "on\n", trial.text("echo on"));
  }

  private static void wantNotStarted(Trial trial, String program, int code)
      throws InterruptedException {
    Ended ended = trial.finish(trial.start(trial.spec(List.of(program))));
    if (!(ended.outcome() instanceof ExecOutcome.NotStarted not)) {
      throw new Broken("`" + program + "` cannot be started, and ended as " + ended.outcome());
    }
    trial.equal("the code of `" + program + "`, which cannot be started", code, not.code());
    trial.that(!not.problem().isBlank(), "it is not said why `" + program + "` was not started");
  }

  /// Wants variables to arrive unchanged, and returns those that nobody gave.
  static Set<String> added(Trial trial) throws InterruptedException {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", trial.environment().layout().env().getOrDefault("PATH", "/usr/bin:/bin"));
    env.put("EMPTY", "");
    env.put("WITH-DASH", "a\nb");
    env.put("UTF", "grüß 🚢");
    env.put("LONG", "x".repeat(100 << 10));
    ExecSpec usual = trial.spec(List.of("env"));
    Ended ended =
        trial.finish(
            trial.start(new ExecSpec(usual.id(), usual.command(), env, usual.directory(), null)));
    var wanted = new TreeSet<String>();
    env.forEach((name, value) -> wanted.addAll(List.of((name + "=" + value).split("\n"))));
    var found = new TreeSet<>(List.of(ended.text().split("\n")));
    found.removeIf(line -> line.startsWith("_="));
    var missing = new TreeSet<>(wanted);
    missing.removeAll(found);
    found.removeAll(wanted);
    trial.that(missing.isEmpty(), "variables were lost or changed: " + clipped(missing));
    return found;
  }

  private static void variables(Trial trial) throws InterruptedException {
    Set<String> found = added(trial);
    trial.that(
        found.isEmpty(),
        "a command has variables that it was not given (the set of StartRequest.env is complete): "
            + clipped(found));
  }

  private static String clipped(Iterable<String> lines) {
    List<String> shown = new ArrayList<>();
    lines.forEach(line -> shown.add(line.length() > 60 ? line.substring(0, 60) + "…" : line));
    return shown.toString();
  }

  static void arguments(Trial trial) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("printf", "%s|"));
    List<String> given = List.of("a b", "", "\"$HOME\"", "'", "*", "a\nb", "ü", "--", "`id`");
    command.addAll(given);
    String wanted = String.join("|", given) + "|";
    trial.equal(
        "what printf prints of its arguments",
        wanted,
        trial.finish(trial.start(trial.spec(command))).text());
  }

  private static void folder(Trial trial) throws InterruptedException {
    String temp = trial.temp();
    trial.text("mkdir -p '" + temp + "/in here'");
    ExecSpec usual = trial.spec(List.of("sh", "-c", "echo > here; ls"));
    trial.equal(
        "what stands in the folder in which a command was started",
        "here\n",
        trial
            .finish(
                trial.start(
                    new ExecSpec(
                        usual.id(), usual.command(), usual.env(), temp + "/in here", null)))
            .text());
    ExecSpec gone =
        new ExecSpec(trial.execId(), List.of("true"), usual.env(), temp + "/gone", null);
    ExecOutcome outcome = trial.finish(trial.start(gone)).outcome();
    trial.that(
        outcome instanceof ExecOutcome.NotStarted not && not.code() == 127,
        "a command whose folder is not there ended as " + outcome + ", not as not started, 127");
  }

  private static void noInput(Trial trial) throws InterruptedException {
    trial.equal("what `cat; echo end` prints", "end\n", trial.text("cat; echo end"));
    trial.equal(
        "whether the input of a command is a terminal",
        "no\n",
        trial.text("if [ -t 0 ]; then echo yes; else echo no; fi"));
  }

  private static void atOnce(Trial trial) throws InterruptedException {
    int most = trial.backend().capabilities().limits().executions();
    int count = most == 0 ? 5 : Math.min(5, most);
    List<Execution> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(
          trial.sh("i=0; while [ $i -lt 50 ]; do echo of-" + i + "; i=$((i+1)); sleep 0.01; done"));
    }
    for (int i = 0; i < count; i++) {
      trial.equal(
          "the output of command " + (i + 1) + " of " + count,
          ("of-" + i + "\n").repeat(50),
          trial.finish(running.get(i)).text());
    }
  }

  private static void startedTwice(Trial trial) throws InterruptedException, IOException {
    ExecSpec spec = trial.spec(List.of("sh", "-c", "echo x >> count; echo out"));
    Execution first = trial.start(spec);
    trial.doing("the outcome of a command");
    first.outcome();
    Execution second = trial.start(spec);
    trial.equal("the output of an id that was started twice", "out\n", trial.finish(second).text());
    String file = trial.environment().layout().paths().workspace() + "/count";
    byte[] count = trial.environment().readFiles(List.of(file), 10).getFirst().content();
    trial.equal(
        "what a command that was started twice under one id left in a file",
        Arrays.toString(new byte[] {'x', '\n'}),
        Arrays.toString(count));
  }

  private static void forgotten(Trial trial) throws InterruptedException {
    Execution ended = trial.sh("true");
    trial.doing("the outcome of `true`");
    ended.outcome();
    Execution running = trial.sh("while :; do sleep 0.05; done");
    trial.doing("list of executions");
    trial.equal(
        "the number of executions, one running and one ended",
        2,
        trial.environment().executions().size());
    trial.doing("forgetting executions");
    trial.environment().forget(ended.id());
    trial.environment().forget(running.id());
    trial.environment().forget(new ExecId("never-was"));
    trial.equal(
        "the executions after both were to be forgotten, one of which runs,",
        List.of(running.id()),
        trial.environment().executions());
  }

  private static void unknown(Trial trial) throws InterruptedException {
    trial.environment();
    trial.doing("looking for an execution that never was");
    trial.that(
        trial.environment().execution(new ExecId("never-was")).isEmpty(),
        "an execution was found that never was started");
  }
}
