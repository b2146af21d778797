// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import io.berth.spi.DuplexStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Runs commands as processes of this machine, in a session of their own where there is a program
/// for that, so that what ends Berth at its terminal does not end them.
public final class ProcessCarrier implements Carrier {

  private final String path;

  /// @param path where programs are looked for
  public ProcessCarrier(String path) {
    this.path = path;
  }

  @Override
  public DuplexStream run(List<String> command) throws IOException {
    List<String> all = new ArrayList<>(command);
    if (isThere("setsid")) {
      all.addFirst("setsid");
    }
    var builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put("PATH", path);
    return new Stream(builder.start());
  }

  private boolean isThere(String program) {
    for (String folder : path.split(":", -1)) {
      if (new File(folder, program).canExecute()) {
        return true;
      }
    }
    return false;
  }

  private record Stream(Process process) implements DuplexStream {

    @Override
    public InputStream input() {
      return process.getInputStream();
    }

    @Override
    public OutputStream output() {
      return process.getOutputStream();
    }

    @Override
    public void closeOutput() throws IOException {
      process.getOutputStream().close();
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      process.destroyForcibly();
      process.getInputStream().close();
    }
  }
}
