// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.services.Endpoints;
import io.berth.services.JobServices;
import io.berth.services.Limits;
import io.berth.services.ServedJob;
import io.berth.services.cache.CacheLimits;
import io.berth.services.cache.CacheService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// A runner that serves the cache of a folder to one job, in a process of its own, until its input
/// ends.
///
/// @param process the process
/// @param endpoints what its job is told
record CacheRunner(Process process, Endpoints endpoints) implements AutoCloseable {

  /// Starts one.
  ///
  /// @param run the name of its run
  static CacheRunner start(Path folder, String run) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                CacheRunner.class.getName(),
                folder.toString(),
                run)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String url = output.readLine();
    String token = output.readLine();
    if (url == null || token == null) {
      throw new IOException("the runner ended with " + process.toHandle());
    }
    URI uri = URI.create(url);
    return new CacheRunner(process, new Endpoints(uri, uri, uri, token));
  }

  /// Serves until the input ends: `FOLDER RUN`.
  public static void main(String[] arguments) throws Exception {
    var job =
        new ServedJob(
            arguments[1], "build", "example.org/a/b", "refs/heads/x", List.of("refs/heads/x"));
    try (var services = JobServices.start(InetAddress.getLoopbackAddress(), Limits.USUAL);
        var _ = CacheService.mount(services, Path.of(arguments[0]), CacheLimits.USUAL)) {
      Endpoints endpoints = services.admit(job);
      System.out.println(endpoints.resultsUrl() + "\n" + endpoints.token());
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }

  /// Ends it in peace.
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
