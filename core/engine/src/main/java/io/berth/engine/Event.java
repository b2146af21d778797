// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Fact;
import io.berth.model.BerthError;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something that happened in a run. The state of a run is a fold over its events; everything that
/// shows a run reads them too.
///
/// Texts in events are masked: a secret never stands in one.
public sealed interface Event {

  /// The run began. The first event of every run.
  ///
  /// @param run what it is
  record RunStarted(RunInfo run) implements Event {}

  /// A job became known: at the start, or when the workflow that contains it was called. Its
  /// matrix is not expanded yet.
  ///
  /// @param job what it is
  record JobAdded(JobInfo job) implements Event {}

  /// The condition of a job was met, and it was decided which instances of it run. From here on
  /// its legs stand where the job stood; a job without a matrix has one leg with its own key.
  ///
  /// @param job which
  /// @param legs its instances in order, at least one
  /// @param failFast whether the failure of one leg cancels the others
  /// @param maxParallel how many of them may run at a time, or 0 if there is no limit
  record JobPlanned(JobKey job, List<JobLeg> legs, boolean failFast, int maxParallel)
      implements Event {
    public JobPlanned {
      legs = List.copyOf(legs);
    }
  }

  /// A job began: its condition was met and it has a slot.
  ///
  /// @param job which
  record JobStarted(JobKey job) implements Event {}

  /// A step became known.
  ///
  /// @param step what it is
  record StepAdded(StepInfo step) implements Event {}

  /// A step began.
  ///
  /// @param step which
  /// @param name how it is shown, its expressions evaluated
  record StepStarted(StepKey step, String name) implements Event {}

  /// A remark was made.
  ///
  /// @param step who made it
  /// @param annotation the remark
  record Annotated(StepKey step, Annotation annotation) implements Event {}

  /// A step ended or was skipped.
  ///
  /// @param step which
  /// @param outcome before `continue-on-error`
  /// @param conclusion after it
  /// @param exitCode the status of its process, or `null` if none ran to its end
  record StepCompleted(StepKey step, Result outcome, Result conclusion, @Nullable Integer exitCode)
      implements Event {}

  /// A job ended or was skipped.
  ///
  /// @param job which
  /// @param result how
  /// @param failureAllowed whether the run goes on as if it had succeeded, by `continue-on-error`
  /// @param outputs its outputs; those that hold a secret were dropped
  /// @param error why it could not run at all, or `null`
  record JobCompleted(
      JobKey job,
      Result result,
      boolean failureAllowed,
      Map<String, String> outputs,
      @Nullable BerthError error)
      implements Event {
    public JobCompleted {
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }
  }

  /// Somebody asked to end the run or a job early.
  ///
  /// @param job which job, or `null` for the whole run
  /// @param reason why, for the log
  record CancelRequested(@Nullable JobKey job, String reason) implements Event {}

  /// Something that everybody who follows the run should know once, such as a filter that is not
  /// applied.
  ///
  /// @param text one sentence
  record Noticed(String text) implements Event {}

  /// The run ended. The last event of every run.
  ///
  /// @param result the worst of its jobs whose failure counts
  record RunCompleted(Result result) implements Event {}

  /// What only the state of a run or of a job is made from: decisions with their evaluated values,
  /// and what the world answered. Whoever draws a run may pass over all of them.
  sealed interface Detail extends Event {

    /// The `if` of a job was evaluated: when all that it needs had ended, and again if the run was
    /// cancelled after that.
    ///
    /// @param job which
    /// @param condition the characters in the file, or `success()` if there is no `if`
    /// @param met whether the job runs
    /// @param cancelled whether somebody had asked to cancel the run when it was evaluated
    record ConditionDecided(JobKey job, String condition, boolean met, boolean cancelled)
        implements Detail {}

    /// The job got its environment.
    ///
    /// @param job which
    /// @param layout where things are in it
    /// @param signals which can be sent to what runs in it
    record EnvironmentReady(JobKey job, Layout layout, Set<Signal> signals) implements Detail {
      public EnvironmentReady {
        signals = Set.copyOf(signals);
      }
    }

    /// A fact that an evaluation needed was learned.
    ///
    /// @param job for which
    /// @param fact what was asked
    /// @param answer the answer
    record FactLearned(JobKey job, Fact fact, String answer) implements Detail {}

    /// A fact that an evaluation needed cannot be had.
    ///
    /// @param job for which
    /// @param fact what was asked
    /// @param problem why, for the log
    record FactRefused(JobKey job, Fact fact, String problem) implements Detail {}

    /// A job cannot go on: its environment cannot be had or was lost, or it asks for what is not
    /// served.
    record JobRefused(JobKey job, BerthError error) implements Detail {}

    /// The environment of a job was given back.
    record EnvironmentReleased(JobKey job) implements Detail {}

    /// What a step asked for by a command or a command file could not be done.
    ///
    /// @param step which
    /// @param problem why, or an empty text if its log has it already
    /// @param fails whether the step will fail whatever becomes of its process
    record StepFaulted(StepKey step, String problem, boolean fails) implements Detail {}

    /// What the steps of a job share was evaluated.
    ///
    /// @param job which
    /// @param env the variables of the workflow and of the job
    /// @param shell `defaults.run.shell`, or `null` if none is given
    /// @param directory `defaults.run.working-directory`, or `null` if none is given
    /// @param limit the longest it may run
    /// @param cancelLimit the longest its steps may run on after it was cancelled
    record JobPrepared(
        JobKey job,
        Map<String, String> env,
        @Nullable String shell,
        @Nullable String directory,
        Duration limit,
        Duration cancelLimit)
        implements Detail {
      public JobPrepared {
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
      }
    }

    /// What a step runs was evaluated.
    ///
    /// @param step which
    /// @param script the text of the script, or an empty text if it runs an action
    /// @param shell its shell as it is shown, `{0}` standing for the script, or an empty text
    /// @param command the program and its arguments
    /// @param scriptFile where the script is written, or an empty text if there is none
    /// @param env its own variables
    /// @param directory where it starts
    /// @param limit the longest it may run, or `null` if only the limit of the job counts
    record StepPrepared(
        StepKey step,
        String script,
        String shell,
        List<String> command,
        String scriptFile,
        Map<String, String> env,
        String directory,
        @Nullable Duration limit)
        implements Detail {
      public StepPrepared {
        command = List.copyOf(command);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
      }
    }

    /// The actions of other repositories that a job uses, directly or not, are there.
    ///
    /// @param job which
    /// @param actions all of them
    record ActionsFetched(JobKey job, List<FetchedAction> actions) implements Detail {
      public ActionsFetched {
        actions = List.copyOf(actions);
      }
    }

    /// A step, or the innermost step that it runs, began to carry out an action.
    ///
    /// @param step which
    /// @param directory the folder of the action
    /// @param repository where the action comes from, `owner/name`; empty if it is local
    /// @param ref the ref of it; empty if it is local
    /// @param inputs its inputs, by name
    /// @param env the variables that its steps see over those of the job
    /// @param limit the longest it may run, or `null` if only the limit of the job counts
    record ActionEntered(
        StepKey step,
        String directory,
        String repository,
        String ref,
        Map<String, String> inputs,
        Map<String, String> env,
        @Nullable Duration limit)
        implements Detail {
      public ActionEntered {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
      }
    }

    /// A step of an action that a step uses began.
    ///
    /// @param step the step of the job
    /// @param place its number within the action, below the numbers of what is around it: `4.1.2`
    /// @param name how it is shown
    record InnerStarted(StepKey step, String place, String name) implements Detail {}

    /// A step of an action that a step uses ended or was skipped.
    ///
    /// @param step the step of the job
    /// @param place as in [InnerStarted]
    /// @param outcome before `continue-on-error`
    /// @param conclusion after it
    /// @param exitCode the status of its process, or `null` if none ran to its end
    record InnerCompleted(
        StepKey step, String place, Result outcome, Result conclusion, @Nullable Integer exitCode)
        implements Detail {}

    /// An action keeps a value for its later stages.
    record StateSaved(StepKey step, String name, String value) implements Detail {}

    /// A step set a variable for the steps after it.
    record VariableSet(StepKey step, String name, String value) implements Detail {}

    /// A step put a folder at the front of the `PATH` of the steps after it.
    record PathAdded(StepKey step, String folder) implements Detail {}

    /// A step set one of its outputs.
    record OutputSet(StepKey step, String name, String value) implements Detail {}

    /// A step had a problem matcher watch the output of the job, in place of one with the same
    /// name.
    ///
    /// @param step which
    /// @param owner the name of the matcher
    /// @param definition what its file says about it, as JSON
    record MatcherAdded(StepKey step, String owner, String definition) implements Detail {}

    /// A problem matcher watches no longer.
    ///
    /// @param step the step that said so, or for whose output it took too long
    /// @param owner the name of the matcher
    record MatcherRemoved(StepKey step, String owner) implements Detail {}

    /// A step wrote a summary.
    ///
    /// @param step which
    /// @param markdown its text
    record SummaryWritten(StepKey step, String markdown) implements Detail {}

    /// The process of a step ended.
    ///
    /// @param step which
    /// @param exitCode its status, or `null` if it has none
    /// @param error why there is no status, or why the step failed although its process did not, or
    ///     `null`
    record ProcessEnded(StepKey step, @Nullable Integer exitCode, @Nullable BerthError error)
        implements Detail {}

    /// The condition of a running step was evaluated again because the job was cancelled.
    ///
    /// @param step which
    /// @param goesOn whether it may run on
    record StepReconsidered(StepKey step, boolean goesOn) implements Detail {}

    /// The process tree of a step is sent a signal: a rung of the ladder of cancellation.
    record StepSignalled(StepKey step, Signal signal) implements Detail {}

    /// A step ran longer than it may.
    record StepTimedOut(StepKey step, Duration limit) implements Detail {}

    /// The condition of a background step was met, and the job goes on with the next step. It
    /// begins at once, or when fewer others run in the background.
    record StepPassed(StepKey step) implements Detail {}

    /// A step asked for the end of a background step.
    ///
    /// @param step which is to end
    record StepCancelled(StepKey step) implements Detail {}

    /// What a background step left behind counts from now on: its outputs, variables and folders,
    /// and how it ended.
    ///
    /// @param step which has ended
    /// @param status what its end adds to the status of the job, or `null` if that is left to the
    ///     end of the steps
    record StepJoined(StepKey step, @Nullable Result status) implements Detail {}

    /// A job ran longer than it may.
    record JobTimedOut(JobKey job, Duration limit) implements Detail {}

    /// Nothing of a job may run any longer: a second request, or the time after a cancellation is
    /// up.
    record JobKilled(JobKey job, String reason) implements Detail {}
  }

  /// What a run is.
  ///
  /// @param id unique among the runs of this machine
  /// @param workflowFile the file as users know it
  /// @param workflowName `name`, or the file
  /// @param title `run-name`, or the name
  /// @param event the name of the event that it answers
  /// @param ref what was checked out: a branch, a tag or a commit, or an empty text
  record RunInfo(
      String id,
      String workflowFile,
      String workflowName,
      String title,
      String event,
      String ref) {}

  /// What a job is.
  ///
  /// @param key its name within the run
  /// @param id its key in the workflow file
  /// @param name how it is shown
  /// @param caller the job whose call brought it in, or `null`
  /// @param needs the keys of the jobs it waits for
  /// @param line its line in its workflow file
  record JobInfo(
      JobKey key, String id, String name, @Nullable JobKey caller, List<JobKey> needs, int line) {
    public JobInfo {
      needs = List.copyOf(needs);
    }
  }

  /// An action of another repository.
  ///
  /// @param reference what it is called
  /// @param commit its commit, or an empty text if a folder stands in for the repository
  /// @param folder where it is below the folder of all actions, `/` between names
  /// @param manifest the name of the file in which it describes itself, a line feed and its content
  record FetchedAction(String reference, String commit, String folder, String manifest) {}

  /// What a step is.
  ///
  /// @param key its name within the run
  /// @param id its id, generated if the file has none
  /// @param name how it is shown before its expressions are evaluated
  /// @param line its line in its workflow file, or 0 if it stands in none
  /// @param background whether the job goes on while it runs
  record StepInfo(StepKey key, String id, String name, int line, boolean background) {

    /// A step that the job goes through.
    public StepInfo(StepKey key, String id, String name, int line) {
      this(key, id, name, line, false);
    }
  }
}
