// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.protocol.v1beta1.BuildImageRequest;
import io.berth.protocol.v1beta1.BuildImageResponse;
import io.berth.protocol.v1beta1.ContainersGrpc;
import io.berth.protocol.v1beta1.CreateContainerRequest;
import io.berth.protocol.v1beta1.CreateContainerResponse;
import io.berth.protocol.v1beta1.CreateStepContainerRequest;
import io.berth.protocol.v1beta1.CreateStepContainerResponse;
import io.berth.sdk.wire.Environments;
import io.berth.sdk.wire.Plans;
import io.berth.spi.Container;
import io.berth.spi.ExecId;
import io.berth.spi.ImageBuild;
import io.grpc.stub.StreamObserver;

/// The layers above commands. What a backend does not declare it refuses itself.
final class ContainersService extends ContainersGrpc.ContainersImplBase {

  @Override
  public void createJobContainer(
      CreateContainerRequest request, StreamObserver<CreateContainerResponse> caller) {
    Session session = Sessions.current();
    Making.with(
        caller,
        line -> CreateContainerResponse.newBuilder().setLog(line).build(),
        () -> {
          Features.check(request.getRequiredFeaturesList());
          return ready(
              session
                  .environment(request.getEnvironmentId())
                  .createJobContainer(Plans.in(request.getContainer())));
        });
  }

  @Override
  public void createServiceContainer(
      CreateContainerRequest request, StreamObserver<CreateContainerResponse> caller) {
    Session session = Sessions.current();
    Making.with(
        caller,
        line -> CreateContainerResponse.newBuilder().setLog(line).build(),
        () -> {
          Features.check(request.getRequiredFeaturesList());
          return ready(
              session
                  .environment(request.getEnvironmentId())
                  .createServiceContainer(Plans.in(request.getContainer())));
        });
  }

  private static CreateContainerResponse ready(Container container) {
    return CreateContainerResponse.newBuilder().setReady(Environments.out(container)).build();
  }

  @Override
  public void createStepContainer(
      CreateStepContainerRequest request, StreamObserver<CreateStepContainerResponse> caller) {
    Session session = Sessions.current();
    Answering.with(
        caller,
        () -> {
          Features.check(request.getRequiredFeaturesList());
          session
              .environment(request.getEnvironmentId())
              .createStepContainer(
                  new ExecId(request.getExecutionId()), Plans.in(request.getContainer()));
          return CreateStepContainerResponse.getDefaultInstance();
        });
  }

  @Override
  public void buildImage(BuildImageRequest request, StreamObserver<BuildImageResponse> caller) {
    Session session = Sessions.current();
    Making.with(
        caller,
        line -> BuildImageResponse.newBuilder().setLog(line).build(),
        () ->
            BuildImageResponse.newBuilder()
                .setImage(
                    session
                        .environment(request.getEnvironmentId())
                        .buildImage(
                            new ImageBuild(
                                request.getImageId(),
                                request.getContext(),
                                request.getRecipe(),
                                request.getArgumentsMap())))
                .build());
  }
}
