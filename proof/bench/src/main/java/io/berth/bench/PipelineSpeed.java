// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.berth.engine.JobKey;
import io.berth.engine.StepKey;
import io.berth.engine.matcher.MatcherFile;
import io.berth.engine.output.CommandEffect;
import io.berth.engine.output.CommandRules;
import io.berth.engine.output.Masker;
import io.berth.engine.output.OutputListener;
import io.berth.engine.output.OutputPipeline;
import io.berth.engine.output.PipelineState;
import io.berth.store.RunJournal;
import io.berth.store.RunStore;
import io.berth.workflow.Dialect;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// How fast output goes through the pipeline into the journal, in one thread: lines of 80 bytes,
/// 100 secrets with all their forms, beside the floor of writing the same bytes to a file.
///
/// One line of a thousand holds a secret.
final class PipelineSpeed {

  private static final int CHUNK = 1 << 16;
  private static final int CHUNKS = 128;
  private static final int LINE = 80;
  private static final int SECRETS = 100;
  private static final int MEGABYTES = 500;
  private static final int DIRTY_LINES = 1000;

  /// Of the kinds that actions for compilers and linters set.
  private static final List<MatcherFile.Definition> MATCHERS =
      MatcherFile.read(
              """
              {"problemMatcher": [
                {"owner": "compiler", "pattern": [
                  {"regexp": "^(.+?):(\\\\d+):(\\\\d+):? (warning|error): (.*)$",
                   "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5}]},
                {"owner": "types", "pattern": [
                  {"regexp": "^(?:\\\\s+\\\\d+\\\\>)?([^\\\\s].*)\\\\((\\\\d+),(\\\\d+)\\\\)\\\\s*:\\\\s+(error)\\\\s*:\\\\s*(.*)$",
                   "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5}]},
                {"owner": "style", "pattern": [
                  {"regexp": "^([^\\\\s].*)$", "file": 1},
                  {"regexp": "^\\\\s+(\\\\d+):(\\\\d+)\\\\s+(error|warning)\\\\s+(.*)$",
                   "line": 1, "column": 2, "severity": 3, "message": 4, "loop": true}]}]}
              """)
          .definitions();

  private final Random random = new Random(1);
  private final List<String> secrets = new ArrayList<>();

  private final PrintStream out;
  private final Path folder;

  /// @param out where the figures go
  /// @param folder where files are written
  PipelineSpeed(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
    for (int i = 0; i < SECRETS; i++) {
      secrets.add(word(20 + i % 21));
    }
  }

  /// Measures three times, so that the first shows a cold start.
  void run() throws IOException {
    List<byte[]> chunks = chunks();
    for (int round = 0; round < 3; round++) {
      report("write to a file (floor)", floor(chunks, folder));
      report("pipeline and journal", pipeline(chunks, folder, List.of()));
      report("with three matchers", pipeline(chunks, folder, MATCHERS));
    }
  }

  private void report(String what, long nanos) {
    out.printf("%-24s %6.0f MB/s%n", what, MEGABYTES * 1e9 / nanos);
  }

  private static long floor(List<byte[]> chunks, Path folder) throws IOException {
    Path file = folder.resolve("floor");
    long start = System.nanoTime();
    try (var out = new FileOutputStream(file.toFile())) {
      for (long done = 0, i = 0; done < MEGABYTES * 1_000_000L; i++) {
        byte[] chunk = chunks.get((int) (i % CHUNKS));
        out.write(chunk);
        done += chunk.length;
      }
    }
    long taken = System.nanoTime() - start;
    Files.delete(file);
    return taken;
  }

  private long pipeline(List<byte[]> chunks, Path folder, List<MatcherFile.Definition> matchers)
      throws IOException {
    var step = new StepKey(new JobKey("bench"), 1);
    long start = System.nanoTime();
    Path log;
    try (RunJournal journal = RunStore.in(folder).begin(Instant.now())) {
      var masker = new Masker(secrets);
      CommandRules rules = CommandRules.of(Dialect.GITHUB, Map.of(), false, "/workspace");
      var sink = new Sink(journal, step);
      var pipeline =
          new OutputPipeline(masker, rules, PipelineState.initial(rules, matchers), sink);
      for (long done = 0, i = 0; done < MEGABYTES * 1_000_000L; i++) {
        byte[] chunk = chunks.get((int) (i % CHUNKS));
        pipeline.accept(chunk, 0, chunk.length);
        done += chunk.length;
      }
      pipeline.finish();
      log = journal.folder().resolve("log/bench/1.log");
    }
    long taken = System.nanoTime() - start;
    Files.delete(log);
    return taken;
  }

  private static final class Sink implements OutputListener {

    private final RunJournal journal;
    private final StepKey step;
    private long stored;

    Sink(RunJournal journal, StepKey step) {
      this.journal = journal;
      this.step = step;
    }

    @Override
    public void onLog(byte[] bytes, int from, int to) {
      stored += to - from;
      journal.log(step, Instant.now(), bytes, from, to, stored);
    }

    @Override
    public void onEffect(CommandEffect effect) {
      throw new IllegalStateException("no line is a command: " + effect);
    }
  }

  /// Returns output in pieces whose ends do not fall on the ends of lines.
  private List<byte[]> chunks() {
    var lines = new StringBuilder();
    while (lines.length() < CHUNK * CHUNKS) {
      lines.append(line(random.nextInt(DIRTY_LINES) == 0)).append('\n');
    }
    byte[] bytes = lines.toString().getBytes(US_ASCII);
    var chunks = new ArrayList<byte[]>();
    for (int i = 0; i < CHUNKS; i++) {
      byte[] chunk = new byte[CHUNK];
      System.arraycopy(bytes, i * CHUNK, chunk, 0, CHUNK);
      chunks.add(chunk);
    }
    return chunks;
  }

  private String line(boolean dirty) {
    var line = new StringBuilder("2026-11-22T03:00:00Z [INFO] ");
    if (dirty) {
      line.append(secrets.get(random.nextInt(SECRETS))).append(' ');
    }
    while (line.length() < LINE - 1) {
      line.append(word(2 + random.nextInt(9))).append(random.nextInt(6) == 0 ? "::" : " ");
    }
    line.setLength(LINE - 1);
    return line.toString();
  }

  private String word(int length) {
    var word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }
}
