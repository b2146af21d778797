// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import io.berth.protocol.v1beta1.Container;
import io.berth.protocol.v1beta1.CreateEnvironmentRequest;
import io.berth.protocol.v1beta1.Environment;
import io.berth.protocol.v1beta1.Paths;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.Layout;
import io.berth.spi.Owner;
import java.time.Instant;

/// Environments, what is wanted and what is there.
public final class Environments {

  private Environments() {}

  public static CreateEnvironmentRequest out(EnvironmentRequest request) {
    var message =
        CreateEnvironmentRequest.newBuilder()
            .setEnvironmentId(request.id())
            .setOwner(out(request.owner()))
            .setLabel(Settings.out(request.label()))
            .setPlan(Plans.out(request.plan()))
            .setLease(Times.out(request.lease()));
    Instant until = request.until();
    if (until != null) {
      message.setUntil(Times.out(until));
    }
    return message.build();
  }

  /// @param runner whose session asks
  public static EnvironmentRequest in(CreateEnvironmentRequest message, String runner) {
    return new EnvironmentRequest(
        message.getEnvironmentId(),
        in(message.getOwner(), runner),
        Settings.in(message.getLabel()),
        Plans.in(message.getPlan()),
        message.hasLease() ? Times.in(message.getLease()) : EnvironmentRequest.DEFAULT_LEASE,
        message.hasUntil() ? Times.in(message.getUntil()) : null);
  }

  public static io.berth.protocol.v1beta1.Owner out(Owner owner) {
    return io.berth.protocol.v1beta1.Owner.newBuilder()
        .setFence(owner.fence())
        .putAllTags(owner.tags())
        .build();
  }

  /// @param runner whose session asks or answers
  public static Owner in(io.berth.protocol.v1beta1.Owner message, String runner) {
    return new Owner(runner, message.getFence(), message.getTagsMap());
  }

  public static Environment out(EnvironmentStatus status) {
    var message =
        Environment.newBuilder()
            .setId(status.id())
            .setState(Names.out(status.state()))
            .setOwner(out(status.owner()));
    Instant end = status.leaseEnd();
    if (end != null) {
      message.setLeaseEnd(Times.out(end));
    }
    return message.build();
  }

  /// @param runner whose session asks
  public static EnvironmentStatus in(Environment message, String runner) {
    return new EnvironmentStatus(
        message.getId(),
        in(message.getOwner(), runner),
        Names.in(message.getState()),
        message.hasLeaseEnd() ? Times.in(message.getLeaseEnd()) : null);
  }

  public static io.berth.protocol.v1beta1.Layout out(Layout layout) {
    return io.berth.protocol.v1beta1.Layout.newBuilder()
        .setPaths(out(layout.paths()))
        .setOs(layout.os())
        .setArch(layout.arch())
        .putAllEnv(layout.env())
        .build();
  }

  public static Layout in(io.berth.protocol.v1beta1.Layout message) {
    return new Layout(
        in(message.getPaths()), message.getOs(), message.getArch(), message.getEnvMap());
  }

  static Paths out(Layout.Paths paths) {
    return Paths.newBuilder()
        .setWorkspace(paths.workspace())
        .setTemp(paths.temp())
        .setToolCache(paths.toolCache())
        .setActions(paths.actions())
        .build();
  }

  static Layout.Paths in(Paths paths) {
    return new Layout.Paths(
        paths.getWorkspace(), paths.getTemp(), paths.getToolCache(), paths.getActions());
  }

  public static Container out(io.berth.spi.Container container) {
    return Container.newBuilder()
        .setId(container.id())
        .setAddress(container.address())
        .putAllPorts(container.ports())
        .build();
  }

  public static io.berth.spi.Container in(Container message) {
    return new io.berth.spi.Container(message.getId(), message.getAddress(), message.getPortsMap());
  }
}
