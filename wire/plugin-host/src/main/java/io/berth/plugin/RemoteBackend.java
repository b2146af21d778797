// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.kit.Refusals;
import io.berth.model.BerthException;
import io.berth.protocol.v1beta1.AdoptEnvironmentRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentResponse;
import io.berth.protocol.v1beta1.GetEnvironmentRequest;
import io.berth.protocol.v1beta1.GetInfoResponse;
import io.berth.protocol.v1beta1.ListEnvironmentsRequest;
import io.berth.protocol.v1beta1.ListEnvironmentsResponse;
import io.berth.protocol.v1beta1.PlanRequest;
import io.berth.protocol.v1beta1.RemoveEnvironmentRequest;
import io.berth.protocol.v1beta1.RenewLeasesRequest;
import io.berth.protocol.v1beta1.ValidateLabelsRequest;
import io.berth.protocol.v1beta1.ValidateLabelsResponse;
import io.berth.protocol.v1beta1.WatchBackendRequest;
import io.berth.protocol.v1beta1.WatchBackendResponse;
import io.berth.sdk.wire.Answers;
import io.berth.sdk.wire.Environments;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Plans;
import io.berth.sdk.wire.Reason;
import io.berth.sdk.wire.Times;
import io.berth.spi.Backend;
import io.berth.spi.Capabilities;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.JobPlan;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Layout;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Setting;
import io.berth.spi.SetupLog;
import io.berth.spi.Violation;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A plugin as a backend.
public final class RemoteBackend implements Backend, AutoCloseable {

  /// A plugin tells at once how it is.
  private static final Duration FIRST_WORD = Duration.ofSeconds(5);

  private static final Duration LONGEST_CREATION = Duration.ofMinutes(30);
  private static final Duration LONGEST_REMOVAL = Duration.ofMinutes(10);
  private static final int MOST_LISTED = 100_000;

  private final PluginSession session;
  private final PluginWatch watch;
  private final Map<String, RemoteEnvironment> environments = new ConcurrentHashMap<>();

  /// Who connects, and with what.
  ///
  /// @param name what the administrator calls the plugin
  /// @param runner the installation of Berth
  /// @param configuration the plugin's section
  /// @param patience how long a plugin may be away before its environments are lost
  public record Settled(
      String name, String runner, Setting.Section configuration, Duration patience) {}

  private RemoteBackend(PluginSession session, Duration patience) {
    this.session = session;
    this.watch = new PluginWatch(session, patience);
  }

  /// Connects and configures a plugin.
  ///
  /// @param token what the plugin wants to see, or `null` if it wants nothing
  /// @throws BerthException B2002 if the configuration is not accepted, B3001 if nobody answers
  public static RemoteBackend connect(
      PluginAddress address, @Nullable String token, Settled settled) {
    return connect(Endpoint.open(address, token), settled);
  }

  /// Connects and configures a plugin.
  ///
  /// @throws BerthException B2002 if the configuration is not accepted, B3001 if nobody answers
  public static RemoteBackend connect(Endpoint endpoint, Settled settled) {
    return over(new DirectLink(endpoint), settled);
  }

  static RemoteBackend over(Link link, Settled settled) {
    var session = new PluginSession(link, settled);
    try {
      session.open();
      return new RemoteBackend(session, settled.patience());
    } catch (RuntimeException | InterruptedException e) {
      session.close();
      if (e instanceof RuntimeException failure) {
        throw failure;
      }
      Thread.currentThread().interrupt();
      throw session.interrupted();
    }
  }

  PluginSession session() {
    return session;
  }

  /// Returns what the plugin said of itself.
  GetInfoResponse info() {
    return session.info();
  }

  /// Returns how the plugin said it is, or `null` if it said nothing yet.
  @Nullable WatchBackendResponse state() {
    return watch.last();
  }

  /// Returns what the plugin says of itself.
  PluginFacts facts() {
    GetInfoResponse info = session.info();
    return new PluginFacts(
        new PluginFacts.Identity(
            info.getName(),
            info.getSoftwareVersion(),
            info.getInstance(),
            "berth.backend." + info.getVersion(),
            info.getFeaturesList()),
        condition(),
        capabilities(),
        new PluginFacts.Schemas(info.getConfigurationSchema(), info.getLabelSchema()));
  }

  /// A plugin that does not tell is ready: it has just answered.
  private PluginFacts.Condition condition() {
    BlockingClientCall<?, WatchBackendResponse> call = null;
    try {
      call =
          session
              .connection()
              .watching()
              .withDeadlineAfter(FIRST_WORD)
              .watchBackend(WatchBackendRequest.getDefaultInstance());
      WatchBackendResponse answer = call.read();
      return answer == null
          ? PluginFacts.Condition.READY
          : new PluginFacts.Condition(state(answer.getState()), answer.getProblem());
    } catch (StatusException e) {
      return PluginSession.isUnimplemented(e)
          ? PluginFacts.Condition.READY
          : new PluginFacts.Condition(
              PluginFacts.State.DEGRADED, "it does not tell how it is: " + e.getStatus().getCode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw session.interrupted();
    } finally {
      if (call != null) {
        call.cancel("it has told how it is", null);
      }
    }
  }

  private static PluginFacts.State state(WatchBackendResponse.State told) {
    return switch (told) {
      case READY, STATE_UNSPECIFIED, UNRECOGNIZED -> PluginFacts.State.READY;
      case DEGRADED -> PluginFacts.State.DEGRADED;
      case UNAVAILABLE -> PluginFacts.State.UNAVAILABLE;
      case DRAINING -> PluginFacts.State.DRAINING;
    };
  }

  @Override
  public Capabilities capabilities() {
    return session.capabilities();
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    var request = ValidateLabelsRequest.newBuilder();
    labels.forEach(label -> request.addLabels(Answers.out(label)));
    List<LabelVerdict> verdicts = new ArrayList<>();
    ValidateLabelsResponse answer;
    try {
      answer =
          session.callToEnd(() -> session.connection().backend().validateLabels(request.build()));
    } catch (BerthException e) {
      if (!PluginSession.isLeftOut(e)) {
        throw e;
      }
      labels.forEach(label -> verdicts.add(plain(label.form())));
      return verdicts;
    }
    answer.getVerdictsList().forEach(verdict -> verdicts.add(Answers.in(verdict)));
    if (verdicts.size() != labels.size()) {
      throw session.wrong("answered " + verdicts.size() + " of " + labels.size() + " labels");
    }
    return verdicts;
  }

  /// Says what a label means to a plugin that has only one kind of environment.
  private LabelVerdict plain(LabelConfiguration.Form form) {
    List<Violation> violations = new ArrayList<>();
    String problem = "backend `" + session.name() + "` has no settings of labels";
    switch (form) {
      case LabelConfiguration.Form.Struct(Setting.Section settings) ->
          settings
              .entries()
              .keySet()
              .forEach(key -> violations.add(new Violation(key, problem, "remove it")));
      case LabelConfiguration.Form.Legacy(String text) -> {
        if (!text.isEmpty()) {
          violations.add(new Violation("", problem, "remove `" + text + "`"));
        }
      }
    }
    return violations.isEmpty()
        ? new LabelVerdict.Valid(
            Setting.Section.EMPTY,
            Answers.in(info().getPlatform()),
            capabilities(),
            "an environment of " + info().getName())
        : new LabelVerdict.Invalid(violations);
  }

  @Override
  public PlanVerdict plan(JobPlan plan) {
    var request = PlanRequest.newBuilder().setPlan(Plans.out(plan)).build();
    try {
      return Answers.in(session.callToEnd(() -> session.connection().backend().plan(request)));
    } catch (BerthException e) {
      if (!PluginSession.isLeftOut(e)) {
        throw e;
      }
      return PlanVerdict.of(capabilities().unmet(plan, session.name()));
    }
  }

  @Override
  public Environment create(EnvironmentRequest request) throws InterruptedException {
    CreateEnvironmentRequest message = Environments.out(request);
    var ready = session.call(() -> ready(message));
    return known(environment(request.id(), request.owner(), ready));
  }

  /// The same environment is the same object.
  private RemoteEnvironment known(RemoteEnvironment environment) {
    RemoteEnvironment known = environments.putIfAbsent(environment.id(), environment);
    return known == null ? environment : known;
  }

  private io.berth.protocol.v1beta1.Environment ready(CreateEnvironmentRequest request)
      throws StatusException, InterruptedException {
    BlockingClientCall<?, CreateEnvironmentResponse> call =
        session.connection().environments(LONGEST_CREATION).createEnvironment(request);
    try {
      while (true) {
        CreateEnvironmentResponse answer = call.read();
        if (answer == null) {
          throw session.wrong("ended the making of an environment without saying that it is ready");
        }
        if (answer.hasReady()) {
          return answer.getReady();
        }
        if (answer.hasLog()) {
          SetupLog.tell(answer.getLog());
        }
      }
    } finally {
      call.cancel("all is read", null);
    }
  }

  @Override
  public List<EnvironmentStatus> list(String asked) {
    if (!asked.equals(session.runner())) {
      return List.of();
    }
    try {
      return listed();
    } catch (BerthException e) {
      if (!PluginSession.isLeftOut(e)) {
        throw e;
      }
      return known();
    }
  }

  private List<EnvironmentStatus> listed() {
    List<EnvironmentStatus> statuses = new ArrayList<>();
    String token = "";
    Set<String> seen = new HashSet<>();
    do {
      var request = ListEnvironmentsRequest.newBuilder().setPageToken(token).build();
      ListEnvironmentsResponse page =
          session.callToEnd(() -> session.connection().environments().listEnvironments(request));
      page.getEnvironmentsList()
          .forEach(environment -> statuses.add(Environments.in(environment, session.runner())));
      token = page.getNextPageToken();
      if (!token.isEmpty() && (!seen.add(token) || statuses.size() > MOST_LISTED)) {
        throw session.wrong("lists environments without an end");
      }
    } while (!token.isEmpty());
    return statuses;
  }

  /// Asks for each that was made here, of a plugin that lists none.
  private List<EnvironmentStatus> known() {
    List<EnvironmentStatus> statuses = new ArrayList<>();
    for (String id : environments.keySet()) {
      var request = GetEnvironmentRequest.newBuilder().setEnvironmentId(id).build();
      try {
        var environment =
            session.callToEnd(() -> session.connection().environments().getEnvironment(request));
        if (environment.getState() != io.berth.protocol.v1beta1.Environment.State.REMOVED) {
          statuses.add(Environments.in(environment, session.runner()));
        }
      } catch (BerthException e) {
        if (!isUnknown(e)) {
          throw e;
        }
      }
    }
    return statuses;
  }

  private static boolean isUnknown(BerthException failure) {
    Throwable cause = failure.getCause();
    return cause != null && Failures.reason(cause) == Reason.ENVIRONMENT_UNKNOWN;
  }

  @Override
  public Environment adopt(String id, Owner owner) {
    var request =
        AdoptEnvironmentRequest.newBuilder()
            .setEnvironmentId(id)
            .setOwner(Environments.out(owner))
            .build();
    try {
      var adopted =
          session.callToEnd(() -> session.connection().environments().adoptEnvironment(request));
      var environment = known(environment(id, owner, adopted));
      environment.takenOver(owner);
      return environment;
    } catch (BerthException e) {
      throw PluginSession.isLeftOut(e) ? Refusals.notReady(id, "never handed over") : e;
    }
  }

  private RemoteEnvironment environment(
      String id, Owner owner, io.berth.protocol.v1beta1.Environment ready) {
    return new RemoteEnvironment(
        this, id, owner, layout(ready), RemoteAccess.of(ready.getAccessList(), session));
  }

  private Layout layout(io.berth.protocol.v1beta1.Environment ready) {
    Layout layout = Environments.in(ready.getLayout());
    String problem = Checks.problem(layout);
    if (problem != null) {
      throw session.wrong(problem);
    }
    return layout;
  }

  @Override
  public List<String> renew(List<String> ids, Owner owner, Duration lease) {
    Map<Long, List<String>> byFence = new TreeMap<>();
    for (String id : ids) {
      byFence.computeIfAbsent(fence(id, owner), _ -> new ArrayList<>()).add(id);
    }
    List<String> renewed = new ArrayList<>();
    byFence.forEach(
        (fence, some) -> {
          var request =
              RenewLeasesRequest.newBuilder()
                  .addAllEnvironmentIds(some)
                  .setFence(fence)
                  .setLease(Times.out(lease))
                  .build();
          renewed.addAll(
              session
                  .callToEnd(() -> session.connection().environments().renewLeases(request))
                  .getEnvironmentIdsList());
        });
    renewed.retainAll(ids);
    return List.copyOf(renewed);
  }

  private long fence(String id, Owner owner) {
    RemoteEnvironment known = environments.get(id);
    return known == null ? owner.fence() : known.fence(owner);
  }

  @Override
  public void remove(String id, Owner owner) {
    if (!owner.runner().equals(session.runner())) {
      return;
    }
    var request =
        RemoveEnvironmentRequest.newBuilder()
            .setEnvironmentId(id)
            .setFence(fence(id, owner))
            .build();
    session.callToEnd(
        () -> session.connection().environments(LONGEST_REMOVAL).removeEnvironment(request));
    environments.remove(id);
  }

  /// Ends the connection, not the environments.
  @Override
  public void close() {
    watch.close();
    session.close();
  }
}
