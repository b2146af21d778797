// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.sdk.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Serves the test backend: `[--address A] [--token-file F] [--faults a,b] [--work-folder F]`.
/// Without an address it is the child of a runner, and prints the line that the runner reads.
public final class Main {

  private static final Set<String> OPTIONS =
      Set.of("--address", "--token-file", "--faults", "--work-folder");

  private Main() {}

  /// @param arguments as above
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> options = options(arguments);
    Path work =
        options.containsKey("--work-folder")
            ? Path.of(options.get("--work-folder"))
            : Files.createTempDirectory("berth-test-backend");
    String tokenFile = options.get("--token-file");
    String token = tokenFile == null ? null : Files.readString(Path.of(tokenFile)).strip();
    String address = options.get("--address");
    String faults = options.getOrDefault("--faults", "");
    try (var factory = new TestBackendFactory(work, System.getenv(), faults)) {
      new TestPlugin(factory, work)
          .run(address == null ? null : ServerAddress.parse(address, token));
    }
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      if (!OPTIONS.contains(arguments[i])) {
        throw new IllegalArgumentException("`" + arguments[i] + "` is none of " + OPTIONS);
      }
      options.put(arguments[i], arguments[i + 1]);
    }
    return options;
  }
}
