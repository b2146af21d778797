// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.actions.ActionStore;
import io.berth.engine.Event;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.RunInputs;
import io.berth.engine.RunListener;
import io.berth.engine.output.Masker;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.StorageFailure;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Setting;
import io.berth.store.RunJournal;
import io.berth.store.RunStore;
import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import io.berth.workflow.EventsCheck;
import io.berth.workflow.Triggers;
import io.berth.workflow.Workflow;
import io.berth.workflow.plan.Plan;
import io.berth.workflow.plan.TriggerChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One call of `berth exec`: finds what runs, and runs it, one workflow after the other.
final class Execution {

  private static final String DISPATCH = "workflow_dispatch";
  private static final String DEFAULT_BACKEND = "host";

  private final ExecRequest request;
  private final Surroundings surroundings;
  private final RunListener listener;
  private final Cancellation cancellation;

  /// What the runs of all workflows share.
  ///
  /// @param about says what differs from a run on a forge
  /// @param workspace what steps find in their folder
  /// @param actions where the actions of other repositories come from
  /// @param origin where the repository comes from, or an empty text
  /// @param backend where jobs run
  /// @param services what jobs may use beside their environment
  /// @param env what is set for every step
  private record Common(
      Notices about,
      Workspace workspace,
      ActionSources actions,
      String origin,
      Backend backend,
      Services services,
      Map<String, String> env) {}

  Execution(
      ExecRequest request,
      Surroundings surroundings,
      RunListener listener,
      Cancellation cancellation) {
    this.request = request;
    this.surroundings = surroundings;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  ExitStatus run() throws InterruptedException {
    WorkflowFiles files = WorkflowFiles.find(request.directory(), request.selection().workflows());
    var reader = new Workflows(files);
    List<Workflow> workflows = reader.read(files.files());
    List<BerthError> errors = new ArrayList<>();
    GivenValues given =
        GivenValues.read(request.values(), surroundings.env(), surroundings.person(), errors);
    MatrixChoice matrix = MatrixChoice.of(request.selection().matrix(), errors);
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    given.secrets().values().forEach(surroundings.secrets());
    Backend backend = backend();
    try {
      return run(files, reader, workflows, given, matrix, backend);
    } finally {
      backend.close();
    }
  }

  private ExitStatus run(
      WorkflowFiles files,
      Workflows reader,
      List<Workflow> workflows,
      GivenValues given,
      MatrixChoice matrix,
      Backend backend)
      throws InterruptedException {
    checkShell(backend);
    String event = request.selection().event();
    if (event == null) {
      event = TriggerChoice.of(workflows);
    }
    if (answersNothing(event, workflows)) {
      listener.onEvent(
          1,
          surroundings.clock().instant(),
          new Event.Noticed("no workflow is triggered by `" + event + "`: nothing to run"));
      listener.onEvent(2, surroundings.clock().instant(), new Event.RunCompleted(Result.SUCCESS));
      return ExitStatus.SUCCESS;
    }
    List<Workflow> chosen =
        withJob(TriggerChoice.triggeredBy(event, workflows), request.selection().job());
    var context =
        new GithubContext(
            GitFacts.of(files.root()),
            files.root(),
            surroundings.env().getOrDefault("USER", "berth"),
            given.secrets().getOrDefault("GITHUB_TOKEN", ""));
    var sources =
        new ActionSources(
            request.actions(),
            files.root(),
            request.directory(),
            surroundings.env(),
            tokens(context, given),
            !request.dryRun());
    var about = new Notices(files, context.git());
    Map<Workflow, Map<String, Workflow>> called = called(reader, chosen, files, sources, about);
    Path payloadFile = request.selection().eventFile();
    Value.ObjectValue payload =
        payloadFile == null ? new Payload(context).of(event) : Payload.read(payloadFile);
    if (event.equals(DISPATCH) && payloadFile == null) {
      given = filled(given, chosen);
    }
    var plan = new RunPlan(request, context, given, event, payload, matrix);
    List<Plan> legs = new ArrayList<>();
    for (Workflow workflow : chosen) {
      plan.check(workflow);
      if (!matrix.wanted().isEmpty()) {
        legs.add(plan.foreseen(workflow, called.getOrDefault(workflow, Map.of())));
      }
    }
    matrix.check(legs);
    var place =
        new ServiceHost.Place(
            files.root(), ActionStore.folder(surroundings.env()).resolveSibling("caches"));
    try (var services = new Services(place, request.services().off())) {
      var common =
          new Common(
              about,
              new Workspace(files.root(), request.placement().workspace()),
              sources,
              context.git().remote(),
              backend,
              services,
              configured(given));
      ExitStatus worst = runs(chosen, called, plan, reader.warnings(), common);
      return cancellation.requests() > 0 ? ExitStatus.INTERRUPTED : worst;
    }
  }

  private ExitStatus runs(
      List<Workflow> chosen,
      Map<Workflow, Map<String, Workflow>> called,
      RunPlan plan,
      List<Diagnostic> warnings,
      Common common)
      throws InterruptedException {
    RunStore store = RunStore.in(surroundings.stateFolder().resolve("runs"));
    ExitStatus worst = ExitStatus.SUCCESS;
    for (Workflow workflow : chosen) {
      if (cancellation.requests() > 0) {
        break;
      }
      try (RunJournal journal = store.begin(surroundings.clock().instant())) {
        RunInputs inputs =
            plan.inputs(workflow, called.getOrDefault(workflow, Map.of()), journal.id());
        List<String> notices =
            common.about().before(workflow, inputs.values().github(), warnings, request.dryRun());
        notices.addAll(plan.given().remarks());
        DryRun dryRun = null;
        if (request.dryRun()) {
          dryRun = new DryRun(plan.foreseen(workflow, called.getOrDefault(workflow, Map.of())));
          notices.addAll(dryRun.notices());
        }
        ExitStatus status = status(run(inputs, journal, notices, dryRun, common));
        worst = status.code() > worst.code() ? status : worst;
        unpack(journal);
      }
    }
    return worst;
  }

  private void unpack(RunJournal journal) {
    Path target = request.services().artifacts();
    if (target == null) {
      return;
    }
    try {
      Services.unpack(journal.folder(), target);
    } catch (IOException e) {
      throw StorageFailure.of("unpack the artifacts of a run", target, "--artifacts", e);
    }
  }

  private Map<Workflow, Map<String, Workflow>> called(
      Workflows reader,
      List<Workflow> workflows,
      WorkflowFiles files,
      ActionSources sources,
      Notices about)
      throws InterruptedException {
    Map<Workflow, Map<String, Workflow>> called = new LinkedHashMap<>();
    List<BerthError> errors = new ArrayList<>();
    try (var remote = new RemoteWorkflows(sources, files.dialect(), !request.dryRun())) {
      for (Workflow workflow : workflows) {
        try {
          called.put(workflow, reader.called(workflow, remote, request.actions().callDepth()));
        } catch (BerthException e) {
          errors.addAll(e.errors());
        }
      }
      about.add(remote.notices());
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return called;
  }

  /// An event that forges have and no workflow answers is no mistake: a forge runs nothing either.
  private static boolean answersNothing(String event, List<Workflow> workflows) {
    for (Workflow workflow : workflows) {
      if (workflow.triggers().events().containsKey(event)) {
        return false;
      }
    }
    return EventsCheck.isKnown(event);
  }

  /// The token of the run is for the server of the repository and for no other.
  private Map<String, String> tokens(GithubContext context, GivenValues given) {
    Map<String, String> tokens = ActionSources.tokens(surroundings.env(), given.secrets());
    String token = given.secrets().getOrDefault("GITHUB_TOKEN", "");
    String server = RemoteUrl.of(context.git().remote()).server();
    if (!token.isEmpty() && !server.isEmpty()) {
      tokens.put(server, token);
    }
    return tokens;
  }

  /// Workflows ask for these to leave out what makes no sense on a machine of one's own.
  private Map<String, String> configured(GivenValues given) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("BERTH", "true");
    env.put("ACT", "true");
    env.put("RUNNER_NAME", MachineName.of(surroundings.env()));
    env.putAll(given.env());
    return env;
  }

  private static ExitStatus status(RunLoop.Outcome outcome) {
    if (outcome.environmentMissing()) {
      return ExitStatus.ENVIRONMENT;
    }
    return outcome.result() == Result.SUCCESS || outcome.result() == Result.SKIPPED
        ? ExitStatus.SUCCESS
        : ExitStatus.FAILURE;
  }

  private RunLoop.Outcome run(
      RunInputs inputs,
      RunJournal journal,
      List<String> notices,
      @Nullable DryRun dryRun,
      Common common)
      throws InterruptedException {
    var recorder = new Recorder(journal, listener, surroundings.clock());
    int jobs = request.placement().jobs();
    var loop =
        new RunLoop(
            inputs,
            recorder,
            notices,
            jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors(),
            dryRun,
            (spec, follower) -> {
              for (String notice : common.about().about(spec.labels())) {
                recorder.event(new Event.Noticed(notice), new Masker());
              }
              return job(inputs, spec, follower, recorder, common);
            });
    return loop.run(cancellation);
  }

  private JobRunner job(
      RunInputs inputs, JobSpec spec, Consumer<Event> follower, Recorder recorder, Common common) {
    Dialect dialect = spec.workflow().dialect();
    var place =
        new JobActions.JobPlace(
            common.backend(),
            environmentId(inputs.id(), spec.info().key().value()),
            common.workspace(),
            new ActionFiles(() -> common.actions().store(dialect), dialect),
            new CheckoutFiles(
                common.workspace(),
                () -> common.actions().store(dialect),
                inputs.values().github(),
                common.origin()),
            common.services().of(inputs.id(), recorder.folder(), spec, recorder),
            new JobActions.Leaving(request.placement().keep(), shell()),
            Thread::sleep);
    var masker = new Masker(inputs.values().secrets().byName().values());
    var actions = new JobActions(spec, place, recorder, follower, masker);
    return request.dryRun()
        ? new DryJob(spec, common.env(), actions)
        : new JobLoop(spec, common.env(), actions);
  }

  /// Asks for inputs where none were given and somebody is there.
  private GivenValues filled(GivenValues given, List<Workflow> workflows) {
    Person person = surroundings.person();
    if (person == null || !given.inputs().isEmpty() || request.dryRun()) {
      return given;
    }
    Map<String, String> inputs = new LinkedHashMap<>();
    for (Workflow workflow : workflows) {
      Map<String, Triggers.Input> declared =
          new LinkedHashMap<>(workflow.triggers().dispatchInputs());
      declared.keySet().removeAll(inputs.keySet());
      String name = workflow.names().name();
      inputs.putAll(new DispatchForm(person).fill(name == null ? workflow.file() : name, declared));
    }
    return given.with(inputs);
  }

  private @Nullable FailureShell shell() {
    Person person = surroundings.person();
    boolean wanted = request.placement().shellOnFailure() && !request.dryRun();
    return wanted && person != null ? new FailureShell(person, cancellation) : null;
  }

  /// Refuses a shell that nobody could use before anything runs.
  private void checkShell(Backend backend) {
    if (!request.placement().shellOnFailure()) {
      return;
    }
    if (surroundings.person() == null) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.USAGE,
              "`--shell-on-failure` needs somebody at a terminal, and standard input is none",
              "run Berth at a terminal, without `CI` and `--no-input`, or leave it out"));
    }
    if (!backend.hasTerminals()) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.LAYER_UNSUPPORTED,
              "`--shell-on-failure` needs a terminal in the environment, which this backend cannot"
                  + " make",
              "leave it out, and use `--keep` to look at the files of a job that failed"));
    }
  }

  private static String environmentId(String run, String job) {
    var id = new StringBuilder(run).append('.');
    for (int i = 0; i < job.length() && id.length() < 128; i++) {
      char c = job.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
      id.append(plain ? c : '.');
    }
    return id.toString();
  }

  private Backend backend() {
    String id = request.placement().backend();
    String wanted = id == null ? DEFAULT_BACKEND : id;
    BackendFactory factory = surroundings.backends().find(wanted).orElse(null);
    if (factory == null) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.USAGE,
              "there is no backend `" + wanted + "`",
              "name one of these with `--backend`: "
                  + String.join(", ", surroundings.backends().ids())));
    }
    return factory.create(Setting.Section.EMPTY);
  }

  /// Returns the workflows that have a job.
  ///
  /// @param job its key, or `null`: all have it
  static List<Workflow> withJob(List<Workflow> workflows, @Nullable String job) {
    if (job == null) {
      return workflows;
    }
    List<Workflow> found = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (Workflow workflow : workflows) {
      known.addAll(workflow.jobs().keySet());
      if (workflow.jobs().containsKey(job)) {
        found.add(workflow);
      }
    }
    if (found.isEmpty()) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.USAGE,
              "no workflow has the job `" + job + "`",
              "use one of " + String.join(", ", known)));
    }
    return found;
  }
}
