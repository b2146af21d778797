// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.EventKinds.EventKind;
import io.berth.workflow.Findings.Remark;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks events and their filters. Forges add events, so an unknown one is only remarked on.
public final class EventsCheck {

  private static final List<String> FILTERS = List.of("branches", "tags", "paths");

  private EventsCheck() {}

  /// Returns whether forges have an event of this name.
  public static boolean isKnown(String event) {
    return EventKinds.all().containsKey(event);
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
      Members members = Members.of(event.getValue().value());
      checkKeys(event.getKey(), members, findings);
      checkFilters(event.getKey(), members, findings);
    }
  }

  private static void checkName(Template.Literal name, Findings findings) {
    String event = name.value().asString();
    if (!EventKinds.all().containsKey(event)) {
      findings.warning(
          Rule.EVENTS,
          name.span(),
          Remark.of("`" + event + "` is not an event that is known here", unexpected(event))
              .similarTo(Similar.to(event, EventKinds.all().keySet())));
    }
  }

  private static String unexpected(String name) {
    return "Unexpected value '" + name + "'";
  }

  private static void checkKeys(String event, Members members, Findings findings) {
    EventKind kind = EventKinds.all().get(event);
    if (kind == null) {
      return;
    }
    for (Template.Entry entry : members.entries().values()) {
      if (!(entry.key() instanceof Template.Literal literal)) {
        continue;
      }
      String key = literal.value().asString();
      boolean known = key.equals("types") ? !kind.types().isEmpty() : kind.keys().contains(key);
      if (!known) {
        findings.warning(
            Rule.EVENTS,
            literal.span(),
            Remark.of("`" + event + "` has no `" + key + "`", unexpected(key))
                .similarTo(Similar.to(key, kind.keys())));
      }
    }
    for (Template.Literal type : members.literals("types")) {
      String name = type.value().asString();
      if (!kind.types().isEmpty() && !kind.types().contains(name) && !isFree(kind)) {
        findings.warning(
            Rule.EVENTS,
            type.span(),
            Remark.of("`" + name + "` is no activity type of `" + event + "`", unexpected(name))
                .similarTo(Similar.to(name, kind.types())));
      }
    }
  }

  private static boolean isFree(EventKind kind) {
    return kind.types().contains("*");
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
