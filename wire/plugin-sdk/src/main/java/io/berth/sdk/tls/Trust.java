// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.tls;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/// TLS 1.3 between two sides that both show who they are. The provider is the JDK's: the other one
/// refuses the P-521 certificates of go-plugin.
public final class Trust {

  private static final String VERSION = "TLSv1.3";

  private Trust() {}

  /// @param callers whose certificates, or whose certificates' authorities, may call
  public static SslContext server(Identity self, List<X509Certificate> callers)
      throws SSLException {
    return GrpcSslContexts.configure(
            SslContextBuilder.forServer(self.key(), self.chain())
                .trustManager(callers)
                .clientAuth(ClientAuth.REQUIRE)
                .protocols(VERSION),
            SslProvider.JDK)
        .build();
  }

  /// Returns the same as [#client] for sockets of the JDK.
  public static SSLSocketFactory sockets(Identity self, List<X509Certificate> servers)
      throws SSLException {
    if (client(self, servers) instanceof JdkSslContext jdk) {
      return jdk.context().getSocketFactory();
    }
    throw new IllegalStateException("the provider of TLS is the JDK's");
  }

  /// @param plugins whose certificates, or whose certificates' authorities, may answer
  public static SslContext client(Identity self, List<X509Certificate> plugins)
      throws SSLException {
    return GrpcSslContexts.configure(
            SslContextBuilder.forClient()
                .keyManager(self.key(), self.chain())
                .trustManager(plugins)
                .protocols(VERSION),
            SslProvider.JDK)
        .build();
  }
}
