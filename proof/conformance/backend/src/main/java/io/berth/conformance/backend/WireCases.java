// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.protocol.v1beta1.ConfigureResponse;
import io.berth.protocol.v1beta1.CreateContainerRequest;
import io.berth.protocol.v1beta1.Environment;
import io.berth.protocol.v1beta1.GetEnvironmentRequest;
import io.berth.protocol.v1beta1.GetInfoRequest;
import io.berth.protocol.v1beta1.GetInfoResponse;
import io.berth.protocol.v1beta1.GetRequest;
import io.berth.protocol.v1beta1.ListEnvironmentsRequest;
import io.berth.protocol.v1beta1.RemoveEnvironmentRequest;
import io.berth.protocol.v1beta1.RenewLeasesRequest;
import io.berth.protocol.v1beta1.StartRequest;
import io.berth.protocol.v1beta1.WatchBackendRequest;
import io.berth.protocol.v1beta1.WatchBackendResponse;
import io.berth.sdk.wire.Environments;
import io.berth.sdk.wire.Reason;
import io.berth.spi.Setting;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Sessions, ids, errors and the rest of what only the protocol has.
final class WireCases {

  private static final List<String> SERVICES =
      List.of(
          "",
          "berth.backend.v1beta1.Backend",
          "berth.backend.v1beta1.Environments",
          "berth.backend.v1beta1.Executions");

  static final List<Case> CASES =
      List.of(
          wire("INFO-02", "health says SERVING for every service", WireCases::health),
          wire(
              "INFO-04",
              "a runner that speaks no version that is known is told which are",
              WireCases::versions),
          wire(
              "INFO-06",
              "a feature that is not known and is demanded is refused",
              WireCases::features),
          wire(
              "INFO-07",
              "GetInfo needs no session and answers the same until a restart",
              WireCases::info),
          wire("INFO-09", "two runners get sessions of their own", WireCases::sessions)
              .needs(Need.STRANGER),
          wire(
                  "CFG-01",
                  "a configuration that is wrong is an answer with all that is wrong",
                  WireCases::badConfiguration)
              .needs(Need.STRANGER),
          wire(
              "CFG-02",
              "the same runner with the same configuration gets the same session",
              WireCases::sameSession),
          wire("CFG-03", "a session that is not known is refused", WireCases::noSession),
          wire("WIR-01", "ids of another form than the protocol's are refused", WireCases::badIds),
          wire(
              "WIR-02",
              "an environment and an execution that never were are not found",
              WireCases::unknown),
          wire(
              "WIR-03",
              "a removed environment is told as REMOVED, its id is not taken again",
              WireCases::tombstone),
          wire(
                  "WIR-04",
                  "environments are listed page by page, none twice and none left out",
                  WireCases::pages)
              .needs(Need.LIST),
          wire(
              "WIR-05",
              "output and input that are not declared are refused",
              WireCases::undeclared),
          wire("WIR-06", "WatchBackend tells at once that work can be placed", WireCases::watch)
              .needs(Need.WATCH),
          wire("WIR-07", "a call with a smaller fence than the last is refused", WireCases::fences),
          wire(
                  "SEC-09",
                  "another runner's session finds none of this one's environments",
                  WireCases::foreign)
              .needs(Need.STRANGER));

  private WireCases() {}

  private static Case wire(String id, String title, Steps steps) {
    return Case.of(id, id.startsWith("SEC") ? Profile.SECURITY : Profile.WIRE, title, steps)
        .needs(Need.WIRE);
  }

  private static void health(Trial trial) {
    var health = HealthGrpc.newBlockingStub(trial.wire().channel(null));
    List<String> services = new ArrayList<>(SERVICES);
    if (!RawCalls.info(trial.wire().channel(null)).getCapabilities().getFilesByCommands()) {
      services.add("berth.backend.v1beta1.Files");
    }
    if (trial.subject().command() != null) {
      services.add("plugin");
    }
    for (String service : services) {
      trial.doing("health of `" + service + "`");
      trial.equal(
          "the health of `" + service + "`",
          ServingStatus.SERVING,
          health.check(HealthCheckRequest.newBuilder().setService(service).build()).getStatus());
    }
  }

  private static void versions(Trial trial) {
    var request = GetInfoRequest.newBuilder().addVersions("v0never").build();
    RawCalls.refused(
        trial,
        "GetInfo with a version that nobody speaks",
        Reason.VERSION_UNKNOWN,
        () ->
            io.berth.protocol.v1beta1.BackendGrpc.newBlockingStub(trial.wire().channel(null))
                .getInfo(request));
  }

  private static void features(Trial trial) {
    RawCalls calls = RawCalls.open(trial);
    String feature = "verify.no-such-feature";
    RawCalls.refused(
        trial,
        "CreateEnvironment that demands the feature `" + feature + "`",
        Reason.FEATURE_UNKNOWN,
        () ->
            calls.create(
                Environments.out(trial.request(trial.freshId())).toBuilder()
                    .addRequiredFeatures(feature)
                    .build()));
    Environment environment = calls.create(trial.freshId());
    RawCalls.refused(
        trial,
        "Start that demands the feature `" + feature + "`",
        Reason.FEATURE_UNKNOWN,
        () ->
            calls
                .executions()
                .start(
                    calls
                        .sh(environment, "demanding", "true")
                        .addRequiredFeatures(feature)
                        .build()));
  }

  private static void info(Trial trial) {
    Channel channel = trial.wire().channel(null);
    trial.doing("GetInfo");
    long start = System.nanoTime();
    GetInfoResponse first = RawCalls.info(channel);
    long took = (System.nanoTime() - start) / 1_000_000;
    trial.equal("the version that GetInfo chose", RawCalls.VERSION, first.getVersion());
    trial.that(!first.getName().isEmpty(), "GetInfo gives no name");
    trial.that(!first.getInstance().isEmpty(), "GetInfo gives no instance");
    trial.that(took < 2000, "GetInfo took " + took + " ms, and less than 2000 was wanted");
    for (int i = 0; i < 3; i++) {
      GetInfoResponse again = RawCalls.info(channel);
      trial.that(
          again.equals(first),
          "GetInfo answers something else when it is called again (it has to answer the same until"
              + " the plugin restarts): instance `"
              + again.getInstance()
              + "` after `"
              + first.getInstance()
              + "`");
    }
  }

  private static void sessions(Trial trial) {
    RawCalls one = RawCalls.open(trial);
    RawCalls other = RawCalls.open(trial, trial.subject().stranger());
    trial.that(
        !one.session().equals(other.session()), "two runners were given one and the same session");
    trial.that(
        one.session().length() >= 16,
        "a session is `"
            + "*".repeat(one.session().length())
            + "` long, and it must not be guessed: use 128 random bits");
  }

  private static void sameSession(Trial trial) {
    trial.equal(
        "whether the session is the same when Configure is called again",
        true,
        RawCalls.open(trial).session().equals(RawCalls.open(trial).session()));
  }

  private static void badConfiguration(Trial trial) {
    var settings =
        new Setting.Section(
            Map.of(
                "verify-no-such-key", new Setting.Text("x"),
                "verify-another", new Setting.Text("y")));
    trial.doing("Configure with two keys that no plugin has");
    ConfigureResponse answer =
        RawCalls.configure(trial.wire().channel(null), trial.subject().stranger(), settings);
    trial.that(
        answer.getSession().isEmpty(),
        "Configure accepted the keys `verify-no-such-key` and `verify-another`");
    trial.that(
        answer.getViolationsCount() >= 2,
        "Configure with two wrong keys told of "
            + answer.getViolationsCount()
            + " violations: tell all that is wrong at once");
    RawCalls.info(trial.wire().channel(null));
  }

  private static void noSession(Trial trial) {
    for (String session : new String[] {"", "verify-never-given-out"}) {
      Channel channel = trial.wire().channel(session.isEmpty() ? null : session);
      RawCalls.refused(
          trial,
          session.isEmpty()
              ? "GetEnvironment without a session"
              : "GetEnvironment with a session that was never given out",
          Reason.SESSION_UNKNOWN,
          () ->
              io.berth.protocol.v1beta1.EnvironmentsGrpc.newBlockingStub(channel)
                  .getEnvironment(get("any")));
      RawCalls.refused(
          trial,
          "RenewLeases without a session that is known",
          Reason.SESSION_UNKNOWN,
          () ->
              io.berth.protocol.v1beta1.EnvironmentsGrpc.newBlockingStub(channel)
                  .renewLeases(RenewLeasesRequest.newBuilder().addEnvironmentIds("any").build()));
    }
  }

  private static void badIds(Trial trial) {
    RawCalls calls = RawCalls.open(trial);
    var good = Environments.out(trial.request(trial.freshId()));
    List<io.grpc.Status.Code> invalid = List.of(io.grpc.Status.Code.INVALID_ARGUMENT);
    for (String id : new String[] {"", "..", "../up", "a/b", "a b", "x".repeat(129)}) {
      RawCalls.refused(
          trial,
          "CreateEnvironment with the id `" + (id.length() > 20 ? "129 times x" : id) + "`",
          invalid,
          () -> calls.create(good.toBuilder().setEnvironmentId(id).build()));
    }
    Environment environment = calls.create(trial.freshId());
    RawCalls.refused(
        trial,
        "Start with the id `a/b`",
        invalid,
        () -> calls.executions().start(calls.sh(environment, "a/b", "true").build()));
    RawCalls.refused(
        trial,
        "Start without a command",
        invalid,
        () ->
            calls
                .executions()
                .start(calls.sh(environment, "no-command", "true").clearCommand().build()));
  }

  private static void unknown(Trial trial) {
    RawCalls calls = RawCalls.open(trial);
    RawCalls.refused(
        trial,
        "GetEnvironment of what never was",
        Reason.ENVIRONMENT_UNKNOWN,
        () -> calls.environments().getEnvironment(get("never-was")));
    RawCalls.refused(
        trial,
        "Get of an execution of an environment that never was",
        Reason.ENVIRONMENT_UNKNOWN,
        () ->
            calls
                .executions()
                .get(
                    GetRequest.newBuilder()
                        .setEnvironmentId("never-was")
                        .setExecutionId("any")
                        .build()));
    Environment environment = calls.create(trial.freshId());
    RawCalls.refused(
        trial,
        "Get of an execution that never was",
        Reason.EXECUTION_UNKNOWN,
        () ->
            calls
                .executions()
                .get(
                    GetRequest.newBuilder()
                        .setEnvironmentId(environment.getId())
                        .setExecutionId("never-was")
                        .build()));
  }

  private static GetEnvironmentRequest get(String id) {
    return GetEnvironmentRequest.newBuilder().setEnvironmentId(id).build();
  }

  private static RemoveEnvironmentRequest remove(String id) {
    return RemoveEnvironmentRequest.newBuilder().setEnvironmentId(id).setFence(1).build();
  }

  private static void tombstone(Trial trial) {
    RawCalls calls = RawCalls.open(trial);
    String id = trial.freshId();
    calls.create(id);
    trial.doing("RemoveEnvironment");
    trial.equal(
        "existed of the first removal",
        true,
        calls.environments().removeEnvironment(remove(id)).getExisted());
    trial.equal(
        "existed of the second removal",
        false,
        calls.environments().removeEnvironment(remove(id)).getExisted());
    trial.doing("GetEnvironment of an environment that was removed a moment ago");
    trial.equal(
        "the state of an environment that was removed a moment ago",
        Environment.State.REMOVED,
        calls.environments().getEnvironment(get(id)).getState());
    RawCalls.refused(
        trial,
        "CreateEnvironment with the id of one that was removed",
        Reason.ID_REUSED,
        () -> calls.create(id));
  }

  private static void pages(Trial trial) {
    RawCalls calls = RawCalls.open(trial);
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(calls.create(trial.freshId()).getId());
    }
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      trial.doing("ListEnvironments, one on a page");
      var page =
          calls
              .environments()
              .listEnvironments(
                  ListEnvironmentsRequest.newBuilder().setPageSize(1).setPageToken(token).build());
      trial.that(
          page.getEnvironmentsCount() <= 1,
          "a page of at most one environment has " + page.getEnvironmentsCount());
      page.getEnvironmentsList().forEach(one -> listed.add(one.getId()));
      token = page.getNextPageToken();
      trial.that(listed.size() < 10_000, "the list of environments has no last page");
    } while (!token.isEmpty());
    for (String id : made) {
      trial.equal(
          "how often an environment stands in the pages of the list",
          1L,
          listed.stream().filter(id::equals).count());
    }
  }

  private static void undeclared(Trial trial) {
    RawCalls calls = RawCalls.open(trial);
    var declared = RawCalls.info(trial.wire().channel(null)).getCapabilities();
    Environment environment = calls.create(trial.freshId());
    List<io.grpc.Status.Code> absent = List.of(io.grpc.Status.Code.UNIMPLEMENTED);
    if (!declared.getInput()) {
      RawCalls.refused(
          trial,
          "Start with input, which the capabilities do not declare,",
          absent,
          () ->
              calls
                  .executions()
                  .start(calls.sh(environment, "input", "true").setInput(true).build()));
    }
    if (!declared.getSeparateOutput()) {
      RawCalls.refused(
          trial,
          "Start with two streams of output, which the capabilities do not declare,",
          absent,
          () ->
              calls
                  .executions()
                  .start(
                      calls
                          .sh(environment, "separate", "true")
                          .setOutput(StartRequest.Output.SEPARATE)
                          .build()));
    }
    if (declared.getLayersCount() == 0) {
      RawCalls.refused(
          trial,
          "CreateServiceContainer, which the capabilities do not declare,",
          absent,
          () ->
              io.berth.protocol.v1beta1.ContainersGrpc.newBlockingStub(calls.channel())
                  .createServiceContainer(
                      CreateContainerRequest.newBuilder()
                          .setEnvironmentId(environment.getId())
                          .setContainer(io.berth.sdk.wire.Plans.out(PlanCases.container("verify")))
                          .build())
                  .forEachRemaining(answer -> trial.doing("CreateServiceContainer")));
    }
  }

  private static void watch(Trial trial) {
    RawCalls calls = RawCalls.open(trial);
    trial.doing("WatchBackend");
    try (var context = Context.current().withCancellation()) {
      context.run(
          () -> {
            WatchBackendResponse first =
                calls.backend().watchBackend(WatchBackendRequest.getDefaultInstance()).next();
            trial.that(
                first.getState() == WatchBackendResponse.State.READY
                    || first.getState() == WatchBackendResponse.State.DEGRADED,
                "WatchBackend says first that the backend is "
                    + first.getState()
                    + ": "
                    + first.getProblem());
            trial.that(first.hasHeartbeat(), "WatchBackend gives no heartbeat");
          });
    }
  }

  private static void fences(Trial trial) {
    RawCalls calls = RawCalls.open(trial);
    String id = trial.freshId();
    var request = Environments.out(trial.request(id));
    calls.create(request.toBuilder().setOwner(request.getOwner().toBuilder().setFence(5)).build());
    RawCalls.refused(
        trial,
        "RemoveEnvironment with fence 2 of an environment that was made with fence 5",
        Reason.STALE_OWNER,
        () -> calls.environments().removeEnvironment(remove(id).toBuilder().setFence(2).build()));
    trial.equal(
        "the state of that environment",
        Environment.State.READY,
        calls.environments().getEnvironment(get(id)).getState());
  }

  private static void foreign(Trial trial) {
    RawCalls mine = RawCalls.open(trial);
    Environment environment = mine.create(trial.freshId());
    trial.doing("Start in the own session");
    mine.executions().start(mine.sh(environment, "own", "sleep 20").build());
    RawCalls other = RawCalls.open(trial, trial.subject().stranger());
    String id = environment.getId();
    RawCalls.refused(
        trial,
        "GetEnvironment of another runner's environment",
        Reason.ENVIRONMENT_UNKNOWN,
        () -> other.environments().getEnvironment(get(id)));
    RawCalls.refused(
        trial,
        "Start in another runner's environment",
        Reason.ENVIRONMENT_UNKNOWN,
        () -> other.executions().start(other.sh(environment, "theirs", "true").build()));
    RawCalls.refused(
        trial,
        "Get of an execution of another runner",
        Reason.ENVIRONMENT_UNKNOWN,
        () ->
            other
                .executions()
                .get(GetRequest.newBuilder().setEnvironmentId(id).setExecutionId("own").build()));
    trial.doing("RemoveEnvironment of another runner's environment");
    try {
      other
          .environments()
          .removeEnvironment(remove(id).toBuilder().setFence(Long.MAX_VALUE).build());
    } catch (io.grpc.StatusRuntimeException e) {
      trial.doing("GetEnvironment after another runner was refused its removal");
    }
    trial.equal(
        "the state of an environment that another runner was to remove",
        Environment.State.READY,
        mine.environments().getEnvironment(get(id)).getState());
  }
}
