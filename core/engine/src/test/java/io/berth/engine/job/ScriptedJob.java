// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.Secrets;
import io.berth.engine.StepKey;
import io.berth.expressions.Fact;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.spi.ExecOutcome;
import io.berth.spi.FileContent;
import io.berth.spi.JobPlan;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import io.berth.workflow.Dialect;
import io.berth.workflow.Job;
import io.berth.workflow.WorkflowReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs the state of one job against a world that does what a test says, without time or processes.
final class ScriptedJob {

  static final Layout LAYOUT =
      new Layout(
          new Layout.Paths("/job/repo", "/job/temp", "/job/tools", "/job/actions"),
          "Linux",
          "X64",
          Map.of("PATH", "/usr/bin:/bin", "HOME", "/root"));

  private final JobSpec spec;
  private final Map<String, String> facts = new HashMap<>();
  private final Map<String, String> actions = new HashMap<>();
  private final Map<String, String> remotes = new LinkedHashMap<>();
  private final Map<String, String> lateRemotes = new LinkedHashMap<>();
  private final Map<String, Ending> processes = new HashMap<>();
  private final Set<String> started = new HashSet<>();
  private boolean slowly;
  private @Nullable Input slow;
  private JobState state;

  final List<Event> events = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  final Map<String, Action.RunProcess> runs = new LinkedHashMap<>();
  final List<String> timers = new ArrayList<>();
  final List<Signal> signals = new ArrayList<>();
  private Set<Signal> sendable = EnumSet.allOf(Signal.class);

  /// What the process of a step does.
  ///
  /// @param exitCode how it ends, or `null` if it runs on
  /// @param files what it writes to its command files, by their kind: `env`, `output`, …
  private record Ending(@Nullable Integer exitCode, Map<String, String> files) {}

  private ScriptedJob(JobSpec spec, Map<String, String> env) {
    this.spec = spec;
    this.state = JobState.of(spec, env);
    facts.put("which", "/usr/bin/it");
    facts.put("holdsSecret", "false");
  }

  /// A job out of the lines below `jobs.a`, `runs-on` excepted.
  static ScriptedJob of(String... lines) {
    return of(Dialect.GITHUB, Map.of(), lines);
  }

  /// The same with step debugging.
  static ScriptedJob debugging(String... lines) {
    return of(Dialect.GITHUB, Map.of(), Map.of("ACTIONS_STEP_DEBUG", "true"), lines);
  }

  static ScriptedJob of(Dialect dialect, Map<String, String> env, String... lines) {
    return of(dialect, env, Map.of("S", "s3cret"), lines);
  }

  private static ScriptedJob of(
      Dialect dialect, Map<String, String> env, Map<String, String> secrets, String... lines) {
    var text = new StringBuilder("on: push\nenv: {LEVEL: workflow, OUTER: kept}\n");
    text.append("jobs:\n  a:\n    runs-on: x\n");
    for (String line : lines) {
      text.append("    ").append(line.replace("\n", "\n    ")).append('\n');
    }
    var reading =
        WorkflowReader.read("ci.yml", text.toString().getBytes(StandardCharsets.UTF_8), dialect);
    var workflow = reading.workflow();
    if (workflow == null) {
      throw new AssertionError(text + "\n" + reading.diagnostics());
    }
    Map<String, Value> github = new LinkedHashMap<>();
    github.put("repository", Value.of("own/repo"));
    github.put("ref", Value.of("refs/heads/main"));
    github.put("sha", Value.of("abc"));
    github.put("token", Value.of("t0ken"));
    github.put("event", Value.object(Map.of("number", Value.of(7))));
    Map<String, Value> contexts = new HashMap<>();
    contexts.put("github", Value.object(github));
    contexts.put("needs", Value.object(Map.of()));
    contexts.put("matrix", Value.NULL);
    contexts.put("strategy", Value.object(Map.of("job-total", Value.of(1))));
    contexts.put("inputs", Value.object(Map.of()));
    contexts.put("vars", Value.object(Map.of("V", Value.of("var"))));
    var info = new Event.JobInfo(new JobKey("a"), "a", "a", null, List.of(), 4);
    var job = workflow.jobs().get("a");
    return new ScriptedJob(
        new JobSpec(
            info,
            workflow,
            (Job.Steps) requireNonNull(job),
            contexts,
            new Secrets(secrets),
            List.of("x"),
            false),
        env);
  }

  /// Lets nothing be sent but this.
  ScriptedJob sends(Signal... only) {
    sendable = Set.of(only);
    return this;
  }

  /// Moves the repository to another server.
  ScriptedJob at(String server) {
    Map<String, Value> contexts = new HashMap<>(spec.contexts());
    Map<String, Value> github =
        new LinkedHashMap<>(((Value.ObjectValue) requireNonNull(contexts.get("github"))).members());
    github.put("server_url", Value.of(server));
    contexts.put("github", Value.object(github));
    var moved =
        new JobSpec(
            spec.info(),
            spec.workflow(),
            spec.job(),
            contexts,
            spec.secrets(),
            spec.labels(),
            spec.failureAllowed());
    return new ScriptedJob(moved, Map.of());
  }

  ScriptedJob fact(String kind, String answer) {
    facts.put(kind, answer);
    return this;
  }

  /// Puts an action into a folder of the workspace.
  ScriptedJob action(String folder, String... lines) {
    String directory = LAYOUT.paths().workspace() + "/" + folder;
    actions.put(directory, "action.yml\n" + String.join("\n", lines) + "\n");
    return this;
  }

  /// Puts an action into another repository.
  ScriptedJob remote(String reference, String... lines) {
    remotes.put(reference, "action.yml\n" + String.join("\n", lines) + "\n");
    return this;
  }

  /// Puts an action into another repository that is found only when a step asks for it.
  ScriptedJob lateRemote(String reference, String... lines) {
    lateRemotes.put(reference, "action.yml\n" + String.join("\n", lines) + "\n");
    return this;
  }

  /// Lets nothing that a step asks for arrive before a test tells it.
  ScriptedJob slowly() {
    slowly = true;
    return this;
  }

  /// Returns what has not arrived yet.
  @Nullable Input slow() {
    return slow;
  }

  /// Says how the process of a step of the file ends, counted from 1.
  ScriptedJob step(int number, int exitCode, String... kindsAndContents) {
    return step(Integer.toString(number), exitCode, kindsAndContents);
  }

  /// Says how the process of a step ends.
  ///
  /// @param place where the step is, all counted from 1: `2.1` is the first step of the action that
  ///     the second step of the file uses
  ScriptedJob step(String place, int exitCode, String... kindsAndContents) {
    return process(inJob(place), exitCode, kindsAndContents);
  }

  /// Says how a process ends.
  ///
  /// @param id the process, all steps of the job counted: `step-2.1`
  ScriptedJob process(String id, int exitCode, String... kindsAndContents) {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < kindsAndContents.length; i += 2) {
      files.put(kindsAndContents[i], kindsAndContents[i + 1]);
    }
    processes.put(id, new Ending(exitCode, files));
    return this;
  }

  /// Says that the process of a step runs until it is signalled.
  ScriptedJob hangs(int number) {
    return hangs(Integer.toString(number));
  }

  /// Says that the process of a step runs until it is signalled.
  ScriptedJob hangs(String place) {
    return hanging(inJob(place));
  }

  /// Says that a process runs until it is signalled.
  ScriptedJob hanging(String id) {
    processes.put(id, new Ending(null, Map.of()));
    return this;
  }

  /// The set-up of the job counts too.
  private static String inJob(String place) {
    int dot = place.indexOf('.');
    String first = dot < 0 ? place : place.substring(0, dot);
    return "step-" + (Integer.parseInt(first) + 1) + (dot < 0 ? "" : place.substring(dot));
  }

  /// Goes on until the job is over or waits for something that nobody said.
  ScriptedJob go() {
    boolean moved = true;
    while (moved && !state.isOver()) {
      moved = false;
      for (Action action : state.next()) {
        if (action instanceof Action.Decide(var event)) {
          apply(event);
          moved = true;
        } else if (started.add(action.key())) {
          Input answer = perform(action);
          if (answer != null) {
            hear(answer);
            moved = true;
            break;
          }
        }
      }
    }
    return this;
  }

  /// Tells the job something and goes on.
  ScriptedJob tell(Input input) {
    hear(input);
    return go();
  }

  /// Says that the process of a step ended after all.
  ScriptedJob ends(int number, ExecOutcome outcome) {
    return tell(new Input.ProcessEnded(key(number), outcome, List.of()));
  }

  /// Says that a process ended after all.
  ScriptedJob ended(String id, ExecOutcome outcome) {
    return tell(new Input.ProcessEnded(ran(id).step(), outcome, List.of()));
  }

  /// Says that the process of a step ended after all, and what it wrote to its command files.
  ScriptedJob ends(int number, int exitCode, String... kindsAndContents) {
    return ends(Integer.toString(number), exitCode, kindsAndContents);
  }

  ScriptedJob ends(String place, int exitCode, String... kindsAndContents) {
    step(place, exitCode, kindsAndContents);
    return tell(requireNonNull(run(run(place))));
  }

  ScriptedJob timer(String name) {
    assertThat(timers).contains(name);
    return tell(new Input.TimerFired(name));
  }

  ScriptedJob cancel() {
    return tell(new Input.CancelAsked("test", false));
  }

  StepKey key(int number) {
    return new StepKey(spec.info().key(), number + 1);
  }

  /// Returns the steps of the file with their outcome and conclusion, where these differ.
  List<String> results() {
    List<String> results = new ArrayList<>();
    for (Event event : events) {
      if (event instanceof Event.StepCompleted(var step, var outcome, var conclusion, _)
          && step.number() > 1
          && step.number() < spec.job().steps().size() + 2) {
        results.add(
            outcome == conclusion ? outcome.word() : outcome.word() + "/" + conclusion.word());
      }
    }
    return results;
  }

  /// Returns the outcome of a step and, where it differs, its conclusion, or how far it is.
  String result(int number) {
    String result = "not begun";
    for (Event event : events) {
      if (event instanceof Event.StepStarted(var step, _) && step.equals(key(number))) {
        result = "runs";
      }
      if (event instanceof Event.StepCompleted(var step, var outcome, var conclusion, _)
          && step.equals(key(number))) {
        result = outcome == conclusion ? outcome.word() : outcome.word() + "/" + conclusion.word();
      }
    }
    return result;
  }

  /// Folds events into the state without asking what comes next.
  void replay(List<Event> stored) {
    stored.forEach(this::apply);
  }

  boolean isOver() {
    return state.isOver();
  }

  Event.JobCompleted completed() {
    assertThat(state.isOver()).as("the job is over, events: %s", events).isTrue();
    return (Event.JobCompleted) events.getLast();
  }

  Result result() {
    return completed().result();
  }

  /// Returns the variables that a step of the file ran with.
  Map<String, String> env(int number) {
    return env(Integer.toString(number));
  }

  Map<String, String> env(String place) {
    return run(place).spec().env();
  }

  Action.RunProcess run(int number) {
    return run(Integer.toString(number));
  }

  Action.RunProcess run(String place) {
    return ran(inJob(place));
  }

  /// Returns a process that was run, all steps of the job counted: `step-2.1`.
  Action.RunProcess ran(String id) {
    var run = runs.get(id);
    assertThat(run).as("%s ran, of %s", id, runs.keySet()).isNotNull();
    return requireNonNull(run);
  }

  /// Returns the script that a step ran.
  String script(String place) {
    var run = run(place);
    for (var file : run.files()) {
      if (file.path().endsWith(".sh")) {
        return new String(file.content(), StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError(place + " runs no script: " + run);
  }

  private void hear(Input input) {
    if (input instanceof Input.Learned(var fact, _)) {
      started.remove(new Action.Learn(fact).key());
    }
    state.heard(input).forEach(this::apply);
  }

  private void apply(Event event) {
    events.add(event);
    state = state.apply(event);
  }

  private @Nullable Input perform(Action action) {
    return switch (action) {
      case Action.Decide _ -> throw new AssertionError("decisions are applied");
      case Action.Log(_, _, var lines) -> {
        log.addAll(lines);
        yield null;
      }
      case Action.Acquire(var plan) -> acquired(plan);
      case Action.FetchActions fetch -> {
        Input answer = fetched(fetch);
        slow = answer;
        yield slowly ? null : answer;
      }
      case Action.Learn(var fact) ->
          new Input.Learned(
              fact,
              fact.kind().equals(ActionFile.KIND)
                  ? manifest(fact)
                  : facts.getOrDefault(question(fact), ""));
      case Action.RunProcess run -> run(run);
      case Action.BringFiles(var step, _, _) -> new Input.FilesBrought(step, null);
      case Action.Send(_, var signal) -> {
        signals.add(signal);
        yield null;
      }
      case Action.Timer(var name, _) -> {
        timers.add(name);
        yield null;
      }
      case Action.Release _ -> new Input.Released();
    };
  }

  /// The files of the repository are in a second place if they are asked for there.
  private String manifest(Fact fact) {
    String folder = fact.arguments().getFirst();
    if (fact.arguments().size() > 1) {
      String own = fact.arguments().get(1);
      assertThat(folder).startsWith(own);
      folder = LAYOUT.paths().workspace() + folder.substring(own.length());
    }
    return actions.getOrDefault(folder, "");
  }

  /// A program may be looked for in more folders than those of `PATH`.
  private static String question(Fact fact) {
    List<String> arguments = fact.arguments();
    return fact.kind().equals(Script.WHICH) && arguments.size() > 1
        ? Script.WHICH + " " + arguments.get(1)
        : fact.kind();
  }

  private Input fetched(Action.FetchActions fetch) {
    assertThat(fetch.actions()).isNotEmpty();
    List<Event.FetchedAction> found = new ArrayList<>();
    (fetch.late() == null ? remotes : lateRemotes)
        .forEach(
            (reference, manifest) ->
                found.add(
                    new Event.FetchedAction(
                        reference, "c0ffee", reference.replace('@', '/'), manifest)));
    var wanted = fetch.actions().getFirst();
    boolean there = fetch.late() == null || lateRemotes.containsKey(wanted.reference().toString());
    return new Input.ActionsFetched(
        fetch,
        found,
        there
            ? null
            : new BerthError(
                ErrorCode.ACTION_NOT_FOUND,
                "there is no `" + wanted.reference() + "`",
                null,
                wanted.where(),
                List.of()));
  }

  private @Nullable Input run(Action.RunProcess run) {
    String id = run.spec().id().value();
    runs.put(id, run);
    var process = processes.getOrDefault(id, new Ending(0, Map.of()));
    Integer code = process.exitCode();
    if (code == null) {
      return null;
    }
    List<FileContent> files = new ArrayList<>();
    for (String path : run.readAfter()) {
      String content = process.files().getOrDefault(path.substring(path.lastIndexOf('-') + 1), "");
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      files.add(new FileContent(path, bytes, bytes.length));
    }
    return new Input.ProcessEnded(run.step(), new ExecOutcome.Exited(code), files);
  }

  /// The world of the script has no containers.
  private Input acquired(JobPlan plan) {
    return plan.steps().containers().isEmpty()
        ? new Input.EnvironmentReady(LAYOUT, sendable)
        : new Input.EnvironmentRefused(
            new BerthError(
                ErrorCode.LAYER_UNSUPPORTED,
                "this job needs step containers",
                null,
                plan.steps().containers().getFirst(),
                List.of()));
  }
}
