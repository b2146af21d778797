// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether the keys of a manifest fit what it runs.
final class ActionCheck {

  private static final String WORDS = "`composite`, `docker`, `node20` or `node24`";
  private static final List<String> KINDS =
      List.of("composite", "docker", "node12", "node16", "node20", "node24");
  private static final List<String> KEYS =
      List.of("name", "description", "author", "inputs", "outputs", "runs", "branding");
  private static final List<String> INPUT_KEYS =
      List.of("description", "required", "default", "deprecationMessage", "type");
  private static final Set<String> OF_NODE = Set.of("main", "pre", "pre-if", "post", "post-if");
  private static final Set<String> OF_DOCKER =
      Set.of(
          "image",
          "entrypoint",
          "args",
          "env",
          "pre-entrypoint",
          "pre-if",
          "post-entrypoint",
          "post-if");
  private static final Set<String> OF_STEPS = Set.of("steps");

  private final Members action;
  private final Findings findings;

  private ActionCheck(Template template, Findings findings) {
    this.action = Members.of(template);
    this.findings = findings;
  }

  static void check(Template template, Findings findings) {
    new ActionCheck(template, findings).run();
  }

  private void run() {
    remark(action, KEYS, "an action");
    for (String name : action.in("inputs").entries().keySet()) {
      remark(action.in("inputs").in(name), INPUT_KEYS, "an input");
    }
    if (action.get("runs") instanceof Template.Mapping mapping) {
      checkRuns(Members.of(mapping));
    }
  }

  private void checkRuns(Members runs) {
    if (runs.has("plugin") && !runs.has("using")) {
      fits(runs, "plugin", Set.of(), "an action with `plugin`");
      return;
    }
    if (!runs.has("using")) {
      Remark remark =
          Remark.of("`runs` needs `using`", "Missing 'using' value.")
              .fix("Add `using:` with " + WORDS + ".");
      findings.error(Rule.SYNTAX, runs.span(), remark);
      return;
    }
    String using = using(runs);
    if (using == null) {
      return;
    }
    switch (using) {
      case "composite" -> fits(runs, "steps", OF_STEPS, "a composite action");
      case "docker" -> fits(runs, "image", OF_DOCKER, "an action in a container");
      case String node when node.startsWith("node") && KINDS.contains(node) ->
          fits(runs, "main", OF_NODE, "a JavaScript action");
      case String other -> unknown(runs, other);
    }
    IdCheck.checkSteps(runs.get("steps"), findings);
  }

  /// Returns `runs.using` in lower case, or `null` if that was refused before.
  static @Nullable String using(Members runs) {
    String using = runs.text("using");
    return using == null || using.isEmpty() ? null : using.toLowerCase(Locale.ROOT);
  }

  private void unknown(Members runs, String using) {
    Template.Entry entry = runs.entries().get("using");
    Remark remark =
        Remark.of(
                "`" + using + "` is nothing that an action can be made for",
                "'using: " + using + "' is not supported")
            .similarTo(Similar.to(using, KINDS))
            .fix("Write " + WORDS + ".");
    findings.error(Rule.SYNTAX, entry == null ? runs.span() : entry.value().span(), remark);
  }

  private void fits(Members runs, String needed, Set<String> known, String noun) {
    for (String key : runs.entries().keySet()) {
      if (!key.equals("using") && !key.equals(needed) && !known.contains(key)) {
        Remark remark =
            Remark.of("`" + key + "` is not a key of " + noun, "Unexpected value '" + key + "'")
                .fix("Remove it, or change `using`.");
        findings.error(Rule.SYNTAX, runs.keySpan(key), remark);
      }
    }
    if (!runs.has(needed)) {
      String problem = noun + " needs `" + needed + "`";
      Remark remark = Remark.of(problem, "Required property is missing: " + needed);
      findings.error(Rule.SYNTAX, runs.span(), remark);
    }
  }

  /// Warns of keys that are allowed, unknown, and look like one that is known.
  private void remark(Members members, List<String> known, String noun) {
    for (Map.Entry<String, Template.Entry> member : members.entries().entrySet()) {
      String key = member.getKey();
      List<String> similar = known.contains(key) ? List.of() : Similar.to(key, known);
      if (!similar.isEmpty()) {
        Remark remark = Remark.of("`" + key + "` is not a key of " + noun, null);
        findings.warning(Rule.SYNTAX, member.getValue().key().span(), remark.similarTo(similar));
      }
    }
  }
}
