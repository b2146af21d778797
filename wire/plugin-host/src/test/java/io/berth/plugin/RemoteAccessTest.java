// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.sdk.tls.Curve;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Trust;
import io.berth.spi.DuplexStream;
import io.berth.spi.Reach;
import io.netty.handler.ssl.JdkSslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RemoteAccessTest {

  @TempDir Path folder;

  @Test
  void aSocketIsDialledAndItsDirectionsEndOneByOne() throws Exception {
    Path path = folder.resolve("s");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Thread.ofVirtual().start(() -> echo(server));

      assertThat(answer(new RemoteAccess("docker", new Reach.Docker("unix://" + path, null))))
          .isEqualTo("hello");
    }
  }

  private static void echo(ServerSocketChannel server) {
    try (SocketChannel caller = server.accept()) {
      var bytes = ByteBuffer.allocate(100);
      while (caller.read(bytes) >= 0) {
        assertThat(bytes.hasRemaining()).isTrue();
      }
      caller.write(bytes.flip());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aPortIsDialledWithTheCertificatesOfBothSides() throws Exception {
    var plugin = Identity.selfSigned(Curve.P256, "");
    var runner = Identity.selfSigned(Curve.P256, "ci");
    var context = (JdkSslContext) Trust.server(plugin, List.of(runner.certificate()));
    var sockets = context.context().getServerSocketFactory();
    try (var server =
        (SSLServerSocket) sockets.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setNeedClientAuth(true);
      Thread.ofVirtual().start(() -> echo(server));
      var certificates = new Reach.Certificates(plugin.pem(), runner.pem(), key(runner));
      var reach = new Reach.Docker("tcp://localhost:" + server.getLocalPort(), certificates);

      assertThat(answer(new RemoteAccess("docker", reach))).isEqualTo("hello");
    }
  }

  private static void echo(SSLServerSocket server) {
    try (var caller = server.accept()) {
      caller.getOutputStream().write(caller.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key(Identity identity) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(identity.key().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static String answer(RemoteAccess access) throws IOException {
    try (DuplexStream stream = access.dial()) {
      stream.output().write("hello".getBytes(UTF_8));
      stream.output().flush();
      stream.closeOutput();
      return new String(stream.input().readAllBytes(), UTF_8);
    }
  }

  @Test
  void whatAPluginOffersMustBeAPlaceWithWhatItNeeds() {
    assertThat(docker("unix:///run/environment/docker.sock")).isEqualTo("null");
    assertThat(docker("unix://docker.sock")).contains("neither unix:///path nor tcp://host:port");
    assertThat(docker("tcp://vm:2376")).contains("TCP needs certificates");
    assertThat(Checks.problem(new Reach.Ssh("vm", 22, "ci", "key", List.of())))
        .contains("the keys of the host");
    assertThat(Checks.problem(new Reach.Ssh("vm", 22, "ci", "key", List.of("k")))).isNull();
  }

  @Test
  void theEngineOfTheRunnerItselfIsNoWayIntoAnEnvironment() {
    assertThat(docker("unix:///var/run/docker.sock")).contains("the engine of the runner itself");
  }

  private static String docker(String address) {
    return String.valueOf(Checks.problem(new Reach.Docker(address, null)));
  }
}
