// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.ConfigureRequest;
import io.berth.protocol.v1beta1.ConfigureResponse;
import io.berth.protocol.v1beta1.GetInfoRequest;
import io.berth.protocol.v1beta1.GetInfoResponse;
import io.berth.protocol.v1beta1.PlanRequest;
import io.berth.protocol.v1beta1.PlanResponse;
import io.berth.protocol.v1beta1.ValidateLabelsRequest;
import io.berth.protocol.v1beta1.ValidateLabelsResponse;
import io.berth.protocol.v1beta1.WatchBackendRequest;
import io.berth.protocol.v1beta1.WatchBackendResponse;
import io.berth.sdk.wire.Answers;
import io.berth.sdk.wire.Digest;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Plans;
import io.berth.sdk.wire.Reason;
import io.berth.sdk.wire.Settings;
import io.berth.spi.BackendFactory;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import io.berth.spi.Violation;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// What a backend is, its configuration, its labels and plans.
final class BackendService extends BackendGrpc.BackendImplBase {

  /// The one version that is spoken.
  static final String VERSION = "v1beta1";

  private static final int MOST_LABELS = 1000;

  private final BackendFactory factory;
  private final Sessions sessions;
  private final Readiness readiness;
  private final String softwareVersion;
  private final String instance = UUID.randomUUID().toString();

  BackendService(
      BackendFactory factory, Sessions sessions, Readiness readiness, String softwareVersion) {
    this.factory = factory;
    this.sessions = sessions;
    this.readiness = readiness;
    this.softwareVersion = softwareVersion;
  }

  @Override
  public void getInfo(GetInfoRequest request, StreamObserver<GetInfoResponse> caller) {
    Answering.with(
        caller,
        () -> {
          if (!request.getVersionsList().contains(VERSION)) {
            throw Failures.out(
                Reason.VERSION_UNKNOWN,
                "the runner speaks "
                    + request.getVersionsList()
                    + ", this plugin speaks "
                    + VERSION);
          }
          var info =
              GetInfoResponse.newBuilder()
                  .setVersion(VERSION)
                  .setName(factory.id())
                  .setSoftwareVersion(softwareVersion)
                  .setInstance(instance)
                  .setConfigurationSchema(factory.configurationSchema())
                  .setLabelSchema(factory.labelSchema())
                  .addFeatures(Digest.CRC32C);
          try {
            info.setCapabilities(Answers.out(factory.create(Setting.Section.EMPTY).capabilities()));
          } catch (BerthException e) {
            // It needs a configuration before it can say: Configure tells.
            return info.build();
          }
          return info.build();
        });
  }

  @Override
  public void configure(ConfigureRequest request, StreamObserver<ConfigureResponse> caller) {
    Answering.with(
        caller,
        () -> {
          String runner = request.getRunner().getId();
          if (runner.isEmpty() || runner.length() > 128) {
            throw Failures.out(Reason.BAD_ID, "the runner has no id of 1 to 128 characters");
          }
          if (!CertificateCheck.allows(Context.current(), runner)) {
            throw Failures.out(
                Reason.POLICY_DENIED,
                "the certificate of this call does not name the runner `" + runner + "`");
          }
          var answer = ConfigureResponse.newBuilder();
          try {
            Session session = sessions.open(runner, Settings.in(request.getConfiguration()));
            return answer
                .setSession(session.name())
                .setCapabilities(Answers.out(session.backend().capabilities()))
                .build();
          } catch (BerthException e) {
            for (BerthError error : e.errors()) {
              answer.addViolations(Answers.out(new Violation("", error.problem(), error.remedy())));
            }
            return answer.build();
          }
        });
  }

  @Override
  public void validateLabels(
      ValidateLabelsRequest request, StreamObserver<ValidateLabelsResponse> caller) {
    Answering.with(
        caller,
        () -> {
          if (request.getLabelsCount() > MOST_LABELS) {
            throw Failures.out(Reason.TOO_LARGE, "more than " + MOST_LABELS + " labels");
          }
          List<LabelConfiguration> labels = new ArrayList<>();
          request.getLabelsList().forEach(label -> labels.add(Answers.in(label)));
          var answer = ValidateLabelsResponse.newBuilder();
          Sessions.current()
              .backend()
              .validateLabels(labels)
              .forEach(verdict -> answer.addVerdicts(Answers.out(verdict)));
          return answer.build();
        });
  }

  @Override
  public void plan(PlanRequest request, StreamObserver<PlanResponse> caller) {
    Answering.with(
        caller, () -> Answers.out(Sessions.current().backend().plan(Plans.in(request.getPlan()))));
  }

  @Override
  public void watchBackend(
      WatchBackendRequest request, StreamObserver<WatchBackendResponse> caller) {
    readiness.watch(new Outbound<>((ServerCallStreamObserver<WatchBackendResponse>) caller));
  }
}
