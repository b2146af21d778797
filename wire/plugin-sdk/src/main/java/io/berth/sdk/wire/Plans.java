// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import io.berth.model.SourceSpan;
import io.berth.spi.ContainerSpec;
import io.berth.spi.JobPlan;
import io.berth.spi.RegistryCredential;
import io.berth.spi.Resources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a job needs.
public final class Plans {

  private Plans() {}

  public static io.berth.protocol.v1beta1.JobPlan out(JobPlan plan) {
    var message =
        io.berth.protocol.v1beta1.JobPlan.newBuilder()
            .setName(plan.name())
            .setResources(out(plan.resources()));
    ContainerSpec container = plan.jobContainer();
    if (container != null) {
      message.setJobContainer(out(container));
    }
    plan.services().forEach(service -> message.addServices(out(service)));
    plan.steps().containers().forEach(where -> message.addStepContainers(out(where)));
    plan.steps().builds().forEach(where -> message.addImageBuilds(out(where)));
    return message.build();
  }

  public static JobPlan in(io.berth.protocol.v1beta1.JobPlan plan) {
    List<ContainerSpec> services = new ArrayList<>();
    plan.getServicesList().forEach(service -> services.add(in(service)));
    return new JobPlan(
        plan.getName(),
        plan.hasJobContainer() ? in(plan.getJobContainer()) : null,
        services,
        new JobPlan.StepLayers(
            places(plan.getStepContainersList()), places(plan.getImageBuildsList())),
        in(plan.getResources()));
  }

  public static io.berth.protocol.v1beta1.Resources out(Resources resources) {
    return io.berth.protocol.v1beta1.Resources.newBuilder()
        .setCpuMillis(resources.cpuMillis())
        .setMemoryBytes(resources.memoryBytes())
        .setDiskBytes(resources.diskBytes())
        .setGpus(resources.gpus())
        .build();
  }

  public static Resources in(io.berth.protocol.v1beta1.Resources resources) {
    return new Resources(
        resources.getCpuMillis(),
        resources.getMemoryBytes(),
        resources.getDiskBytes(),
        resources.getGpus());
  }

  public static io.berth.protocol.v1beta1.ContainerSpec out(ContainerSpec spec) {
    var message =
        io.berth.protocol.v1beta1.ContainerSpec.newBuilder()
            .setId(spec.id())
            .setName(spec.name())
            .setImage(spec.image())
            .putAllEnv(spec.env())
            .setOptions(spec.options())
            .addAllPorts(spec.ports())
            .addAllVolumes(spec.volumes());
    RegistryCredential credential = spec.credential();
    if (credential != null) {
      message.setCredential(
          io.berth.protocol.v1beta1.RegistryCredential.newBuilder()
              .setServer(credential.server())
              .setUser(credential.user())
              .setPassword(credential.password()));
    }
    SourceSpan where = spec.where();
    if (where != null) {
      message.setWhere(out(where));
    }
    return message.build();
  }

  public static ContainerSpec in(io.berth.protocol.v1beta1.ContainerSpec spec) {
    var credential = spec.getCredential();
    return new ContainerSpec(
        spec.getId(),
        spec.getName(),
        spec.getImage(),
        spec.hasCredential()
            ? new RegistryCredential(
                credential.getServer(), credential.getUser(), credential.getPassword())
            : null,
        spec.getEnvMap(),
        spec.getOptions(),
        spec.getPortsList(),
        spec.getVolumesList(),
        spec.hasWhere() ? in(spec.getWhere()) : null);
  }

  static io.berth.protocol.v1beta1.SourceSpan out(SourceSpan where) {
    return io.berth.protocol.v1beta1.SourceSpan.newBuilder()
        .setFile(where.file())
        .setLine(where.line())
        .setColumn(where.column())
        .setLength(where.length())
        .build();
  }

  /// Returns a place, or `null` if what was sent is none.
  static @Nullable SourceSpan in(io.berth.protocol.v1beta1.SourceSpan where) {
    return where.getLine() < 1 || where.getColumn() < 1
        ? null
        : new SourceSpan(
            where.getFile(), where.getLine(), where.getColumn(), Math.max(1, where.getLength()));
  }

  private static List<SourceSpan> places(List<io.berth.protocol.v1beta1.SourceSpan> messages) {
    List<SourceSpan> places = new ArrayList<>();
    for (var message : messages) {
      SourceSpan where = in(message);
      places.add(where == null ? new SourceSpan("workflow", 1, 1, 1) : where);
    }
    return places;
  }
}
