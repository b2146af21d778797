// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event;
import io.berth.engine.StepKey;
import io.berth.engine.matcher.MatcherFile;
import io.berth.expressions.Fact;
import io.berth.model.SourceSpan;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.FileWrite;
import io.berth.spi.JobPlan;
import io.berth.spi.Signal;
import io.berth.workflow.ActionReference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that a job needs to have done.
///
/// A state names all that should be going on, again and again, until an event says that it is over.
/// Whoever performs actions starts one only once by its key, in the order in which they are named,
/// and stops a [Timer] that is no longer named.
public sealed interface Action {

  /// Returns what tells it from every other action of the job.
  String key();

  /// Store an event and apply it, before anything after it is done.
  ///
  /// @param event what was decided, raw: mask it before it is stored or shown
  record Decide(Event event) implements Action {
    @Override
    public String key() {
      return "";
    }
  }

  /// Put lines into the log of a step, masked.
  ///
  /// @param step whose log
  /// @param part which part of the log this is
  /// @param lines the lines without their ends
  record Log(StepKey step, String part, List<String> lines) implements Action {
    public Log {
      lines = List.copyOf(lines);
    }

    @Override
    public String key() {
      return "log " + step.number() + " " + part;
    }
  }

  /// Get an environment; answered by [Input.EnvironmentReady] or [Input.EnvironmentRefused].
  ///
  /// @param plan what the job needs
  record Acquire(JobPlan plan) implements Action {
    @Override
    public String key() {
      return "acquire";
    }
  }

  /// Get the actions of other repositories, with all that they use; answered by
  /// [Input.ActionsFetched]. They are in the environment from when it is there.
  ///
  /// @param actions what the steps of the job use
  /// @param late which step asks for it, or `null` before the first one
  record FetchActions(List<Wanted> actions, @Nullable Late late) implements Action {
    public FetchActions {
      actions = List.copyOf(actions);
    }

    /// Returns whether an action needs no files when a step uses it.
    public static boolean isBuiltIn(ActionReference.Repository reference) {
      return Checkout.isNamed(reference.toString());
    }

    /// A step that needs an action of which nobody knew before it began.
    ///
    /// @param step the step
    /// @param place where that step is, as in [io.berth.engine.Event.Detail.InnerStarted]
    public record Late(StepKey step, String place) {}

    /// An action that a step uses.
    ///
    /// @param reference what it is called
    /// @param where the place that says so
    public record Wanted(ActionReference.Repository reference, SourceSpan where) {}

    @Override
    public String key() {
      return late == null ? "actions" : "actions " + late.place();
    }
  }

  /// Learn a fact; answered by [Input.Learned].
  ///
  /// @param fact what is asked: `hashFiles`; `which`, the path of a program or
  ///     nothing, further arguments being folders to look in after those of `PATH`;
  ///     `holdsSecret`, whether a text holds one; `action`, the name of the file in which the
  ///     action in a folder describes itself, a line feed and its content, or nothing, a further
  ///     argument being where the files of the repository have to be put before;
  ///     `nodeVersion`, what the Node.js with a path says of itself; `services`, the variables that
  ///     tell where caches and artifacts are, a line `NAME=value` for each; `nodePreload`, the file
  ///     that a Node.js loads first on a forge that is not GitHub, or nothing
  record Learn(Fact fact) implements Action {
    @Override
    public String key() {
      return "learn " + fact;
    }
  }

  /// Run the process of a step and read its output to the end; answered by [Input.ProcessEnded].
  ///
  /// @param step whose process
  /// @param files what to write before
  /// @param spec the process
  /// @param readAfter the files to read afterwards, whatever became of the process
  /// @param matchers the problem matchers that watch its output, the latest first
  record RunProcess(
      StepKey step,
      List<FileWrite> files,
      ExecSpec spec,
      List<String> readAfter,
      List<MatcherFile.Definition> matchers)
      implements Action {
    public RunProcess {
      matchers = List.copyOf(matchers);
      files = List.copyOf(files);
      readAfter = List.copyOf(readAfter);
    }

    @Override
    public String key() {
      return "process " + spec.id().value();
    }
  }

  /// Put the files of a repository into a folder; answered by [Input.FilesBrought]. Before
  /// that, the outputs `ref` and `commit` are [asked for][Input.Asked].
  ///
  /// @param step who asked
  /// @param place where that step is, as in [io.berth.engine.Event.Detail.InnerStarted]
  /// @param request which files, and where to put them
  record BringFiles(StepKey step, String place, CheckoutRequest request) implements Action {
    @Override
    public String key() {
      return "files " + place;
    }
  }

  /// Send a signal to a process and all that it started.
  ///
  /// @param process which
  /// @param signal what
  record Send(ExecId process, Signal signal) implements Action {
    @Override
    public String key() {
      return "signal " + process.value() + " " + signal;
    }
  }

  /// Wait; answered by [Input.TimerFired].
  ///
  /// @param name which timer
  /// @param duration how long from now
  record Timer(String name, Duration duration) implements Action {
    @Override
    public String key() {
      return "timer " + name;
    }
  }

  /// Give the environment back and end all that runs in it; answered by [Input.Released].
  record Release() implements Action {
    @Override
    public String key() {
      return "release";
    }
  }
}
