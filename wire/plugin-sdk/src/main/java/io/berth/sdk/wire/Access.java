// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import io.berth.protocol.v1beta1.AccessMethod;
import io.berth.protocol.v1beta1.DockerAccess;
import io.berth.protocol.v1beta1.SshAccess;
import io.berth.spi.Reach;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ways into an environment besides its calls.
public final class Access {

  private Access() {}

  /// Returns those that another process can use.
  public static List<AccessMethod> out(List<io.berth.spi.AccessMethod> methods) {
    List<AccessMethod> messages = new ArrayList<>();
    for (var method : methods) {
      var message = AccessMethod.newBuilder().setName(method.name());
      switch (method.reach()) {
        case Reach.Docker docker -> messages.add(message.setDocker(out(docker)).build());
        case Reach.Ssh ssh -> messages.add(message.setSsh(out(ssh)).build());
        case null -> {}
      }
    }
    return messages;
  }

  private static DockerAccess out(Reach.Docker docker) {
    var message = DockerAccess.newBuilder().setAddress(docker.address());
    Reach.Certificates certificates = docker.certificates();
    if (certificates != null) {
      message
          .setAuthority(certificates.authority())
          .setCertificate(certificates.certificate())
          .setKey(certificates.key());
    }
    return message.build();
  }

  private static SshAccess out(Reach.Ssh ssh) {
    return SshAccess.newBuilder()
        .setHost(ssh.host())
        .setPort(ssh.port())
        .setUser(ssh.user())
        .setPrivateKey(ssh.privateKey())
        .addAllHostKeys(ssh.hostKeys())
        .build();
  }

  /// Returns how a method is reached, or `null` if it is of a kind that this side does not know.
  public static @Nullable Reach in(AccessMethod message) {
    return switch (message.getMethodCase()) {
      case DOCKER -> in(message.getDocker());
      case SSH -> in(message.getSsh());
      case METHOD_NOT_SET -> null;
    };
  }

  private static Reach in(DockerAccess message) {
    boolean isPlain = message.getAuthority().isEmpty() && message.getCertificate().isEmpty();
    return new Reach.Docker(
        message.getAddress(),
        isPlain
            ? null
            : new Reach.Certificates(
                message.getAuthority(), message.getCertificate(), message.getKey()));
  }

  private static Reach in(SshAccess message) {
    return new Reach.Ssh(
        message.getHost(),
        message.getPort(),
        message.getUser(),
        message.getPrivateKey(),
        message.getHostKeysList());
  }
}
