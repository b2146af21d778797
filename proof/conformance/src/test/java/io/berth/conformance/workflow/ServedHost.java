// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import io.berth.conformance.BerthProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// This machine, served as a plugin by the program as it is shipped.
///
/// @param address where it is served
record ServedHost(Process process, String address) implements AutoCloseable {

  static ServedHost start(Path launcher, Path state) throws IOException {
    var socket = "unix://" + state.resolve("plugin/host.sock");
    var builder =
        new ProcessBuilder(launcher.toString(), "plugin", "serve", "host", "--address", socket);
    builder.environment().putAll(BerthProgram.variables(state));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    var process = builder.start();
    var said = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    if (new BufferedReader(said).readLine() == null) {
      throw new IOException("the host cannot be served");
    }
    return new ServedHost(process, socket);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
