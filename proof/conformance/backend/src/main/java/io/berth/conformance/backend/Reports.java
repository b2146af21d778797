// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.util.Locale;

/// The forms in which a report is written.
enum Reports {
  /// Lines for a person, told as they come.
  TEXT,
  /// One object.
  JSON,
  /// What tools that collect tests read.
  JUNIT,
  /// A table for a page.
  MD;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Writes a whole report.
  String written(Report report) {
    var text = new StringBuilder();
    switch (this) {
      case TEXT -> {
        report.results().forEach(result -> text.append(line(result)));
        text.append(ending(report));
      }
      case JSON -> json(report, text);
      case JUNIT -> junit(report, text);
      case MD -> markdown(report, text);
    }
    return text.toString();
  }

  /// Returns the last lines: what came of all, and what to mend.
  static String ending(Report report) {
    var text = new StringBuilder(report.summary()).append('\n');
    report.advice().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /// Returns what is told of one case.
  static String line(Result result) {
    String word =
        switch (result.verdict()) {
          case Verdict.Passed passed -> "ok      ";
          case Verdict.Failed failed -> "FAILED  ";
          case Verdict.Inapplicable inapplicable -> "-       ";
          case Verdict.Untried untried -> "untried ";
        };
    String reason = result.verdict().reason();
    return word
        + result.id()
        + " ".repeat(Math.max(1, 9 - result.id().length()))
        + result.title()
        + (reason.isEmpty() ? "" : ("\n" + reason).replace("\n", "\n                 "))
        + "\n";
  }

  private static void json(Report report, StringBuilder text) {
    text.append("{\"subject\":");
    quote(report.subject(), text);
    text.append(",\"clean\":").append(report.isClean());
    text.append(",\"milliseconds\":").append(report.took().toMillis()).append(",\"advice\":[");
    String between = "";
    for (String line : report.advice()) {
      quote(line, text.append(between));
      between = ",";
    }
    text.append("],\"cases\":[");
    String comma = "\n";
    for (Result result : report.results()) {
      text.append(comma).append("{\"id\":");
      quote(result.id(), text);
      text.append(",\"profile\":");
      quote(result.profile().word(), text);
      text.append(",\"title\":");
      quote(result.title(), text);
      text.append(",\"verdict\":");
      quote(result.verdict().word(), text);
      text.append(",\"reason\":");
      quote(result.verdict().reason(), text);
      text.append(",\"milliseconds\":").append(result.took().toMillis()).append('}');
      comma = ",\n";
    }
    text.append("\n]}\n");
  }

  private static void quote(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c == '\n') {
        text.append("\\n");
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  private static void junit(Report report, StringBuilder text) {
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"");
    escape(report.subject(), text);
    text.append("\" tests=\"").append(report.results().size());
    text.append("\" failures=\"")
        .append(report.count(Verdict.Failed.class) + report.count(Verdict.Untried.class));
    text.append("\" skipped=\"").append(report.count(Verdict.Inapplicable.class));
    text.append("\" time=\"").append(report.took().toMillis() / 1000.0).append("\">\n");
    for (Result result : report.results()) {
      text.append("  <testcase classname=\"").append(result.profile().word());
      text.append("\" name=\"").append(result.id()).append(' ');
      escape(result.title(), text);
      text.append("\" time=\"").append(result.took().toMillis() / 1000.0).append("\"");
      String element =
          switch (result.verdict()) {
            case Verdict.Passed passed -> "";
            case Verdict.Failed failed -> "failure";
            case Verdict.Inapplicable inapplicable -> "skipped";
            case Verdict.Untried untried -> "failure";
          };
      if (element.isEmpty()) {
        text.append("/>\n");
      } else {
        text.append("><").append(element).append(" message=\"");
        escape(result.verdict().reason(), text);
        text.append("\"/></testcase>\n");
      }
    }
    text.append("</testsuite>\n");
  }

  private static void escape(String value, StringBuilder text) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        case '"' -> text.append("&quot;");
        case '\n' -> text.append("&#10;");
        default -> text.append(c < ' ' && c != '\t' ? '?' : c);
      }
    }
  }

  private static void markdown(Report report, StringBuilder text) {
    text.append("| case | profile | promise | verdict |\n|---|---|---|---|\n");
    for (Result result : report.results()) {
      String reason = result.verdict().reason();
      text.append("| ").append(result.id()).append(" | ").append(result.profile().word());
      text.append(" | ").append(cell(result.title())).append(" | ");
      text.append(result.verdict().word());
      text.append(reason.isEmpty() ? "" : ": " + cell(reason)).append(" |\n");
    }
    text.append('\n').append(report.summary()).append('\n');
    report.advice().forEach(line -> text.append("\n    ").append(line.replace('\n', ' ')));
    text.append(report.advice().isEmpty() ? "" : "\n");
  }

  private static String cell(String value) {
    return value.replace("|", "\\|").replace('\n', ' ');
  }
}
