// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import io.berth.conformance.workflow.Expected.JobDetail;
import io.berth.conformance.workflow.Expected.StepDetail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the last section of a case.
final class ExpectedReader {

  private static final Pattern JOB = Pattern.compile("job (.+): (\\w+)");
  private static final Pattern STEP =
      Pattern.compile("step (.+): (\\w+)(?:/(\\w+))?(?: exit (\\d+))?");
  private static final Pattern PLACE = Pattern.compile("error (?:(\\S+) )?(\\d+):(\\d+) ~ (.+)");

  private final Path file;
  private final int firstLine;
  private final List<String> lines;
  private int at;

  private ExpectedReader(Path file, int firstLine, List<String> lines) {
    this.file = file;
    this.firstLine = firstLine;
    this.lines = lines;
  }

  /// @param before how many lines of the file stand before these
  static List<Expected> read(Path file, int before, List<String> lines) throws IOException {
    var reader = new ExpectedReader(file, before + 1, lines);
    List<Expected> expected = new ArrayList<>();
    while (reader.more(0)) {
      expected.add(reader.next());
    }
    if (reader.at < lines.size()) {
      throw reader.unknown(reader.take());
    }
    return expected;
  }

  private Expected next() throws IOException {
    var line = take();
    var job = JOB.matcher(line);
    var place = PLACE.matcher(line);
    if (job.matches()) {
      return job(job);
    }
    if (place.matches()) {
      return new Expected.Refuses(
          place.group(1),
          Integer.parseInt(place.group(2)),
          Integer.parseInt(place.group(3)),
          place.group(4));
    }
    var word = word(line);
    var rest = rest(line);
    return switch (word) {
      case "exit" -> new Expected.Exit(Integer.parseInt(rest));
      case "says" -> new Expected.Says(rest);
      case "nowhere" -> new Expected.Nowhere(Words.value(rest));
      case "title" -> new Expected.Title(rest);
      case "notice" -> new Expected.Notice(rest);
      case "before" -> new Expected.Before(pair(rest)[0], pair(rest)[1]);
      case "apart" -> new Expected.Apart(pair(rest)[0], pair(rest)[1]);
      default -> throw unknown(line);
    };
  }

  private Expected job(Matcher job) throws IOException {
    List<JobDetail> details = new ArrayList<>();
    Map<String, String> outputs = new LinkedHashMap<>();
    while (more(2)) {
      var line = take();
      var step = STEP.matcher(line);
      if (step.matches()) {
        details.add(step(step));
        continue;
      }
      var rest = rest(line);
      switch (word(line)) {
        case "output" -> {
          var equals = rest.indexOf('=');
          if (equals < 0) {
            throw unknown(line);
          }
          outputs.put(rest.substring(0, equals), Words.value(rest.substring(equals + 1)));
        }
        case "no-outputs" -> details.add(new JobDetail.Outputs(Map.of()));
        case "matrix" -> details.add(new JobDetail.Matrix(rest));
        case "labels" -> details.add(new JobDetail.Labels(rest));
        case "may-fail" -> details.add(new JobDetail.MayFail());
        case "error" -> details.add(new JobDetail.Complaint(rest));
        default -> throw unknown(line);
      }
    }
    if (!outputs.isEmpty()) {
      details.add(new JobDetail.Outputs(outputs));
    }
    return new Expected.OfJob(job.group(1), job.group(2), details);
  }

  private JobDetail step(Matcher step) throws IOException {
    List<StepDetail> details = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    while (more(4)) {
      var line = take();
      if (line.equals("|") || line.startsWith("| ")) {
        printed.add(line.equals("|") ? "" : Words.value(line.substring(2)));
        continue;
      }
      var rest = rest(line);
      switch (word(line)) {
        case "~" -> details.add(new StepDetail.Contains(Words.value(rest)));
        case "!" -> details.add(new StepDetail.Lacks(Words.value(rest)));
        case "header" -> details.add(new StepDetail.Header(Words.value(rest)));
        case "name" -> details.add(new StepDetail.Name(rest));
        case "summary" -> details.add(new StepDetail.Summary(Words.value(rest)));
        case "silent" -> details.add(new StepDetail.Prints(List.of()));
        case "notice", "warning", "error" -> remarks.add(line);
        case "no-remarks" -> details.add(new StepDetail.Remarks(List.of()));
        default -> throw unknown(line);
      }
    }
    if (!printed.isEmpty()) {
      details.add(new StepDetail.Prints(printed));
    }
    if (!remarks.isEmpty()) {
      details.add(new StepDetail.Remarks(remarks));
    }
    @Nullable String conclusion = step.group(3);
    @Nullable String exit = step.group(4);
    return new JobDetail.OfStep(
        step.group(1),
        step.group(2),
        conclusion == null ? step.group(2) : conclusion,
        exit == null ? null : Integer.valueOf(exit),
        details);
  }

  /// Tells whether the next line that says something is indented by this much.
  private boolean more(int indent) {
    while (at < lines.size()
        && (lines.get(at).isBlank() || lines.get(at).stripLeading().startsWith("#"))) {
      at++;
    }
    return at < lines.size() && indent(lines.get(at)) == indent;
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  private String take() {
    return lines.get(at++).stripLeading();
  }

  private static String word(String line) {
    var blank = line.indexOf(' ');
    return blank < 0 ? line : line.substring(0, blank);
  }

  private static String rest(String line) {
    var blank = line.indexOf(' ');
    return blank < 0 ? "" : line.substring(blank + 1);
  }

  private String[] pair(String rest) throws IOException {
    var bar = rest.indexOf(" | ");
    if (bar < 0) {
      throw unknown(rest);
    }
    return new String[] {rest.substring(0, bar), rest.substring(bar + 3)};
  }

  private IOException unknown(String line) {
    return new IOException(
        file + ":" + (firstLine + at - 1) + ": `" + line + "` is no expectation at this place");
  }
}
