// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.console.Progress.JobView;
import io.berth.console.Progress.StepView;
import io.berth.engine.Annotation;
import io.berth.engine.Result;
import java.util.ArrayList;
import java.util.List;

/// What is left to say when a run has ended: the summaries, the remarks, the end of what failed, a
/// table, a total.
///
/// @param progress the run
/// @param theme how it looks
/// @param width how many columns there are
/// @param colours whether the colours of the job's own output may be shown
/// @param sources gives the lines that errors of jobs point at
record Verdict(Progress progress, Theme theme, int width, boolean colours, Sources sources) {

  private static final int LONGEST_NAME = 60;

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    summaries(lines);
    remarks(lines);
    for (JobView job : progress.jobs()) {
      failures(job, lines);
    }
    table(lines);
    lines.addAll(Width.wrap(total(), width));
    var run = progress.run();
    if (run != null) {
      lines.add(theme.paint(Role.DETAIL, cut("full log: berth logs " + run.id())));
    }
    return lines;
  }

  private void summaries(List<String> lines) {
    String bar = theme.paint(Role.DETAIL, theme.mark(Role.DETAIL)) + " ";
    for (Summary summary : progress.summaries()) {
      StepView step = progress.step(summary.step());
      String heading = "summary of " + step.job.name() + theme.separator() + step.name();
      Width.wrap(heading, width).forEach(row -> lines.add(theme.paint(Role.TITLE, row)));
      for (String line : summary.lines()) {
        Width.wrap(Ansi.clean(line, false), width - 2).forEach(row -> lines.add(bar + row));
      }
      var run = progress.run();
      if (summary.more() > 0 && run != null) {
        String all = "berth logs --summary " + run.id();
        Width.wrap("and " + summary.more() + " more lines: " + all, width - 2)
            .forEach(row -> lines.add(bar + theme.paint(Role.DETAIL, row)));
      }
      lines.add("");
    }
  }

  private void remarks(List<String> lines) {
    int before = lines.size();
    boolean several = progress.jobs().size() > 1;
    for (Progress.Remark remark : progress.remarks()) {
      if (isRepeatedBelow(remark)) {
        continue;
      }
      Annotation annotation = remark.annotation();
      Annotation.Place place = annotation.place();
      String who = several ? "[" + progress.job(remark.step().job()).name() + "] " : "";
      String where = place == null ? "" : place.file() + ":" + position(place) + " ";
      String title = annotation.title().isEmpty() ? "" : annotation.title() + ": ";
      String message = Ansi.clean(firstLine(who + where + title + annotation.message()), false);
      String level = theme.paint(role(annotation.level()), word(annotation.level()) + ":");
      lines.addAll(Width.wrap(level + " " + message, width));
    }
    if (progress.droppedRemarks() > 0) {
      lines.add("and " + progress.droppedRemarks() + " more remarks in the log");
    }
    if (lines.size() > before) {
      lines.add("");
    }
  }

  /// Why a step failed stands in the end of its output, or in the error of its job.
  private boolean isRepeatedBelow(Progress.Remark remark) {
    Annotation annotation = remark.annotation();
    StepView step = progress.step(remark.step());
    Tail tail = step.tail;
    if (step.conclusion != Result.FAILURE
        || annotation.level() != Annotation.Level.ERROR
        || annotation.place() != null) {
      return false;
    }
    return step.job.error != null || (tail != null && tail.says(annotation.message()));
  }

  /// Repeats the end of what failed, or why a job could not run at all.
  private void failures(JobView job, List<String> lines) {
    if (job.error != null) {
      Width.wrap(theme.mark(Words.role(job)) + " " + job.name(), width)
          .forEach(row -> lines.add(theme.paint(Words.role(job), row)));
      lines.addAll(new ErrorText(theme, width, sources).lines(job.error));
      lines.add("");
      return;
    }
    for (StepView step : job.steps.values()) {
      Tail tail = step.tail;
      if (step.conclusion != Result.FAILURE || tail == null) {
        continue;
      }
      List<byte[]> end = tail.lines();
      if (end.isEmpty()) {
        continue;
      }
      String heading = job.name() + theme.separator() + step.name() + Words.why(step);
      Width.wrap(theme.mark(Role.FAILURE) + " " + heading, width)
          .forEach(row -> lines.add(theme.paint(Role.FAILURE, row)));
      String bar = theme.paint(Role.DETAIL, theme.mark(Role.DETAIL)) + " ";
      for (byte[] line : end) {
        if (Marks.kind(line, 0) == Marks.Kind.END_GROUP) {
          continue;
        }
        String text = Marks.readable(line, theme, colours);
        Width.wrap(text, width - 2).forEach(row -> lines.add(bar + row));
      }
      lines.add("");
    }
  }

  private void table(List<String> lines) {
    List<JobView> jobs = progress.jobs();
    int nameWidth = 3;
    for (JobView job : jobs) {
      nameWidth = Math.max(nameWidth, Width.of(job.name()));
    }
    nameWidth = Math.min(nameWidth, Math.max(8, Math.min(LONGEST_NAME, width - 24)));
    for (JobView job : jobs) {
      Role role = Words.role(job);
      String name = Width.cut(job.name(), nameWidth, theme.ellipsis());
      String word = Words.of(job);
      String time =
          job.started == null ? "" : Elapsed.exact(Progress.between(job.started, job.ended));
      lines.add(
          cut(
              theme.paint(role, theme.mark(role))
                  + " "
                  + name
                  + " ".repeat(nameWidth - Width.of(name) + 2)
                  + theme.paint(role, word)
                  + (time.isEmpty()
                      ? ""
                      : " ".repeat(Math.max(1, 18 - word.length() - time.length())))
                  + time
                  + reason(job)));
    }
  }

  private String reason(JobView job) {
    if (job.error != null && job.steps.isEmpty()) {
      return "  " + job.error.code().id();
    }
    if (job.passed != null) {
      return "  ran longer than " + Elapsed.whole(job.passed);
    }
    for (StepView step : job.steps.values()) {
      if (step.conclusion == Result.FAILURE) {
        return "  " + step.name() + Words.why(step);
      }
    }
    return "";
  }

  private String total() {
    Result result = progress.result() == null ? Result.CANCELLED : progress.result();
    var text = new StringBuilder();
    for (Result each : Result.values()) {
      long count = progress.jobs().stream().filter(job -> job.result == each).count();
      if (count > 0) {
        text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(Words.of(each));
      }
    }
    String jobs = text.isEmpty() ? "no jobs" : text.toString();
    String total = Elapsed.exact(Progress.between(progress.started(), progress.ended()));
    String word = theme.paint(Words.role(result), Words.of(result));
    return word + ": " + jobs + theme.separator() + total + " in total";
  }

  private String cut(String line) {
    return Width.cut(line, width, theme.ellipsis());
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String position(Annotation.Place place) {
    if (place.line() == 0) {
      return "";
    }
    return place.line() + ":" + (place.column() == 0 ? "" : place.column() + ":");
  }

  private static Role role(Annotation.Level level) {
    return switch (level) {
      case NOTICE -> Role.NOTICE;
      case WARNING -> Role.WARNING;
      case ERROR -> Role.FAILURE;
    };
  }

  private static String word(Annotation.Level level) {
    return switch (level) {
      case NOTICE -> "notice";
      case WARNING -> "warning";
      case ERROR -> "error";
    };
  }
}
