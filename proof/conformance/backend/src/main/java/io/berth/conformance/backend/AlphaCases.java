// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import com.google.protobuf.ByteString;
import io.berth.protocol.forgejo.v1alpha.CapabilitiesRequest;
import io.berth.protocol.forgejo.v1alpha.CopyInChunk;
import io.berth.protocol.forgejo.v1alpha.RemoveRequest;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.Signal;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What `plugin.v1alpha` promises, under the names that the same promise has elsewhere.
///
/// Some are tried through Berth's client of that protocol, as a job would; where the client would
/// keep the promise by itself, past it.
final class AlphaCases {

  private static final Need NEVER =
      new Need("what plugin.v1alpha does not have, or leaves to the runner", s -> false, null);

  private static final String BEAT = "while :; do echo x >> beat; sleep 0.05; done";

  private static final List<Case> OWN =
      List.of(
          Case.of(
              "INFO-01",
              Profile.CORE,
              "Capabilities gives a name, and the same on every call",
              AlphaCases::capabilities),
          Case.of("INFO-02", Profile.WIRE, "health says SERVING", AlphaCases::health),
          Case.of(
                  "ENV-01",
                  Profile.CORE,
                  "an environment is made and booted, and its folders can be written",
                  EnvironmentCases::made)
              .within(Duration.ofMinutes(2)),
          Case.of(
              "ENV-08",
              Profile.CORE,
              "removing again, and what never was, succeeds",
              AlphaCases::removedTwice),
          Case.of("EXE-01", Profile.EXEC, "exit statuses are exact", AlphaCases::statuses),
          Case.of(
                  "EXE-02",
                  Profile.EXEC,
                  "10 MB of output arrive whole, and each stream is told from the other",
                  AlphaCases::output)
              .within(Duration.ofMinutes(1)),
          shared("EXE-03"),
          Case.of(
              "EXE-04",
              Profile.EXEC,
              "a program that cannot be started is told, and the environment stays ready",
              AlphaCases::notStarted),
          Case.of(
              "EXE-05",
              Profile.EXEC,
              "variables arrive unchanged",
              trial -> ExecutionCases.added(trial)),
          shared("EXE-07"),
          Case.of(
              "EXE-08",
              Profile.EXEC,
              "a command starts in its folder, or not at all",
              AlphaCases::folder),
          Case.of(
              "EXE-09",
              Profile.EXEC,
              "a user who is not there is refused, not ignored",
              AlphaCases::user),
          Case.of(
              "EXE-17",
              Profile.EXEC,
              "a command that ignores INT and TERM dies when its stream is cancelled",
              trial -> killed(trial, "trap '' INT TERM; : > beat; echo ready; " + BEAT)),
          Case.of(
              "EXE-18",
              Profile.EXEC,
              "cancelling ends the whole tree, and no command of another environment",
              AlphaCases::tree),
          Case.of(
              "EXE-19",
              Profile.EXEC,
              "after a command was cancelled another one runs",
              EndingCases::environmentStays),
          Case.of(
              "EXE-21", Profile.EXEC, "a command whose caller is cut off dies", AlphaCases::cutOff),
          shared("FIL-01"),
          shared("FIL-02"),
          shared("FIL-04"),
          shared("FIL-05"),
          shared("FIL-06"),
          Case.of(
              "FIL-07",
              Profile.FILES,
              "where a copy goes is said in its first message and in no other",
              AlphaCases::frames),
          shared("FIL-08"),
          shared("FIL-09"),
          shared("FIL-13"),
          Case.of(
              "FIL-15",
              Profile.FILES,
              "copying out what is not there is NOT_FOUND",
              AlphaCases::nothingThere),
          Case.of(
              "V1A-01",
              Profile.FILES,
              "an archive begins with the base name of what it is of",
              AlphaCases::baseName),
          Case.of(
              "V1A-02",
              Profile.WIRE,
              "calls for an environment that never was are NOT_FOUND",
              AlphaCases::unknown));

  private AlphaCases() {}

  /// Returns a case that is the same in both protocols.
  private static Case shared(String id) {
    return Cases.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  /// Returns all cases: of those that the protocol has its own form, of the others that it has
  /// none.
  static List<Case> among(List<Case> all) {
    Map<String, Case> cases = new LinkedHashMap<>();
    OWN.forEach(one -> cases.put(one.id(), one));
    for (Case one : all) {
      cases.putIfAbsent(
          one.id(),
          new Case(
              one.id(),
              one.profile(),
              one.title(),
              List.of(NEVER),
              one.deadline(),
              false,
              one.steps()));
    }
    return new ArrayList<>(cases.values());
  }

  private static void capabilities(Trial trial) {
    trial.doing("Capabilities");
    long start = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      String name =
          AlphaCalls.stub(trial).capabilities(CapabilitiesRequest.getDefaultInstance()).getName();
      trial.that(!name.isBlank(), "Capabilities gives no name");
    }
    long took = (System.nanoTime() - start) / 1_000_000;
    trial.that(took < 6000, "three calls of Capabilities took " + took + " ms");
  }

  private static void health(Trial trial) {
    trial.doing("health");
    trial.equal(
        "the health of the server",
        ServingStatus.SERVING,
        HealthGrpc.newBlockingStub(trial.wire().channel(null))
            .check(HealthCheckRequest.getDefaultInstance())
            .getStatus());
  }

  private static void removedTwice(Trial trial) {
    AlphaCalls calls = AlphaCalls.open(trial);
    calls.remove();
    calls.remove();
    trial.doing("Remove of an id that never was");
    var _ =
        AlphaCalls.stub(trial)
            .remove(RemoveRequest.newBuilder().setEnvironmentId(trial.freshId()).build());
  }

  private static void statuses(Trial trial) throws InterruptedException {
    for (int status : new int[] {0, 1, 42, 255}) {
      trial.equal(
          "the outcome of `exit " + status + "`",
          new ExecOutcome.Exited(status),
          trial.finish(trial.sh("exit " + status)).outcome());
    }
    ExecOutcome killed = trial.finish(trial.sh("kill -9 $$")).outcome();
    trial.that(!killed.equals(new ExecOutcome.Exited(0)), "a command that killed itself succeeded");
  }

  private static void output(Trial trial) throws InterruptedException {
    OutputCases.whole(trial);
    try (var calls = AlphaCalls.open(trial)) {
      var printed =
          calls.run(
              calls
                  .sh("i=0; while [ $i -lt 200 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done")
                  .build());
      trial.equal("the standard output", numbered('o'), printed.out());
      trial.equal("the standard error", numbered('e'), printed.err());
    }
  }

  private static String numbered(char letter) {
    var text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append(letter).append(i).append('\n');
    }
    return text.toString();
  }

  private static void notStarted(Trial trial) throws InterruptedException {
    ExecOutcome outcome =
        trial.finish(trial.start(trial.spec(List.of("verify-no-such-program")))).outcome();
    trial.that(
        outcome instanceof ExecOutcome.NotStarted
            || outcome.equals(new ExecOutcome.Exited(126))
            || outcome.equals(new ExecOutcome.Exited(127)),
        "a program that is not there ended as " + outcome + ", not as `exec_failed` or 127");
    trial.equal("a command after that", "on\n", trial.text("echo on"));
  }

  private static void folder(Trial trial) throws InterruptedException {
    String temp = trial.temp();
    trial.text("mkdir -p '" + temp + "/in here'");
    trial.equal(
        "what stands in the folder in which a command was started",
        "here\n",
        trial.finish(in(trial, temp + "/in here")).text());
    ExecOutcome outcome = trial.finish(in(trial, temp + "/gone")).outcome();
    trial.that(
        !outcome.equals(new ExecOutcome.Exited(0)),
        "a command whose folder is not there was run in another one");
  }

  private static Execution in(Trial trial, String folder) throws InterruptedException {
    ExecSpec usual = trial.spec(List.of("sh", "-c", "echo > here; ls"));
    return trial.start(new ExecSpec(usual.id(), usual.command(), usual.env(), folder, null));
  }

  private static void user(Trial trial) {
    try (var calls = AlphaCalls.open(trial)) {
      var printed = calls.run(calls.sh("echo ran").setUser("verify-no-such-user").build());
      trial.that(
          !printed.succeeded() && !printed.out().contains("ran"),
          "a command was run although its user is not there: the user is ignored");
    } catch (StatusRuntimeException e) {
      trial.doing("a refusal: " + e.getStatus());
    }
  }

  /// Starts a script that says `ready` and writes to `beat`, cancels it, and wants it to stop.
  private static void killed(Trial trial, String script) throws InterruptedException {
    Execution execution = trial.sh(script);
    trial.doing("reading the first output of a command");
    trial.read(execution, 0, 0);
    trial.doing("cancelling a command");
    execution.signal(Signal.KILL);
    trial.finish(execution);
    stops(trial, () -> trial.text("wc -c < beat"));
  }

  /// Asks twice, with a little time between.
  @FunctionalInterface
  private interface Question {
    String ask() throws InterruptedException;
  }

  private static void stops(Trial trial, Question size) {
    trial.eventually(
        "a command that was cancelled stops writing to a file",
        Duration.ofSeconds(10),
        () -> {
          String before = size.ask();
          Thread.sleep(400);
          return size.ask().equals(before);
        });
  }

  private static void tree(Trial trial) throws InterruptedException {
    Execution sibling =
        trial.sh(
            trial.create(trial.request(trial.freshId())),
            "echo ready; while :; do sleep 0.05; done");
    trial.read(sibling, 0, 0);
    killed(
        trial,
        "(trap '' INT TERM HUP; "
            + BEAT
            + ") >/dev/null 2>&1 & until [ -s beat ]; do sleep 0.05; done; echo ready; wait");
    trial.equal(
        "whether a command of another environment runs", true, EndingCases.runs(trial, sibling));
    sibling.signal(Signal.KILL);
  }

  private static void cutOff(Trial trial) {
    try (var calls = AlphaCalls.open(trial)) {
      try (var wire = trial.wire().another()) {
        var _ = calls.begin(wire, "trap '' HUP INT TERM; : > beat; echo ready; " + BEAT);
      }
      stops(trial, () -> calls.run(calls.sh("wc -c < beat").build()).out());
    }
  }

  private static void frames(Trial trial) throws InterruptedException {
    try (var calls = AlphaCalls.open(trial)) {
      var first =
          CopyInChunk.newBuilder()
              .setEnvironmentId(calls.id())
              .setDestPath(calls.temp() + "/x")
              .setData(ByteString.copyFrom(new Archive().folder("d").end()));
      wantInvalid(
          trial,
          "a copy whose second message says where it goes, too",
          calls.send(first.build(), first.build()));
      wantInvalid(
          trial,
          "a copy whose first message does not say where it goes",
          calls.send(CopyInChunk.getDefaultInstance()));
    }
  }

  private static void wantInvalid(Trial trial, String what, Status status) {
    trial.equal("the status of " + what, Status.Code.INVALID_ARGUMENT, status.getCode());
  }

  private static void nothingThere(Trial trial) {
    try (var calls = AlphaCalls.open(trial)) {
      wantNotFound(trial, "CopyOut of what is not there", c -> c.copyOut(c.temp() + "/no"), calls);
    }
  }

  private static void unknown(Trial trial) {
    AlphaCalls calls = AlphaCalls.open(trial);
    calls.remove();
    wantNotFound(trial, "Exec", c -> c.run(c.sh("true").build()), calls);
    wantNotFound(trial, "CopyOut", c -> c.copyOut("/"), calls);
  }

  private static void wantNotFound(
      Trial trial, String what, Consumer<AlphaCalls> call, AlphaCalls calls) {
    Status.Code code = Status.Code.OK;
    try {
      call.accept(calls);
    } catch (StatusRuntimeException e) {
      code = e.getStatus().getCode();
    }
    trial.equal("the status of " + what, Status.Code.NOT_FOUND, code);
  }

  private static void baseName(Trial trial) {
    try (var calls = AlphaCalls.open(trial)) {
      var _ =
          calls.run(calls.sh("mkdir -p top/in && echo x > top/in/file && echo y > one").build());
      trial.equal("the first name of the archive of a folder", "top", first(calls, "/top"));
      trial.equal("the first name of the archive of a file", "one", first(calls, "/one"));
    }
  }

  private static String first(AlphaCalls calls, String path) {
    String name = Archive.firstName(calls.copyOut(calls.temp() + path));
    int from = name.startsWith("./") ? 2 : 0;
    return name.substring(from, name.endsWith("/") ? name.length() - 1 : name.length());
  }
}
