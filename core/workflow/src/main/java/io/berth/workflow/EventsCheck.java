// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks events and their filters. Forges add events, so an unknown one is only remarked on.
public final class EventsCheck {

  private static final Set<String> EVENTS =
      Set.of(
          "branch_protection_rule",
          "check_run",
          "check_suite",
          "create",
          "delete",
          "deployment",
          "deployment_status",
          "discussion",
          "discussion_comment",
          "fork",
          "gollum",
          "image_version",
          "issue_comment",
          "issues",
          "label",
          "merge_group",
          "milestone",
          "page_build",
          "project",
          "project_card",
          "project_column",
          "public",
          "pull_request",
          "pull_request_comment",
          "pull_request_review",
          "pull_request_review_comment",
          "pull_request_target",
          "push",
          "registry_package",
          "release",
          "repository_dispatch",
          "schedule",
          "status",
          "watch",
          "workflow_call",
          "workflow_dispatch",
          "workflow_run");

  private static final List<String> FILTERS = List.of("branches", "tags", "paths");

  private EventsCheck() {}

  /// Returns whether forges have an event of this name.
  public static boolean isKnown(String event) {
    return EVENTS.contains(event);
  }

  static void check(@Nullable Template on, Findings findings) {
    if (on == null) {
      return;
    }
    for (Template.Literal name : Members.literals(on)) {
      checkName(name, findings);
      if (name.value().asString().equals("schedule")) {
        findings.lint(
            Rule.SYNTAX,
            name.span(),
            Remark.of("`schedule` needs at least one `cron`", null)
                .fix("Write `schedule:` with a list of `- cron: '…'` below it."));
      }
    }
    for (Map.Entry<String, Template.Entry> event : Members.of(on).entries().entrySet()) {
      if (event.getValue().key() instanceof Template.Literal name) {
        checkName(name, findings);
      }
      checkFilters(event.getKey(), Members.of(event.getValue().value()), findings);
    }
  }

  private static void checkName(Template.Literal name, Findings findings) {
    String event = name.value().asString();
    if (!EVENTS.contains(event)) {
      findings.warning(
          Rule.EVENTS,
          name.span(),
          Remark.of("`" + event + "` is not an event that is known here", null)
              .similarTo(Similar.to(event, EVENTS)));
    }
  }

  private static void checkFilters(String event, Members filters, Findings findings) {
    for (String filter : FILTERS) {
      String ignore = filter + "-ignore";
      if (filters.has(filter) && filters.has(ignore)) {
        findings.warning(
            Rule.EVENTS,
            filters.keySpan(ignore),
            Remark.of("`" + event + "` has both `" + filter + "` and `" + ignore + "`", null)
                .fix("Keep one of them; `!` in `" + filter + "` excludes too."));
      }
    }
  }
}
