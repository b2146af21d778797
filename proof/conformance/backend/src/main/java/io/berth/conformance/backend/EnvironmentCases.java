// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.model.ErrorCode;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.FileWrite;
import io.berth.spi.JobPlan;
import io.berth.spi.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The lives of environments.
final class EnvironmentCases {

  static final List<Case> CASES =
      List.of(
          Case.of(
                  "ENV-01",
                  Profile.CORE,
                  "an environment is made, and the folders of its layout can be written",
                  EnvironmentCases::made)
              .within(Duration.ofMinutes(2)),
          Case.of(
              "ENV-02",
              Profile.CORE,
              "the same request names the same environment",
              EnvironmentCases::same),
          Case.of(
              "ENV-03",
              Profile.CORE,
              "another request under a known id is refused",
              EnvironmentCases::different),
          Case.of(
              "ENV-04",
              Profile.CORE,
              "two that ask for one id at once get the same environment",
              EnvironmentCases::joined),
          Case.of(
                  "ENV-05",
                  Profile.CORE,
                  "an environment that is removed while it is made does not appear later",
                  EnvironmentCases::removedWhileMade)
              .within(Duration.ofMinutes(1))
              .aside(),
          Case.of(
              "ENV-08",
              Profile.CORE,
              "removing again, and what never was, succeeds",
              EnvironmentCases::removedTwice),
          Case.of(
              "ENV-09",
              Profile.CORE,
              "removing ends what runs, as lost",
              EnvironmentCases::removedWhileRunning),
          Case.of(
              "ENV-10",
              Profile.CORE,
              "two removals at once succeed",
              EnvironmentCases::removedAtOnce),
          Case.of(
              "ENV-11",
              Profile.CORE,
              "after its removal an environment takes no call and is not listed",
              EnvironmentCases::nothingLeft),
          Case.of(
                  "ENV-12",
                  Profile.CORE,
                  "ten environments made at once do not see each other's files",
                  EnvironmentCases::isolated)
              .within(Duration.ofMinutes(2)),
          Case.of(
              "ENV-13",
              Profile.CORE,
              "an environment is listed with its owner and as ready",
              EnvironmentCases::listed),
          Case.of(
              "ENV-14",
              Profile.CORE,
              "the layout gives PATH and HOME, and programs are found through it",
              EnvironmentCases::variables),
          Case.of(
              "ENV-15",
              Profile.CORE,
              "stopping ends what runs and leaves the files",
              EnvironmentCases::stopped));

  /// After which a creation that nobody ended would be done.
  private static final Duration LATE = Duration.ofMillis(2500);

  private EnvironmentCases() {}

  private static List<String> folders(Layout.Paths paths) {
    return List.of(paths.workspace(), paths.temp(), paths.toolCache(), paths.actions());
  }

  static void made(Trial trial) throws InterruptedException {
    for (String folder : folders(trial.environment().layout().paths())) {
      Ended ended = trial.finish(trial.sh("cd '" + folder + "' && : > .probe && rm .probe"));
      trial.equal(
          "writing into the folder `" + folder + "` of the layout",
          new ExecOutcome.Exited(0),
          ended.outcome());
    }
  }

  private static void same(Trial trial) throws InterruptedException, IOException {
    EnvironmentRequest request = trial.request(trial.freshId());
    Environment first = trial.create(request);
    String mark = first.layout().paths().temp() + "/mark";
    first.writeFiles(List.of(new FileWrite(mark, new byte[] {'x'}, false)));
    Environment second = trial.create(request);
    trial.equal("the layout of the second answer", first.layout(), second.layout());
    trial.that(
        second.readFiles(List.of(mark), 1).getFirst().content() != null,
        "a file that was written before create was called again with the same id is gone: the call"
            + " made another environment");
    long listed =
        trial.backend().list(trial.subject().runner()).stream()
            .filter(status -> status.id().equals(request.id()))
            .count();
    trial.equal("how often the environment is listed", 1L, listed);
  }

  private static void different(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    trial.create(trial.request(id));
    trial.refused(
        "create with a known id and another plan",
        () -> trial.backend().create(EnvironmentRequest.of(id, trial.owner(), plan())));
  }

  private static JobPlan plan() {
    return JobPlan.commandsOnly("other");
  }

  private static void joined(Trial trial) throws InterruptedException {
    EnvironmentRequest request = trial.request(trial.freshId());
    trial.doing("two creates of `" + request.id() + "` at once");
    List<AtomicReference<@Nullable Object>> answers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      var answer = new AtomicReference<@Nullable Object>();
      answers.add(answer);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      answer.set(trial.backend().create(request).layout());
                    } catch (InterruptedException | RuntimeException e) {
                      answer.set(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    trial.that(
        answers.getFirst().get() instanceof Layout,
        "the first of two creates at once failed: " + answers.getFirst().get());
    trial.equal(
        "what the second of two creates at once answered",
        String.valueOf(answers.getFirst().get()),
        String.valueOf(answers.getLast().get()));
  }

  private static void removedWhileMade(Trial trial) throws InterruptedException {
    EnvironmentRequest request = trial.request(trial.freshId());
    Thread making =
        Thread.ofVirtual()
            .name("create")
            .start(
                () -> {
                  try {
                    trial.backend().create(request);
                  } catch (InterruptedException | RuntimeException e) {
                    // Whether it fails is not the question here.
                  }
                });
    making.join(Duration.ofMillis(20));
    making.interrupt();
    trial.doing("removal of an environment that is being made");
    trial.backend().remove(request.id(), trial.owner());
    trial.doing("the end of a create whose environment was removed meanwhile");
    making.join();
    LockSupport.parkNanos(LATE.toNanos());
    trial.eventually(
        "an environment that was removed while it was made is gone",
        Duration.ofSeconds(5),
        () -> {
          EnvironmentStatus status = trial.status(request.id());
          return status == null || status.state() == EnvironmentStatus.State.REMOVED;
        });
  }

  private static void removedTwice(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    Environment environment = trial.create(trial.request(id));
    trial.doing("removal of an environment, twice");
    environment.remove();
    environment.remove();
    trial.backend().remove(id, trial.owner());
    trial.doing("removal of an id that never was");
    trial.backend().remove(trial.freshId(), trial.owner());
  }

  private static void removedWhileRunning(Trial trial) throws InterruptedException, IOException {
    Environment watching = trial.create(trial.request(trial.freshId()));
    String id = trial.freshId();
    Environment removed = trial.create(trial.request(id));
    Execution running = trial.sh(removed, "echo $$; while :; do sleep 0.05; done");
    trial.doing("reading the first output of a command that runs");
    String process = new String(trial.read(running, 0, 0).bytes(), StandardCharsets.UTF_8).strip();
    trial.doing("removal of an environment in which a command runs");
    removed.remove();
    trial.doing("the outcome of a command whose environment was removed");
    ExecOutcome outcome = running.outcome();
    trial.that(
        outcome instanceof ExecOutcome.EnvironmentLost,
        "a command whose environment was removed ended as " + outcome + ", not as lost");
    boolean sees = trial.backend().capabilities().isolation().compareTo(PROCESS) <= 0;
    if (sees) {
      String left = "kill -0 " + process + " 2>/dev/null && echo alive || echo gone";
      trial.equal(
          "process " + process + " of the environment that was removed",
          "gone",
          trial.finish(trial.sh(watching, left)).text().strip());
    }
  }

  private static final io.berth.spi.Capabilities.Isolation PROCESS =
      io.berth.spi.Capabilities.Isolation.PROCESS;

  private static void removedAtOnce(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    trial.create(trial.request(id));
    trial.doing("two removals of an environment at once");
    var failure = new AtomicReference<@Nullable RuntimeException>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      trial.backend().remove(id, trial.owner());
                    } catch (RuntimeException e) {
                      failure.set(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    RuntimeException problem = failure.get();
    trial.that(problem == null, "one of two removals at once failed: " + problem);
  }

  private static void nothingLeft(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    Environment environment = trial.create(trial.request(id));
    String workspace = environment.layout().paths().workspace();
    trial.doing("removal of an environment");
    trial.backend().remove(id, trial.owner());
    EnvironmentStatus status = trial.status(id);
    trial.that(
        status == null || status.state() == EnvironmentStatus.State.REMOVED,
        "an environment that was removed is still listed: " + status);
    trial.refused(
        "start in an environment that was removed",
        () -> trial.sh(environment, "true"),
        ErrorCode.ENVIRONMENT_NOT_READY,
        ErrorCode.ENVIRONMENT_LOST);
    trial.refused(
        "listing files of an environment that was removed",
        () -> environment.listFiles(workspace, false, 10));
  }

  private static void isolated(Trial trial) throws InterruptedException, IOException {
    int most = trial.backend().capabilities().limits().environments();
    int count = most == 0 ? 10 : Math.min(10, most);
    List<Environment> environments = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EnvironmentRequest request = trial.request(trial.freshId());
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      Environment made = trial.backend().create(request);
                      synchronized (environments) {
                        environments.add(made);
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
    trial.doing("making " + count + " environments at once");
    for (Thread thread : threads) {
      thread.join();
    }
    trial.equal("how many of " + count + " environments were made", count, environments.size());
    for (int i = 0; i < count; i++) {
      Environment one = environments.get(i);
      for (String folder : folders(one.layout().paths())) {
        if (!folder.equals(one.layout().paths().toolCache())) {
          one.writeFiles(List.of(new FileWrite(folder + "/of-" + i, new byte[] {'x'}, false)));
        }
      }
    }
    for (int i = 0; i < count; i++) {
      Layout.Paths paths = environments.get(i).layout().paths();
      for (String folder : List.of(paths.workspace(), paths.temp(), paths.actions())) {
        var entries = environments.get(i).listFiles(folder, false, 100);
        trial.that(
            entries.size() == 1 && entries.getFirst().path().equals("of-" + i),
            "`"
                + folder
                + "` of one of ten environments holds "
                + entries
                + ", and only the file `of-"
                + i
                + "` was written there: environments share a folder");
      }
    }
  }

  private static void listed(Trial trial) throws InterruptedException {
    String id = trial.freshId();
    trial.create(trial.request(id));
    EnvironmentStatus status = trial.status(id);
    if (status == null) {
      throw new Broken("an environment that was made is not listed for its runner");
    }
    trial.equal("the state of an environment", EnvironmentStatus.State.READY, status.state());
    trial.equal("the owner of an environment", trial.owner(), status.owner());
  }

  private static void variables(Trial trial) throws InterruptedException {
    for (String name : List.of("PATH", "HOME")) {
      trial.that(
          trial.environment().layout().env().containsKey(name),
          "the variables of the layout lack `" + name + "`");
    }
    trial.equal(
        "what `sh` prints when it is found through PATH",
        "found\n",
        trial.finish(trial.start(trial.spec(List.of("sh", "-c", "echo found")))).text());
  }

  private static void stopped(Trial trial) throws InterruptedException, IOException {
    Environment environment = trial.environment();
    String file = environment.layout().paths().workspace() + "/kept";
    Execution running = trial.sh("echo > kept; echo begun; while :; do sleep 0.05; done");
    trial.doing("reading the first output of a command that runs");
    trial.read(running, 0, 0);
    trial.doing("stop of an environment in which a command runs");
    environment.stop();
    trial.doing("the outcome of a command whose environment was stopped");
    ExecOutcome outcome = running.outcome();
    trial.that(
        outcome instanceof ExecOutcome.EnvironmentLost,
        "a command whose environment was stopped ended as " + outcome + ", not as lost");
    trial.doing("reading a file of an environment that was stopped");
    trial.that(
        environment.readFiles(List.of(file), 10).getFirst().content() != null,
        "a file of an environment that was stopped is gone, and stopping leaves the files");
    trial.refused("start in an environment that was stopped", () -> trial.sh("true"));
  }
}
