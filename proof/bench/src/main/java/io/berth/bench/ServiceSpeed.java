// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.berth.services.Endpoints;
import io.berth.services.JobServices;
import io.berth.services.Limits;
import io.berth.services.ServedJob;
import io.berth.services.cache.CacheLimits;
import io.berth.services.cache.CacheService;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How fast one gibibyte goes into the cache of jobs and out of it, beside `cp` of the same file in
/// the same run. In, it is sent in blocks as clients send it, eight at once, and is on the disk for
/// good at the end, as the copy is.
final class ServiceSpeed {

  private static final int BLOCK = 64 << 20;
  private static final int BLOCKS = 16;
  private static final int AT_ONCE = 8;
  private static final int BUFFER = 1 << 17;
  private static final int SMALL = 2000;
  private static final String TWIRP = "twirp/github.actions.results.api.v1.CacheService/";

  private final PrintStream out;
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  /// @param out where the figures go
  /// @param folder where files are written
  ServiceSpeed(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /// Something that is timed.
  private interface Work {
    void perform() throws IOException, InterruptedException;
  }

  /// Measures three times, so that the first shows a cold start.
  void run() throws IOException, InterruptedException {
    Path file = folder.resolve("gibibyte");
    fill(file);
    var job = new ServedJob("1", "bench", "a/b", "refs/heads/x", List.of("refs/heads/x"));
    Path caches = folder.resolve("caches");
    try (var services = JobServices.start(InetAddress.getLoopbackAddress(), Limits.USUAL);
        var _ = CacheService.mount(services, caches, CacheLimits.USUAL)) {
      Endpoints endpoints = services.admit(job);
      for (int round = 0; round < 3; round++) {
        String asked =
            "{\"key\":\"" + round + "\",\"version\":\"v\",\"size_bytes\":\"" + size() + "\"}";
        double copied = seconds(() -> copy(file, folder.resolve("copy")));
        double in = seconds(() -> send(endpoints, file, asked));
        double whole = seconds(() -> take(endpoints, asked, folder.resolve("taken")));
        double calls = seconds(() -> look(endpoints, asked));
        out.printf(
            "services    cp %.0f MB/s, into the cache %.0f (%.2f of cp), out of it %.0f (%.2f), %.0f calls/s%n",
            rate(copied), rate(in), copied / in, rate(whole), copied / whole, SMALL / calls);
      }
    }
  }

  private static long size() {
    return (long) BLOCK * BLOCKS;
  }

  private static double rate(double seconds) {
    return size() / 1e6 / seconds;
  }

  private static double seconds(Work work) throws IOException, InterruptedException {
    long started = System.nanoTime();
    work.perform();
    return (System.nanoTime() - started) / 1e9;
  }

  private static void fill(Path file) throws IOException {
    var random = new Random(1);
    byte[] bytes = new byte[1 << 20];
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long at = 0; at < size(); at += bytes.length) {
        random.nextBytes(bytes);
        out.write(bytes);
      }
    }
  }

  private static void copy(Path file, Path copy) throws IOException, InterruptedException {
    Files.deleteIfExists(copy);
    Process process = new ProcessBuilder("cp", file.toString(), copy.toString()).start();
    if (process.waitFor() != 0) {
      throw new IOException("cp ended with " + process.exitValue());
    }
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void send(Endpoints endpoints, Path file, String asked)
      throws IOException, InterruptedException {
    String link = text(call(endpoints, "CreateCacheEntry", asked), "signed_upload_url");
    List<Future<?>> blocks = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < BLOCKS; i++) {
        int block = i;
        blocks.add(
            threads.submit(
                () -> {
                  put(link + "&comp=block&blockid=" + block, BLOCK, block(file, block));
                  return block;
                }));
      }
      for (Future<?> block : blocks) {
        block.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a block was not taken", e);
    }
    var list = new StringBuilder("<BlockList>");
    for (int i = 0; i < BLOCKS; i++) {
      list.append("<Latest>").append(i).append("</Latest>");
    }
    byte[] text = list.append("</BlockList>").toString().getBytes(US_ASCII);
    put(link + "&comp=blocklist", text.length, out -> out.write(text));
    call(endpoints, "FinalizeCacheEntryUpload", asked);
  }

  /// Something that writes a body.
  private interface Body {
    void write(OutputStream out) throws IOException;
  }

  private static Body block(Path file, int block) {
    return out -> {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long end = (block + 1L) * BLOCK;
        for (long at = end - BLOCK; at < end; ) {
          int read = channel.read(buffer.clear(), at);
          out.write(buffer.array(), 0, read);
          at += read;
        }
      }
    };
  }

  /// Sends a body as the JDK's client for blocking code does, which costs the least.
  private static void put(String link, long length, Body body) throws IOException {
    var connection = (HttpURLConnection) URI.create(link).toURL().openConnection();
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(length);
    try (OutputStream out = connection.getOutputStream()) {
      body.write(out);
    }
    if (connection.getResponseCode() != 201) {
      throw new IOException("a blob was not taken: " + connection.getResponseMessage());
    }
  }

  private void take(Endpoints endpoints, String asked, Path target)
      throws IOException, InterruptedException {
    Files.deleteIfExists(target);
    String link = text(call(endpoints, "GetCacheEntryDownloadURL", asked), "signed_download_url");
    byte[] bytes = new byte[BUFFER];
    try (InputStream in = URI.create(link).toURL().openStream();
        OutputStream out = Files.newOutputStream(target)) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        out.write(bytes, 0, read);
      }
    }
    if (Files.size(target) != size()) {
      throw new IOException("the cache gave " + Files.size(target) + " bytes");
    }
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void look(Endpoints endpoints, String asked) throws IOException, InterruptedException {
    for (int i = 0; i < SMALL; i++) {
      call(endpoints, "GetCacheEntryDownloadURL", asked);
    }
  }

  private String call(Endpoints endpoints, String name, String json)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(endpoints.resultsUrl().resolve(TWIRP + name))
            .header("Authorization", "Bearer " + endpoints.token())
            .POST(BodyPublishers.ofString(json));
    var response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(name + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private static String text(String json, String name) {
    int from = json.indexOf('"' + name + "\":\"") + name.length() + 4;
    return json.substring(from, json.indexOf('"', from));
  }
}
