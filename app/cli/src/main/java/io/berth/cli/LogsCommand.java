// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Folds;
import io.berth.console.OneJob;
import io.berth.console.PlainLog;
import io.berth.console.Sources;
import io.berth.console.Summaries;
import io.berth.engine.RunListener;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.store.StoredRun;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// `berth logs`.
final class LogsCommand implements Command {

  @Override
  public void declare(Options options) {
    options
        .parameter("1", "RUN", "its id, the beginning of it, or `latest`")
        .parameter("0..1", "JOB", "only this job: its key, its id or its name")
        .flag("go on until the run has ended", "-f", "--follow")
        .flag("print the summaries that steps wrote, as Markdown, and no more", "--summary");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    String run = line.matchedPositionalValue(0, "");
    @Nullable String job = line.matchedPositionalValue(1, null);
    StoredRun stored = Folders.of(invocation).runs().find(run);
    boolean screen = invocation.tty().out();
    RunListener shown =
        Options.has(line, "--summary")
            ? new Summaries(invocation.out().stream(), screen)
            : new PlainLog(
                invocation.out().stream(),
                Colours.theme(line, invocation, screen),
                Folds.of(invocation.env()),
                screen,
                Sources.NONE);
    var one = job == null ? null : new OneJob(job, shown);
    tell(line, stored, one == null ? shown : one);
    remarkCut(stored, invocation);
    if (one != null && job != null && !one.met()) {
      throw new BerthException(
          new BerthError(
              ErrorCode.USAGE,
              "run " + stored.id() + " has no job `" + job + "`",
              "its jobs are " + String.join(", ", one.names()),
              null,
              NearMiss.of(job, one.names())));
    }
    return 0;
  }

  /// Says of a run whose process was killed that there is no more to show.
  static void remarkCut(StoredRun stored, Invocation invocation) {
    if (stored.isLost()) {
      invocation
          .err()
          .line("notice: this run never ended: the Berth that made it was killed while it went on");
    }
  }

  private static void tell(ParseResult line, StoredRun stored, RunListener listener)
      throws InterruptedException {
    if (!Options.has(line, "--follow")) {
      stored.replay(listener);
      return;
    }
    var stop = new AtomicBoolean();
    try (Interrupts _ = Interrupts.call(() -> stop.set(true))) {
      stored.follow(listener, stop::get);
    }
  }
}
