// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import org.jspecify.annotations.Nullable;

/// What jobs ask of machines and containers beyond the form of their keys.
final class LayersCheck {

  private LayersCheck() {}

  static void check(Members jobs, Findings findings) {
    for (Template.Entry entry : jobs.entries().values()) {
      Members job = Members.of(entry.value());
      checkGroup(job.in("runs-on").get("group"), findings);
      checkImage(job.get("container"), findings);
      for (Template.Entry service : job.in("services").entries().values()) {
        checkImage(service.value(), findings);
      }
    }
  }

  private static void checkImage(@Nullable Template container, Findings findings) {
    if (container instanceof Template.Mapping && !Members.of(container).has("image")) {
      Members members = Members.of(container);
      boolean computed =
          container instanceof Template.Mapping(var entries, var span)
              && entries.size() > members.entries().size();
      if (!computed) {
        findings.error(
            Rule.SYNTAX,
            container.span(),
            Remark.of("a container needs `image`", "Container image cannot be empty"));
      }
    }
  }

  /// Checks the name of a runner group: plain, or with one prefix that says whose group it is.
  private static void checkGroup(@Nullable Template group, Findings findings) {
    if (!(group instanceof Template.Literal literal)) {
      return;
    }
    String name = literal.value().asString();
    int slash = name.indexOf('/');
    if (slash < 0) {
      return;
    }
    boolean known =
        switch (name.substring(0, slash)) {
          case "org", "organization", "ent", "enterprise" -> true;
          default -> false;
        };
    String rest = name.substring(slash + 1);
    if (known && !rest.isEmpty() && rest.indexOf('/') < 0) {
      return;
    }
    String reference = "Invalid runs-on group name '" + name + "'.";
    if (!known || !rest.isEmpty()) {
      reference +=
          " Please use 'organization/' or 'enterprise/' prefix to target a single runner group.";
    }
    findings.error(
        Rule.SYNTAX,
        group.span(),
        Remark.of("`" + name + "` is not the name of a runner group", reference)
            .fix("Write the bare name, or put `organization/` or `enterprise/` before it."));
  }
}
