// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.protocol.v1beta1.ExecutionsGrpc;
import io.berth.protocol.v1beta1.ForgetRequest;
import io.berth.protocol.v1beta1.ForgetResponse;
import io.berth.protocol.v1beta1.GetRequest;
import io.berth.protocol.v1beta1.GetResponse;
import io.berth.protocol.v1beta1.ListRequest;
import io.berth.protocol.v1beta1.ListResponse;
import io.berth.protocol.v1beta1.ReadRequest;
import io.berth.protocol.v1beta1.ReadResponse;
import io.berth.protocol.v1beta1.SignalRequest;
import io.berth.protocol.v1beta1.SignalResponse;
import io.berth.protocol.v1beta1.StartRequest;
import io.berth.protocol.v1beta1.StartResponse;
import io.berth.sdk.wire.Executions;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Names;
import io.berth.sdk.wire.Reason;
import io.berth.sdk.wire.Times;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Commands inside environments.
final class ExecutionsService extends ExecutionsGrpc.ExecutionsImplBase {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  @Override
  public void start(StartRequest request, StreamObserver<StartResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          Features.check(request.getRequiredFeaturesList());
          if (request.getOutput() != StartRequest.Output.MERGED) {
            throw Failures.out(Reason.METHOD, "output is merged here: `separate_output` is false");
          }
          if (request.getInput()) {
            throw Failures.out(Reason.METHOD, "commands get no input here: `input` is false");
          }
          session.environment(request.getEnvironmentId()).start(Executions.in(request));
          return StartResponse.getDefaultInstance();
        });
  }

  @Override
  public StreamObserver<ReadRequest> read(StreamObserver<ReadResponse> caller) {
    return new Reading(Sessions.current(), (ServerCallStreamObserver<ReadResponse>) caller);
  }

  @Override
  public void signal(SignalRequest request, StreamObserver<SignalResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          Execution execution =
              session.execution(request.getEnvironmentId(), request.getExecutionId());
          List<KillSequence.Step> steps = new ArrayList<>();
          for (var step : request.getStepsList()) {
            Signal signal = Names.in(step.getSignal());
            if (signal == null) {
              throw Failures.out(Reason.BAD_FIELD, "a signal is not one that is known");
            }
            steps.add(new KillSequence.Step(signal, Times.in(step.getPatience())));
          }
          if (steps.isEmpty()) {
            throw Failures.out(Reason.BAD_FIELD, "there is no signal to send");
          }
          if (steps.size() == 1) {
            execution.signal(steps.getFirst().signal());
          } else {
            execution.end(new KillSequence(steps));
          }
          return SignalResponse.getDefaultInstance();
        });
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          Execution execution =
              session.execution(request.getEnvironmentId(), request.getExecutionId());
          Duration wait = Times.in(request.getWait());
          ExecOutcome outcome =
              outcome(execution, wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
          var answer = GetResponse.newBuilder();
          return outcome == null
              ? answer.build()
              : answer.setResult(Executions.out(outcome)).build();
        });
  }

  private static @Nullable ExecOutcome outcome(Execution execution, Duration wait)
      throws InterruptedException {
    var outcome = new CompletableFuture<ExecOutcome>();
    Thread waiter =
        Thread.ofVirtual()
            .name("get-" + execution.id())
            .start(
                () -> {
                  try {
                    outcome.complete(execution.outcome());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (RuntimeException e) {
                    outcome.completeExceptionally(e);
                  }
                });
    try {
      return outcome.get(Math.max(wait.toNanos(), 1_000_000), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } finally {
      waiter.interrupt();
    }
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          var answer = ListResponse.newBuilder();
          session
              .environment(request.getEnvironmentId())
              .executions()
              .forEach(id -> answer.addExecutionIds(id.value()));
          return answer.build();
        });
  }

  @Override
  public void forget(ForgetRequest request, StreamObserver<ForgetResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          session
              .environment(request.getEnvironmentId())
              .forget(new ExecId(request.getExecutionId()));
          return ForgetResponse.getDefaultInstance();
        });
  }
}
