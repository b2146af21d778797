// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.ErrorText;
import io.berth.expressions.Json;
import io.berth.model.BerthError;
import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a check found, in the forms that it is printed in.
///
/// @param files how many files were read
/// @param found all findings, file by file
record CheckReport(int files, List<Diagnostic> found) {

  private static final String SARIF_SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  boolean isClean() {
    return found.stream().noneMatch(Diagnostic::isError);
  }

  /// Returns the findings with excerpts of the files, errors and warnings in the order of the
  // files.
  String text(ErrorText form) {
    var text = new StringBuilder();
    Set<String> codes = new LinkedHashSet<>();
    for (Diagnostic each : found) {
      List<String> lines = each.isError() ? form.error(each.error()) : form.warning(each.error());
      lines.forEach(line -> text.append(line).append('\n'));
      text.append('\n');
      codes.add(each.error().code().id());
    }
    codes.forEach(code -> text.append("more: berth explain ").append(code).append('\n'));
    return text.toString();
  }

  String summary() {
    long errors = found.stream().filter(Diagnostic::isError).count();
    return counted(files, "file")
        + ": "
        + counted(errors, "error")
        + ", "
        + counted(found.size() - errors, "warning");
  }

  /// Returns one JSON object: `{"files": n, "findings": [...]}`.
  String json() {
    var out = new StringBuilder("{\"files\":").append(files).append(",\"findings\":[");
    String separator = "";
    for (Diagnostic each : found) {
      out.append(separator).append("{\"severity\":");
      Json.quote(each.isError() ? "error" : "warning", out);
      Json.quote(each.rule().id(), out.append(",\"rule\":"));
      error(each.error(), out.append(','));
      if (each.reference() != null) {
        Json.quote(each.reference(), out.append(",\"reference\":"));
      }
      out.append('}');
      separator = ",";
    }
    return out.append("]}\n").toString();
  }

  private static void error(BerthError error, StringBuilder out) {
    Json.quote(error.code().id(), out.append("\"code\":"));
    Json.quote(error.problem(), out.append(",\"problem\":"));
    if (error.remedy() != null) {
      Json.quote(error.remedy(), out.append(",\"remedy\":"));
    }
    SourceSpan where = error.where();
    if (where != null) {
      Json.quote(where.file(), out.append(",\"file\":"));
      out.append(",\"line\":").append(where.line()).append(",\"column\":").append(where.column());
      out.append(",\"length\":").append(where.length());
    }
    out.append(",\"similar\":[");
    String separator = "";
    for (String name : error.similar()) {
      Json.quote(name, out.append(separator));
      separator = ",";
    }
    out.append(']');
  }

  /// Returns a SARIF 2.1.0 log, as code scanners of forges read it.
  String sarif() {
    var out = new StringBuilder("{\"$schema\":\"").append(SARIF_SCHEMA);
    out.append("\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"berth\",");
    out.append("\"rules\":[");
    Set<String> rules = new LinkedHashSet<>();
    found.forEach(each -> rules.add(each.rule().id()));
    String separator = "";
    for (String rule : rules) {
      Json.quote(rule, out.append(separator).append("{\"id\":"));
      out.append('}');
      separator = ",";
    }
    out.append("]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
    separator = "";
    for (Diagnostic each : found) {
      result(each, out.append(separator));
      separator = ",";
    }
    return out.append("]}]}\n").toString();
  }

  private static void result(Diagnostic each, StringBuilder out) {
    SourceSpan where = each.where();
    Json.quote(each.rule().id(), out.append("{\"ruleId\":"));
    Json.quote(each.isError() ? "error" : "warning", out.append(",\"level\":"));
    Json.quote(each.error().problem(), out.append(",\"message\":{\"text\":"));
    String uri = where.file().replace('\\', '/');
    Json.quote(
        uri, out.append("},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":"));
    out.append("},\"region\":{\"startLine\":").append(where.line());
    out.append(",\"startColumn\":").append(where.column());
    out.append(",\"endColumn\":").append(where.column() + where.length()).append("}}}]}");
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
