// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.protocol.v1beta1.AdoptEnvironmentRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentResponse;
import io.berth.protocol.v1beta1.Environment;
import io.berth.protocol.v1beta1.EnvironmentsGrpc;
import io.berth.protocol.v1beta1.GetEnvironmentRequest;
import io.berth.protocol.v1beta1.ListEnvironmentsRequest;
import io.berth.protocol.v1beta1.ListEnvironmentsResponse;
import io.berth.protocol.v1beta1.RemoveEnvironmentRequest;
import io.berth.protocol.v1beta1.RemoveEnvironmentResponse;
import io.berth.protocol.v1beta1.RenewLeasesRequest;
import io.berth.protocol.v1beta1.RenewLeasesResponse;
import io.berth.protocol.v1beta1.StopEnvironmentRequest;
import io.berth.protocol.v1beta1.StopEnvironmentResponse;
import io.berth.sdk.wire.Access;
import io.berth.sdk.wire.Environments;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.berth.sdk.wire.Times;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.Owner;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The lives of environments.
final class EnvironmentsService extends EnvironmentsGrpc.EnvironmentsImplBase {

  private static final int PAGE = 100;

  private final Readiness readiness;

  EnvironmentsService(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void createEnvironment(
      CreateEnvironmentRequest request, StreamObserver<CreateEnvironmentResponse> caller) {
    Session session = Sessions.current();
    Making.with(
        caller,
        line -> CreateEnvironmentResponse.newBuilder().setLog(line).build(),
        () -> {
          Features.check(request.getRequiredFeaturesList());
          if (readiness.isDraining() && session.find(request.getEnvironmentId()) == null) {
            throw Failures.out(Reason.DRAINING, "this plugin is being stopped");
          }
          var made = session.create(Environments.in(request, session.runner()));
          var ready =
              Environment.newBuilder()
                  .setId(request.getEnvironmentId())
                  .setState(Environment.State.READY)
                  .setOwner(request.getOwner())
                  .setLayout(Environments.out(made.layout()))
                  .addAllAccess(Access.out(made.access()));
          return CreateEnvironmentResponse.newBuilder().setReady(ready).build();
        });
  }

  @Override
  public void getEnvironment(GetEnvironmentRequest request, StreamObserver<Environment> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          String id = request.getEnvironmentId();
          for (EnvironmentStatus status : session.backend().list(session.runner())) {
            if (status.id().equals(id)) {
              return withLayout(session, status);
            }
          }
          if (session.noteGone(id) || session.wasRemoved(id)) {
            return Environment.newBuilder().setId(id).setState(Environment.State.REMOVED).build();
          }
          throw Failures.out(Reason.ENVIRONMENT_UNKNOWN, "there is no environment `" + id + "`");
        });
  }

  private static Environment withLayout(Session session, EnvironmentStatus status) {
    var message = Environments.out(status).toBuilder();
    var known = session.find(status.id());
    if (known != null) {
      message.setLayout(Environments.out(known.layout()));
      if (message.getState() == Environment.State.READY) {
        message.addAllAccess(Access.out(known.access()));
      }
    }
    return message.build();
  }

  @Override
  public void listEnvironments(
      ListEnvironmentsRequest request, StreamObserver<ListEnvironmentsResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          int size = request.getPageSize();
          int most = size < 1 || size > PAGE ? PAGE : size;
          List<EnvironmentStatus> rest =
              session.backend().list(session.runner()).stream()
                  .filter(status -> status.id().compareTo(request.getPageToken()) > 0)
                  .sorted(Comparator.comparing(EnvironmentStatus::id))
                  .toList();
          var answer = ListEnvironmentsResponse.newBuilder();
          rest.stream()
              .limit(most)
              .forEach(status -> answer.addEnvironments(Environments.out(status)));
          if (rest.size() > most) {
            answer.setNextPageToken(rest.get(most - 1).id());
          }
          return answer.build();
        });
  }

  @Override
  public void adoptEnvironment(
      AdoptEnvironmentRequest request, StreamObserver<Environment> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          String id = request.getEnvironmentId();
          var adopted = session.adopt(id, Environments.in(request.getOwner(), session.runner()));
          return Environment.newBuilder()
              .setId(id)
              .setState(Environment.State.READY)
              .setOwner(request.getOwner())
              .setLayout(Environments.out(adopted.layout()))
              .addAllAccess(Access.out(adopted.access()))
              .build();
        });
  }

  @Override
  public void renewLeases(RenewLeasesRequest request, StreamObserver<RenewLeasesResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          List<String> ids = request.getEnvironmentIdsList();
          ids.forEach(id -> session.checkFence(id, request.getFence()));
          var owner = new Owner(session.runner(), request.getFence(), Map.of());
          return RenewLeasesResponse.newBuilder()
              .addAllEnvironmentIds(
                  session.backend().renew(ids, owner, Times.in(request.getLease())))
              .build();
        });
  }

  @Override
  public void stopEnvironment(
      StopEnvironmentRequest request, StreamObserver<StopEnvironmentResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          session.checkFence(request.getEnvironmentId(), request.getFence());
          session.environment(request.getEnvironmentId()).stop();
          return StopEnvironmentResponse.getDefaultInstance();
        });
  }

  @Override
  public void removeEnvironment(
      RemoveEnvironmentRequest request, StreamObserver<RemoveEnvironmentResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () ->
            RemoveEnvironmentResponse.newBuilder()
                .setExisted(session.remove(request.getEnvironmentId(), request.getFence()))
                .build());
  }
}
