// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.JobSpec;
import io.berth.engine.StepKey;
import io.berth.engine.job.Action;
import io.berth.engine.job.Input;
import io.berth.engine.output.CommandEffect;
import io.berth.engine.output.JobMatchers;
import io.berth.engine.output.Masker;
import io.berth.expressions.Fact;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.FileContent;
import io.berth.spi.Layout;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Setting;
import io.berth.spi.SetupLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Performs the actions of one job with the backend that serves it.
final class JobActions implements AutoCloseable {

  private static final int LARGEST_COMMAND_FILE = 64 << 20;

  private final JobSpec spec;
  private final JobPlace place;
  private final Recorder recorder;
  private final Consumer<Event> follower;
  private final Masker masker;
  private final Signals signals = new Signals();
  private final JobMatchers matchers = new JobMatchers();
  private volatile @Nullable Environment environment;
  private boolean brought;

  /// Where a job runs.
  ///
  /// @param backend makes its environment
  /// @param environmentId the id of its environment
  /// @param workspace what its steps find
  /// @param actions the actions of other repositories that they use
  /// @param checkouts brings files when a step asks for them
  /// @param endpoints the services that its steps may use
  /// @param leaving what becomes of its environment at the end
  /// @param sleeper waits
  record JobPlace(
      Backend backend,
      String environmentId,
      Workspace workspace,
      ActionFiles actions,
      CheckoutFiles checkouts,
      JobEndpoints endpoints,
      Leaving leaving,
      Sleeper sleeper) {}

  /// What becomes of the environment of a job at its end.
  ///
  /// @param keep whether it is left behind
  /// @param shell lets a person look at it if the job failed, or `null`
  record Leaving(boolean keep, @Nullable FailureShell shell) {}

  /// Waits; a test's does not take as long.
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /// @param follower is told every event of the job, raw, after it was recorded
  /// @param masker knows the secrets of the run
  JobActions(
      JobSpec spec, JobPlace place, Recorder recorder, Consumer<Event> follower, Masker masker) {
    this.spec = spec;
    this.place = place;
    this.recorder = recorder;
    this.follower = follower;
    this.masker = masker;
    spec.secrets().byName().values().forEach(masker::add);
  }

  JobKey job() {
    return spec.info().key();
  }

  void record(Event event) {
    recorder.event(event, masker);
    follower.accept(event);
    FailureShell shell = place.leaving().shell();
    if (shell != null) {
      shell.recorded(event);
    }
  }

  void log(Action.Log log) {
    var output = new StepOutput(log.step(), recorder, effect -> {});
    var pipeline = output.pipeline(masker, spec.workflow().dialect());
    for (String line : log.lines()) {
      pipeline.print(line);
    }
    pipeline.finish();
  }

  /// What a backend tells goes into the log of the first step, `Set up job`.
  private synchronized void logSetup(String text) {
    log(new Action.Log(new StepKey(job(), 1), "backend", text.lines().toList()));
  }

  Input acquire(Action.Acquire acquire) throws InterruptedException {
    try {
      Input.EnvironmentRefused refused = refusal(acquire);
      if (refused != null) {
        return refused;
      }
      var wanted =
          new EnvironmentRequest(
              place.environmentId(), owner(), Setting.Section.EMPTY, acquire.plan(), lease(), null);
      Environment made = SetupLog.to(this::logSetup, () -> place.backend().create(wanted));
      environment = made;
      place.workspace().fill(made);
      place.actions().fill(made);
      String remark = place.workspace().remark();
      if (remark != null) {
        recorder.event(new Event.Noticed(remark), masker);
      }
      return new Input.EnvironmentReady(made.layout(), place.backend().capabilities().signals());
    } catch (BerthException e) {
      return new Input.EnvironmentRefused(joined(e.errors()));
    } catch (IOException e) {
      return new Input.EnvironmentRefused(
          BerthError.of(
              ErrorCode.STORAGE_FAILED,
              "the environment cannot be filled: " + e.getMessage(),
              null));
    }
  }

  /// Lengthens the lease of the environment again and again until the thread is interrupted.
  void renew() throws InterruptedException {
    while (true) {
      place.sleeper().sleep(lease().dividedBy(3));
      if (environment != null) {
        try {
          place.backend().renew(List.of(place.environmentId()), owner(), lease());
        } catch (BerthException e) {
          // Whoever uses the environment is told if it is lost; until then the next renewal helps.
        }
      }
    }
  }

  /// Returns the usual lease, or the longest that the backend grants.
  private Duration lease() {
    Duration most = place.backend().capabilities().limits().maxLease();
    Duration usual = EnvironmentRequest.DEFAULT_LEASE;
    return most.isPositive() && most.compareTo(usual) < 0 ? most : usual;
  }

  private Owner owner() {
    return new Owner("exec", 0, Map.of("job", job().value()));
  }

  /// Returns why the backend cannot place the job, or `null` if it can.
  Input.@Nullable EnvironmentRefused refusal(Action.Acquire acquire) {
    return switch (place.backend().plan(acquire.plan())) {
      case PlanVerdict.Accepted _ -> null;
      case PlanVerdict.Refused refused -> new Input.EnvironmentRefused(joined(refused.errors()));
    };
  }

  /// A job ends with one error; the problems of all of them stand in it.
  static BerthError joined(List<BerthError> errors) {
    BerthError first = errors.getFirst();
    var problems = new StringBuilder(first.problem());
    for (BerthError more : errors.subList(1, errors.size())) {
      problems.append("; ").append(more.where() == null ? "" : more.where() + ": ");
      problems.append(more.problem());
    }
    return new BerthError(
        first.code(), problems.toString(), first.remedy(), first.where(), first.similar());
  }

  Input.ActionsFetched fetch(Action.FetchActions fetch) throws InterruptedException {
    return place.actions().fetch(fetch, environment);
  }

  /// Returns whether nothing is fetched.
  boolean isOffline() {
    return place.actions().isOffline();
  }

  Input learn(Fact fact) throws InterruptedException {
    try {
      if (fact.kind().equals("action") && fact.arguments().size() > 1) {
        bringOnce(fact.arguments().get(1));
      }
      return new Input.Learned(
          fact,
          new Facts(environment(), masker, place.endpoints())
              .answer(fact.kind(), fact.arguments()));
    } catch (IOException e) {
      return new Input.NotLearned(fact, String.valueOf(e.getMessage()));
    }
  }

  /// Puts the files of the repository where its own actions are carried out.
  private synchronized void bringOnce(String folder) throws IOException {
    if (!brought) {
      place.workspace().bring(environment(), folder, false);
      brought = true;
    }
  }

  /// Runs a process to its end; what its output asks for is told before its end is.
  Input run(Action.RunProcess action, Consumer<Input> tell) throws InterruptedException {
    Environment place = environment();
    ExecOutcome outcome;
    List<FileContent> files = List.of();
    try {
      place.writeFiles(action.files());
      Execution execution = place.start(action.spec());
      signals.started(execution);
      var output =
          new StepOutput(
              action.step(),
              recorder,
              effect -> tell.accept(new Input.Asked(action.step(), effect)));
      output.pump(
          execution, output.pipeline(masker, spec.workflow().dialect(), action, place, matchers));
      outcome = execution.outcome();
      files = place.readFiles(action.readAfter(), LARGEST_COMMAND_FILE);
    } catch (BerthException e) {
      outcome = new ExecOutcome.EnvironmentLost(lost(joined(e.errors())));
    } catch (IOException e) {
      outcome =
          new ExecOutcome.EnvironmentLost(
              BerthError.of(
                  ErrorCode.ENVIRONMENT_LOST,
                  "the files of a step cannot be written or read: " + e.getMessage(),
                  null));
    }
    FailureShell shell = this.place.leaving().shell();
    if (shell != null) {
      shell.ended(action.step(), action.spec(), outcome);
    }
    return new Input.ProcessEnded(action.step(), outcome, files);
  }

  /// Whatever the backend calls it: what it cannot do for a step it cannot do for the next either.
  private static BerthError lost(BerthError error) {
    return switch (error.code()) {
      case BACKEND_UNAVAILABLE, ENVIRONMENT_NOT_READY, BUG ->
          new BerthError(
              ErrorCode.ENVIRONMENT_LOST,
              error.problem(),
              error.remedy(),
              error.where(),
              error.similar());
      default -> error;
    };
  }

  void send(Action.Send send) {
    signals.send(send, environment()::execution);
  }

  /// Puts files into a folder; what the step gives is told before its end is.
  Input bring(Action.BringFiles bring, Consumer<Input> tell) throws InterruptedException {
    try {
      CheckoutFiles.Brought brought = place.checkouts().bring(environment(), bring);
      if (!brought.remarks().isEmpty()) {
        log(new Action.Log(bring.step(), "files", brought.remarks()));
      }
      tell.accept(new Input.Asked(bring.step(), new CommandEffect.SetOutput("ref", brought.ref())));
      tell.accept(
          new Input.Asked(bring.step(), new CommandEffect.SetOutput("commit", brought.commit())));
      return new Input.FilesBrought(bring.step(), null);
    } catch (BerthException e) {
      return new Input.FilesBrought(bring.step(), joined(e.errors()).problem());
    } catch (IOException e) {
      return new Input.FilesBrought(bring.step(), "the files cannot be brought: " + e.getMessage());
    }
  }

  Input await(Action.Timer timer) throws InterruptedException {
    place.sleeper().sleep(timer.duration());
    return new Input.TimerFired(timer.name());
  }

  Input release() throws InterruptedException {
    FailureShell shell = place.leaving().shell();
    Environment made = environment;
    if (shell != null && made != null) {
      shell.visit(made, masker);
    }
    close();
    return new Input.Released();
  }

  /// Gives the environment back, if there is one.
  @Override
  public void close() {
    place.actions().close();
    place.endpoints().close();
    Environment made = environment;
    if (made == null) {
      return;
    }
    environment = null;
    if (place.leaving().keep()) {
      made.stop();
      Layout layout = made.layout();
      recorder.event(
          new Event.Noticed(
              "the workspace of " + job() + " is kept: " + layout.paths().workspace()),
          masker);
    } else {
      remove(made);
    }
  }

  /// What cannot be removed ends with its lease, and somebody should know.
  private void remove(Environment made) {
    try {
      made.remove();
    } catch (BerthException e) {
      recorder.event(
          new Event.Noticed(
              "the environment of "
                  + job()
                  + " is left to the end of its lease: "
                  + joined(e.errors()).problem()),
          masker);
    }
  }

  private Environment environment() {
    Environment made = environment;
    if (made == null) {
      throw new IllegalStateException("job " + job() + " has no environment");
    }
    return made;
  }
}
