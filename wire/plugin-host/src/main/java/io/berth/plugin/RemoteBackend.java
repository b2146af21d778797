// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.protocol.v1beta1.AdoptEnvironmentRequest;
import io.berth.protocol.v1beta1.ConfigureRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentResponse;
import io.berth.protocol.v1beta1.GetInfoRequest;
import io.berth.protocol.v1beta1.ListEnvironmentsRequest;
import io.berth.protocol.v1beta1.ListEnvironmentsResponse;
import io.berth.protocol.v1beta1.PlanRequest;
import io.berth.protocol.v1beta1.RemoveEnvironmentRequest;
import io.berth.protocol.v1beta1.RenewLeasesRequest;
import io.berth.protocol.v1beta1.Runner;
import io.berth.protocol.v1beta1.ValidateLabelsRequest;
import io.berth.protocol.v1beta1.ValidateLabelsResponse;
import io.berth.sdk.wire.Answers;
import io.berth.sdk.wire.Environments;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Plans;
import io.berth.sdk.wire.Reason;
import io.berth.sdk.wire.Settings;
import io.berth.sdk.wire.Times;
import io.berth.spi.Backend;
import io.berth.spi.Capabilities;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.JobPlan;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Setting;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A plugin as a backend.
public final class RemoteBackend implements Backend, AutoCloseable {

  private static final String VERSION = "v1beta1";

  private final String name;
  private final String runner;
  private final Setting.Section configuration;
  private final Duration patience;
  private final PluginConnection connection;
  private final Map<String, RemoteEnvironment> environments = new ConcurrentHashMap<>();
  private volatile @Nullable Capabilities capabilities;

  /// Who connects, and with what.
  ///
  /// @param name what the administrator calls the plugin
  /// @param runner the installation of Berth
  /// @param configuration the plugin's section
  /// @param patience how long a plugin may be away before its environments are lost
  public record Settled(
      String name, String runner, Setting.Section configuration, Duration patience) {}

  private RemoteBackend(PluginConnection connection, Settled settled) {
    this.connection = connection;
    this.name = settled.name();
    this.runner = settled.runner();
    this.configuration = settled.configuration();
    this.patience = settled.patience();
  }

  /// Connects and configures a plugin.
  ///
  /// @param token what the plugin wants to see, or `null` if it wants nothing
  /// @throws BerthException B2002 if the configuration is not accepted, B3001 if nobody answers
  public static RemoteBackend connect(
      PluginAddress address, @Nullable String token, Settled settled) {
    var backend = new RemoteBackend(new PluginConnection(address, token), settled);
    try {
      backend.call(
          () -> {
            backend.configure();
            return backend;
          });
      return backend;
    } catch (RuntimeException | InterruptedException e) {
      backend.close();
      throw e instanceof RuntimeException failure ? failure : interrupted(settled.name());
    }
  }

  private void configure() throws StatusException {
    var self = Runner.newBuilder().setId(runner).setVersion(VERSION);
    connection
        .backend()
        .getInfo(GetInfoRequest.newBuilder().addVersions(VERSION).setRunner(self).build());
    var answer =
        connection
            .backend()
            .configure(
                ConfigureRequest.newBuilder()
                    .setRunner(self)
                    .setConfiguration(Settings.out(configuration))
                    .build());
    if (answer.getViolationsCount() > 0 || answer.getSession().isEmpty()) {
      throw new BerthException(violations(answer.getViolationsList()), null);
    }
    connection.session(answer.getSession());
    capabilities = Answers.in(answer.getCapabilities());
  }

  private List<BerthError> violations(List<io.berth.protocol.v1beta1.Violation> violations) {
    List<BerthError> errors = new ArrayList<>();
    for (var message : violations) {
      var violation = Answers.in(message);
      String path = violation.path().isEmpty() ? "" : "`" + violation.path() + "`: ";
      errors.add(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "backend `" + name + "`: " + path + violation.problem(),
              violation.remedy()));
    }
    if (errors.isEmpty()) {
      errors.add(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "backend `" + name + "` gave no session and no reason",
              "ask the plugin's author"));
    }
    return errors;
  }

  /// Makes a call, again while nobody answers, and with a new session if the plugin forgot it.
  <A> A call(Call<A> call) throws InterruptedException {
    var pace = new Pace(patience);
    while (true) {
      try {
        return call.make();
      } catch (StatusException e) {
        if (!mayWork(e) || !pace.again()) {
          throw Failures.in(e, name);
        }
        renewSession(e);
      }
    }
  }

  private static boolean mayWork(StatusException failure) {
    return Failures.reason(failure) == Reason.SESSION_UNKNOWN
        || (failure.getStatus().getCode() == Status.Code.UNAVAILABLE
            && Failures.reason(failure) != Reason.DRAINING);
  }

  private void renewSession(StatusException failure) {
    connection.hurry();
    if (Failures.reason(failure) == Reason.SESSION_UNKNOWN) {
      try {
        configure();
      } catch (StatusException e) {
        // The call is made again, and tells what is wrong.
      }
    }
  }

  /// Makes a call whose caller cannot be interrupted.
  <A> A callToEnd(Call<A> call) {
    try {
      return call(call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(name);
    }
  }

  private static BerthException interrupted(String name) {
    return new BerthException(
        BerthError.of(
            ErrorCode.BACKEND_UNAVAILABLE, "a call of backend `" + name + "` was cut short", null));
  }

  PluginConnection connection() {
    return connection;
  }

  String name() {
    return name;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities known = capabilities;
    if (known == null) {
      throw new IllegalStateException("not connected");
    }
    return known;
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    var request = ValidateLabelsRequest.newBuilder();
    labels.forEach(label -> request.addLabels(Answers.out(label)));
    ValidateLabelsResponse answer =
        callToEnd(() -> connection.backend().validateLabels(request.build()));
    List<LabelVerdict> verdicts = new ArrayList<>();
    answer.getVerdictsList().forEach(verdict -> verdicts.add(Answers.in(verdict)));
    if (verdicts.size() != labels.size()) {
      throw wrong("answered " + verdicts.size() + " of " + labels.size() + " labels");
    }
    return verdicts;
  }

  BerthException wrong(String problem) {
    return new BerthException(
        BerthError.of(
            ErrorCode.BACKEND_UNAVAILABLE,
            "backend `" + name + "` " + problem,
            "check the plugin with `berth plugin verify`"));
  }

  @Override
  public PlanVerdict plan(JobPlan plan) {
    var request = PlanRequest.newBuilder().setPlan(Plans.out(plan)).build();
    return Answers.in(callToEnd(() -> connection.backend().plan(request)));
  }

  @Override
  public Environment create(EnvironmentRequest request) throws InterruptedException {
    CreateEnvironmentRequest message = Environments.out(request);
    var ready = call(() -> ready(message));
    return known(
        new RemoteEnvironment(
            this, request.id(), request.owner(), Environments.in(ready.getLayout())));
  }

  /// The same environment is the same object.
  private RemoteEnvironment known(RemoteEnvironment environment) {
    RemoteEnvironment known = environments.putIfAbsent(environment.id(), environment);
    return known == null ? environment : known;
  }

  private io.berth.protocol.v1beta1.Environment ready(CreateEnvironmentRequest request)
      throws StatusException, InterruptedException {
    BlockingClientCall<?, CreateEnvironmentResponse> call =
        connection.environments().createEnvironment(request);
    try {
      while (true) {
        CreateEnvironmentResponse answer = call.read();
        if (answer == null) {
          throw wrong("ended the making of an environment without saying that it is ready");
        }
        if (answer.hasReady()) {
          return answer.getReady();
        }
      }
    } finally {
      call.cancel("all is read", null);
    }
  }

  @Override
  public List<EnvironmentStatus> list(String asked) {
    List<EnvironmentStatus> statuses = new ArrayList<>();
    if (!asked.equals(runner)) {
      return statuses;
    }
    String token = "";
    do {
      var request = ListEnvironmentsRequest.newBuilder().setPageToken(token).build();
      ListEnvironmentsResponse page =
          callToEnd(() -> connection.environments().listEnvironments(request));
      page.getEnvironmentsList()
          .forEach(environment -> statuses.add(Environments.in(environment, runner)));
      if (page.getNextPageToken().equals(token) && !token.isEmpty()) {
        throw wrong("lists the same page for ever");
      }
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return statuses;
  }

  @Override
  public Environment adopt(String id, Owner owner) {
    var adopted =
        callToEnd(
            () ->
                connection
                    .environments()
                    .adoptEnvironment(
                        AdoptEnvironmentRequest.newBuilder()
                            .setEnvironmentId(id)
                            .setOwner(Environments.out(owner))
                            .build()));
    return known(new RemoteEnvironment(this, id, owner, Environments.in(adopted.getLayout())));
  }

  @Override
  public List<String> renew(List<String> ids, Owner owner, Duration lease) {
    var request =
        RenewLeasesRequest.newBuilder()
            .addAllEnvironmentIds(ids)
            .setFence(owner.fence())
            .setLease(Times.out(lease))
            .build();
    return List.copyOf(
        callToEnd(() -> connection.environments().renewLeases(request)).getEnvironmentIdsList());
  }

  @Override
  public void remove(String id, Owner owner) {
    if (!owner.runner().equals(runner)) {
      return;
    }
    var request =
        RemoveEnvironmentRequest.newBuilder().setEnvironmentId(id).setFence(owner.fence()).build();
    callToEnd(() -> connection.environments().removeEnvironment(request));
    environments.remove(id);
  }

  /// Ends the connection, not the environments.
  @Override
  public void close() {
    connection.close();
  }
}
