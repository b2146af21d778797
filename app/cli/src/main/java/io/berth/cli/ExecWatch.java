// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthException;
import io.berth.run.Cancellation;
import io.berth.run.ExecRequest;
import io.berth.run.ExitStatus;
import io.berth.run.RepositoryWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// `berth exec --watch`: runs again whenever files have changed. A run that still goes on then is
/// cancelled first, as by Ctrl-C; Ctrl-C itself ends all of it.
///
/// @param line what was typed
/// @param request what is run
/// @param person who can be asked, or `null`
record ExecWatch(
    ParseResult line, Invocation invocation, ExecRequest request, @Nullable Keyboard person) {

  private static final int MOST_NAMES = 3;

  int run() throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        RepositoryWatch watch =
            RepositoryWatch.of(request.directory(), values(), RepositoryWatch.MOST_FOLDERS)) {
      while (true) {
        var cancellation = new Cancellation();
        Future<List<String>> change =
            threads.submit(
                () -> {
                  List<String> changed = watch.changes();
                  cancellation.request("files have changed");
                  return changed;
                });
        attempt(cancellation);
        boolean byChange = change.isDone();
        if (cancellation.requests() > (byChange ? 1 : 0)) {
          return ExitStatus.INTERRUPTED.code();
        }
        if (!byChange) {
          invocation.err().line(waiting(watch));
        }
        List<String> changed = await(change, watch);
        if (changed.isEmpty()) {
          return ExitStatus.INTERRUPTED.code();
        }
        invocation.err().line(told(changed));
      }
    }
  }

  private void attempt(Cancellation cancellation) throws InterruptedException {
    try {
      ExecCommand.once(line, invocation, request, person, cancellation);
    } catch (BerthException e) {
      Program.report(e.errors(), line, invocation);
    }
  }

  private static List<String> await(Future<List<String>> change, RepositoryWatch watch)
      throws InterruptedException {
    try (Interrupts _ = Interrupts.call(watch::close)) {
      return change.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BerthException known) {
        throw known;
      }
      throw new IllegalStateException("the files cannot be watched", e.getCause());
    }
  }

  private static String waiting(RepositoryWatch watch) {
    return "watching " + watch.files() + " files of " + watch.root() + "; Ctrl-C ends it";
  }

  private static String told(List<String> changed) {
    int names = Math.min(MOST_NAMES, changed.size());
    String more = changed.size() > names ? " and " + (changed.size() - names) + " more" : "";
    return "changed: " + String.join(", ", changed.subList(0, names)) + more;
  }

  /// Files with values are given to jobs although git ignores most of them.
  private List<Path> values() {
    List<Path> files = new ArrayList<>();
    for (ExecRequest.Assignments each :
        List.of(
            request.values().inputs(),
            request.values().env(),
            request.values().vars(),
            request.values().secrets())) {
      for (Path file : each.files()) {
        if (!file.startsWith("/dev")) {
          files.add(file);
        }
      }
    }
    return files;
  }
}
