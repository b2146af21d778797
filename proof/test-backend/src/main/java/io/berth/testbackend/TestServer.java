// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The test backend behind an address. What its script says of the wire is wrong there, too.
public final class TestServer {

  private static final String VERSION = "0.1.0";

  private TestServer() {}

  /// Begins to serve.
  ///
  /// @throws IOException if the address cannot be served
  public static PluginServer start(TestBackendFactory factory, ServerAddress address)
      throws IOException {
    FaultScript script = factory.script();
    PluginServer server =
        PluginServer.start(
            factory,
            address,
            VERSION,
            line -> {},
            builder -> WireFaults.add(builder, address, script));
    if (script.has(Fault.SOCKET_OPEN) && address instanceof ServerAddress.Unix unix) {
      open(unix.path());
      open(unix.path().toAbsolutePath().getParent());
    }
    return server;
  }

  private static void open(@Nullable Path path) throws IOException {
    if (path != null) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
  }
}
