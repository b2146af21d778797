// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.console.Progress.JobView;
import io.berth.console.Progress.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Turns what is known about a run into the live rows for a terminal of a certain size.
///
/// @param progress the run
/// @param theme how it looks
/// @param size the terminal; the rows leave its last column and its last row free
/// @param now the moment that elapsed times are counted to
record TreeView(Progress progress, Theme theme, Size size, Instant now) {

  /// How many rows of output one running step gets at most.
  private static final int TAIL = 6;

  List<String> rows() {
    List<JobView> running = progress.jobs().stream().filter(JobView::isRunning).toList();
    List<JobView> waiting =
        progress.jobs().stream().filter(job -> job.started == null && job.ended == null).toList();
    int budget = size.rows() - 2;
    int needed = running.stream().mapToInt(job -> 1 + job.runningSteps().size()).sum();
    boolean crowded = needed > budget - Math.min(1, waiting.size());

    List<String> rows = new ArrayList<>();
    if (crowded) {
      compactRows(running, budget - Math.min(1, waiting.size()), rows);
    }
    int left = budget - (crowded ? rows.size() : needed);
    int waitingRows = Math.min(waiting.size(), Math.max(1, left - tailsWanted(running)));
    waitingRows = Math.max(waitingRows, Math.min(waiting.size(), left / 2));
    waitingRows = Math.min(waitingRows, Math.max(0, left));
    if (!crowded) {
      treeRows(running, left - waitingRows, rows);
    }
    waitingRows(waiting, waitingRows, rows);
    rows.add(status());
    return rows;
  }

  private int tailsWanted(List<JobView> running) {
    int wanted = 0;
    for (JobView job : running) {
      for (StepView step : job.runningSteps()) {
        wanted += step.tail == null ? 0 : step.tail.folded(TAIL, theme).size();
      }
    }
    return wanted;
  }

  private void treeRows(List<JobView> running, int room, List<String> rows) {
    int steps = running.stream().mapToInt(job -> job.runningSteps().size()).sum();
    int left = room;
    for (JobView job : running) {
      rows.add(row().of(0, Role.RUNNING, job.name(), "", elapsed(job)));
      for (StepView step : job.runningSteps()) {
        rows.add(row().of(2, Role.RUNNING, step.name(), "", Elapsed.whole(step.elapsed(now))));
        int share = Math.min(TAIL, left / steps);
        steps--;
        List<String> tail = step.tail == null ? List.of() : step.tail.folded(share, theme);
        tail.forEach(line -> rows.add(row().log(4, line)));
        left -= tail.size();
      }
    }
  }

  private void compactRows(List<JobView> running, int room, List<String> rows) {
    int shown = running.size() <= room ? running.size() : Math.max(0, room - 1);
    for (JobView job : running.subList(0, shown)) {
      List<StepView> steps = job.runningSteps();
      String step = steps.isEmpty() ? "" : theme.separator() + steps.getFirst().name();
      rows.add(row().of(0, Role.RUNNING, job.name() + step, "", elapsed(job)));
    }
    if (shown < running.size()) {
      rows.add(row().more(0, "and " + (running.size() - shown) + " more jobs are running"));
    }
  }

  private void waitingRows(List<JobView> waiting, int room, List<String> rows) {
    int shown = waiting.size() <= room ? waiting.size() : Math.max(0, room - 1);
    for (JobView job : waiting.subList(0, shown)) {
      rows.add(row().of(0, Role.WAITING, job.name(), waitsFor(job), ""));
    }
    if (shown < waiting.size() && room > 0) {
      rows.add(row().more(0, "and " + (waiting.size() - shown) + " more jobs wait"));
    }
  }

  private String waitsFor(JobView job) {
    List<JobView> missing = progress.missing(job);
    if (missing.isEmpty()) {
      return "waits for its turn";
    }
    return "waits for " + missing.stream().map(JobView::name).collect(Collectors.joining(", "));
  }

  private String status() {
    List<JobView> jobs = progress.jobs();
    long ended = jobs.stream().filter(job -> job.ended != null).count();
    long failed = jobs.stream().filter(job -> Words.role(job) == Role.FAILURE).count();
    var text = new StringBuilder();
    text.append(ended).append(" of ").append(jobs.size());
    text.append(jobs.size() == 1 ? " job" : " jobs").append(" done");
    if (failed > 0) {
      text.append(", ").append(failed).append(" failed");
    }
    text.append(theme.separator()).append(Elapsed.whole(progress.elapsed(now)));
    if (progress.isCancelling()) {
      text.append(theme.separator()).append("cancelling, Ctrl-C again kills");
    }
    return Width.cut(text.toString(), width(), theme.ellipsis());
  }

  private String elapsed(JobView job) {
    Duration elapsed = Progress.between(job.started, now);
    return Elapsed.whole(elapsed);
  }

  private Row row() {
    return new Row(theme, width());
  }

  private int width() {
    return size.columns() - 1;
  }
}
