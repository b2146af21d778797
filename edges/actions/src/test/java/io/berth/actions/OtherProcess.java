// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Another process that opens an action of the same cache, says so, and keeps it until it is told.
final class OtherProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private OtherProcess(Process process) {
    this.process = process;
    this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  static OtherProcess start(Path cache, String forge, String reference) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                cache.toString(),
                forge,
                reference));
    return new OtherProcess(builder.redirectErrorStream(true).start());
  }

  /// Returns the commit that it opened; waits for that.
  String opened() throws IOException {
    StringBuilder other = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("opened ")) {
        return line.substring("opened ".length());
      }
      other.append(line).append('\n');
    }
    throw new IOException("it ended: " + other);
  }

  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /// @param arguments the cache, the forge and the reference
  public static void main(String[] arguments) throws Exception {
    ActionStore store = new StoreSetting(Path.of(arguments[0]), arguments[1]).store();
    try (ActionFolder folder = store.open(StoreSetting.reference(arguments[2]))) {
      System.out.println("opened " + folder.commit());
      System.out.flush();
      System.in.read();
    }
  }
}
