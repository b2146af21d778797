// SPDX-License-Identifier: Apache-2.0

import io.berth.sdk.Handshake;
import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// Serves the backend: at `--address ADDRESS`, or to the runner that started this.
public final class Main {

  private Main() {}

  /// @param arguments as above
  public static void main(String[] arguments) throws Exception {
    ServerAddress address =
        arguments.length == 2 && arguments[0].equals("--address")
            ? ServerAddress.parse(arguments[1], null)
            : Handshake.address(System.getenv());
    if (address == null) {
      System.err.println(
          "this is a backend of Berth: name it in Berth's configuration, or give --address unix:///path");
      System.exit(1);
    }
    Path base = Files.createTempDirectory("berth-backend-example");
    try (var factory = new FolderFactory(base);
        var server = PluginServer.start(factory, address, "1.0")) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(server)));
      String line = server.handshake();
      System.out.println(line == null ? server.address() : line);
      server.await();
    }
  }

  /// Lets what runs go on for a while when a signal ends this process.
  private static void drain(PluginServer server) {
    server.drain();
    try {
      for (int i = 0; i < 50 && !server.isIdle(); i++) {
        Thread.sleep(100);
      }
      server.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
