// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Node;
import io.berth.expressions.Value;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds texts that strangers write, such as the title of an issue, where they become part of a
/// script: whoever writes them could run commands.
final class UntrustedInputs {

  private static final List<List<String>> PATHS =
      paths(
          "github.head_ref",
          "github.event.issue.title",
          "github.event.issue.body",
          "github.event.pull_request.title",
          "github.event.pull_request.body",
          "github.event.pull_request.head.ref",
          "github.event.pull_request.head.label",
          "github.event.pull_request.head.repo.default_branch",
          "github.event.comment.body",
          "github.event.review.body",
          "github.event.review_comment.body",
          "github.event.discussion.title",
          "github.event.discussion.body",
          "github.event.pages.*.page_name",
          "github.event.commits.*.message",
          "github.event.commits.*.author.email",
          "github.event.commits.*.author.name",
          "github.event.head_commit.message",
          "github.event.head_commit.author.email",
          "github.event.head_commit.author.name",
          "github.event.workflow_run.head_branch",
          "github.event.workflow_run.head_commit.message",
          "github.event.workflow_run.head_commit.author.email",
          "github.event.workflow_run.head_commit.author.name");

  private final Template.Part part;
  private final Findings findings;

  private UntrustedInputs(Template.Part part, Findings findings) {
    this.part = part;
    this.findings = findings;
  }

  /// Checks a script.
  static void check(@Nullable Template script, Findings findings) {
    if (script instanceof Template.Computed computed) {
      for (Template.Part part : computed.parts()) {
        new UntrustedInputs(part, findings).visit(part.expression().root());
      }
    }
  }

  private void visit(Node node) {
    if (node instanceof Node.Comparison || node instanceof Node.Not) {
      return;
    }
    if (node instanceof Node.Call call && yieldsTruth(call.function())) {
      return;
    }
    List<String> path = new ArrayList<>();
    if (collect(node, path)) {
      report(path);
      return;
    }
    for (Node child : node.children()) {
      visit(child);
    }
  }

  private static boolean yieldsTruth(String function) {
    return switch (function) {
      case "contains", "startswith", "endswith", "hashfiles" -> true;
      default -> false;
    };
  }

  /// Collects the names that lead from a context to a value, `*` where one is computed.
  private boolean collect(Node node, List<String> path) {
    switch (node) {
      case Node.Context context -> path.add(context.name());
      case Node.Filter filter when collect(filter.target(), path) -> path.add("*");
      case Node.Index index when collect(index.target(), path) -> {
        if (index.index() instanceof Node.Literal(Value.StringValue(String name), int position)) {
          path.add(name.toLowerCase(Locale.ROOT));
        } else {
          path.add("*");
          visit(index.index());
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void report(List<String> path) {
    for (List<String> untrusted : PATHS) {
      if (matches(path, untrusted)) {
        String name = String.join(".", path);
        findings.lint(
            Rule.EXPRESSION,
            part.span(),
            Remark.of("`" + name + "` is written by strangers and becomes part of a script", null)
                .fix("Pass it to the script in `env`, and use the variable there."));
        return;
      }
    }
  }

  private static boolean matches(List<String> path, List<String> untrusted) {
    if (path.size() != untrusted.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      String one = path.get(i);
      String other = untrusted.get(i);
      if (!one.equals(other) && !one.equals("*") && !other.equals("*")) {
        return false;
      }
    }
    return true;
  }

  private static List<List<String>> paths(String... paths) {
    List<List<String>> split = new ArrayList<>();
    for (String path : paths) {
      split.add(List.of(path.split("\\.", -1)));
    }
    return split;
  }
}
