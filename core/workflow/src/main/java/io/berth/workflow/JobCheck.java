// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.ExpressionCheck.Wanted;
import io.berth.workflow.Findings.Remark;
import io.berth.workflow.Type.Plain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks one job and its steps.
final class JobCheck {

  private final String id;
  private final Template.Entry entry;
  private final Members job;
  private final Findings findings;
  private final ExpressionCheck outside;

  /// @param jobs all jobs of the workflow
  /// @param check what holds for the whole workflow
  JobCheck(String id, Template.Entry entry, Members jobs, ExpressionCheck check) {
    this.id = id;
    this.entry = entry;
    this.job = Members.of(entry.value());
    this.findings = check.findings();
    this.outside = check.in(check.scope().with("needs", needs(jobs)));
  }

  /// Returns what `needs` and `jobs` hold of a job.
  static Type result(Members job) {
    Map<String, Type> outputs = new LinkedHashMap<>();
    for (String name : job.in("outputs").entries().keySet()) {
      outputs.put(name.toLowerCase(Locale.ROOT), Plain.TEXT);
    }
    Type type = job.has("uses") ? Type.open(Plain.TEXT) : Type.exactly(outputs);
    return Type.exactly(Map.of("outputs", type, "result", Plain.TEXT));
  }

  private Type needs(Members jobs) {
    Map<String, Type> needs = new LinkedHashMap<>();
    for (Template.Literal need : job.literals("needs")) {
      String name = need.value().asString().toLowerCase(Locale.ROOT);
      for (String other : jobs.entries().keySet()) {
        if (other.toLowerCase(Locale.ROOT).equals(name)) {
          needs.put(name, result(jobs.in(other)));
        }
      }
    }
    return Type.exactly(needs);
  }

  void run() {
    WorkflowCheck.checkCondition(job.get("if"), outside);
    Members strategy = job.in("strategy");
    outside.check(strategy.get("fail-fast"), Wanted.TRUTH);
    outside.check(strategy.get("max-parallel"), Wanted.NUMERIC);
    if (job.get("strategy") instanceof Template.Computed computed) {
      outside.check(computed, Wanted.OBJECT);
    }
    Type matrix = new MatrixTypes(outside).of(strategy.get("matrix"));
    ExpressionCheck check = outside.in(outside.scope().with("matrix", matrix));
    checkSettings(check);
    checkLayers(check);
    boolean mapping = entry.value() instanceof Template.Mapping;
    if (mapping && !job.has("uses") && !job.has("steps")) {
      findings.lint(
          Rule.SYNTAX,
          entry.key().span(),
          Remark.of("job `" + id + "` has no steps", null)
              .fix("Add `steps`, or `uses` to call a workflow."));
    }
    ExpressionCheck after = StepsCheck.check(job.get("steps"), check);
    after.check(job.get("outputs"), Wanted.OBJECT);
    if (job.get("environment") instanceof Template.Mapping) {
      after.check(job.in("environment").get("url"), Wanted.TEXT);
      check.check(job.in("environment").get("name"), Wanted.TEXT);
    } else {
      check.check(job.get("environment"), Wanted.TEXT_OR_OBJECT);
    }
  }

  private void checkSettings(ExpressionCheck check) {
    check.check(job.get("name"), Wanted.TEXT);
    if (job.get("runs-on") instanceof Template.Mapping) {
      check.check(job.in("runs-on").get("group"), Wanted.TEXT);
      check.check(job.in("runs-on").get("labels"), Wanted.LIST);
    } else {
      check.check(job.get("runs-on"), Wanted.LIST);
    }
    check.check(job.get("env"), Wanted.OBJECT);
    WorkflowCheck.checkConcurrency(job, check);
    check.check(job.get("continue-on-error"), Wanted.TRUTH);
    check.check(job.get("timeout-minutes"), Wanted.NUMERIC);
    check.check(job.get("cancel-timeout-minutes"), Wanted.NUMERIC);
    StepsCheck.checkPositive(job, "timeout-minutes", findings);
    check.check(job.in("defaults").get("run"), Wanted.OBJECT);
    check.check(job.get("with"), Wanted.OBJECT);
    check.check(job.get("secrets"), Wanted.OBJECT);
  }

  private void checkLayers(ExpressionCheck check) {
    checkContainer(job.get("container"), check);
    if (job.get("services") instanceof Template.Mapping services) {
      for (Template.Entry service : services.entries()) {
        checkContainer(service.value(), check);
      }
    } else {
      check.check(job.get("services"), Wanted.OBJECT);
    }
  }

  private static void checkContainer(@Nullable Template container, ExpressionCheck check) {
    if (!(container instanceof Template.Mapping)) {
      check.check(container, Wanted.TEXT_OR_OBJECT);
      return;
    }
    Members members = Members.of(container);
    checkCredentials(members, check.findings());
    for (Map.Entry<String, Template.Entry> member : members.entries().entrySet()) {
      Wanted wanted =
          switch (member.getKey()) {
            case "env", "credentials" -> Wanted.OBJECT;
            case "ports", "volumes" -> Wanted.ARRAY;
            default -> Wanted.TEXT;
          };
      check.check(member.getValue().value(), wanted);
    }
  }

  private static void checkCredentials(Members container, Findings findings) {
    if (!(container.get("credentials") instanceof Template.Mapping)) {
      return;
    }
    Members credentials = container.in("credentials");
    for (String key : List.of("username", "password")) {
      if (!credentials.has(key)) {
        Remark remark = Remark.of("`credentials` lacks `" + key + "`", null);
        findings.lint(Rule.SYNTAX, container.keySpan("credentials"), remark);
      }
    }
  }
}
