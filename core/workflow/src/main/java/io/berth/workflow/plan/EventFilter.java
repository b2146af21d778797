// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The filters of one event of a workflow: `branches`, `tags`, `paths`, each also with `-ignore`,
/// and `types`.
public final class EventFilter {

  private static final String BRANCH = "refs/heads/";
  private static final String TAG = "refs/tags/";

  private final String event;
  private final Map<String, List<String>> filters;

  private EventFilter(String event, Map<String, List<String>> filters) {
    this.event = event;
    this.filters = filters;
  }

  /// What happened.
  ///
  /// @param ref the full name of what was pushed or, for a pull request, of the branch it is
  ///     made against, for example `refs/heads/main`
  /// @param activity `action` of the payload, or `null` if it has none
  /// @param paths the files that changed, or `null` if nobody knows
  public record Happening(String ref, @Nullable String activity, @Nullable List<String> paths) {
    public Happening {
      paths = paths == null ? null : List.copyOf(paths);
    }
  }

  /// Reads the filters of an event; what is no filter is passed over.
  ///
  /// @param event the name of the event
  /// @param configuration what stands under its name
  public static EventFilter of(String event, Template configuration) {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    if (configuration instanceof Template.Mapping(var entries, _)) {
      for (Template.Entry entry : entries) {
        if (entry.key() instanceof Template.Literal(_, var name, _)) {
          filters.put(name, texts(entry.value()));
        }
      }
    }
    return new EventFilter(event, filters);
  }

  private static List<String> texts(Template template) {
    return switch (template) {
      case Template.Literal(var value, _, _) -> List.of(value.asString());
      case Template.Sequence(var items, _) -> {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.addAll(texts(item)));
        yield texts;
      }
      case Template.Computed computed -> List.of();
      case Template.Mapping mapping -> List.of();
      case Template.Insert insert -> List.of();
    };
  }

  /// Returns why a forge would not run the workflow for this, one sentence for each filter that
  /// holds it back, or nothing if it would.
  public List<String> objections(Happening happening) {
    List<String> found = new ArrayList<>();
    if (happening.ref().startsWith(TAG)) {
      judgeName("tags", "branches", "tag", happening.ref().substring(TAG.length()), found);
    } else if (happening.ref().startsWith(BRANCH)) {
      judgeName("branches", "tags", "branch", happening.ref().substring(BRANCH.length()), found);
      judgePaths(happening.paths(), found);
    }
    judgeActivity(happening.activity(), found);
    return List.copyOf(found);
  }

  private void judgeName(
      String own, String other, String kind, String name, List<String> objections) {
    boolean asked = filters.containsKey(own) || filters.containsKey(own + "-ignore");
    boolean othersAsked = filters.containsKey(other) || filters.containsKey(other + "-ignore");
    if (!asked && othersAsked) {
      objections.add(
          "`" + event + "` is filtered by " + other + " only, and `" + name + "` is a " + kind);
      return;
    }
    var wanted = filters.get(own);
    if (wanted != null && !selects(wanted, name)) {
      objections.add(objection(own, wanted, kind, name));
    }
    var ignored = filters.get(own + "-ignore");
    if (ignored != null && selects(ignored, name)) {
      objections.add(objection(own + "-ignore", ignored, kind, name));
    }
  }

  private void judgePaths(@Nullable List<String> paths, List<String> objections) {
    if (paths == null) {
      return;
    }
    var wanted = filters.get("paths");
    if (wanted != null && paths.stream().noneMatch(path -> selects(wanted, path))) {
      objections.add("`paths` of `" + event + "` selects none of the files that changed");
    }
    var ignored = filters.get("paths-ignore");
    if (ignored != null && paths.stream().allMatch(path -> selects(ignored, path))) {
      objections.add("`paths-ignore` of `" + event + "` ignores every file that changed");
    }
  }

  private void judgeActivity(@Nullable String activity, List<String> objections) {
    if (activity == null) {
      return;
    }
    var types = filters.getOrDefault("types", usualActivities());
    if (!types.isEmpty() && types.stream().noneMatch(activity::equalsIgnoreCase)) {
      objections.add(
          "`types` of `" + event + "` (" + String.join(", ", types) + ") lacks `" + activity + "`");
    }
  }

  private List<String> usualActivities() {
    return switch (event) {
      case "pull_request", "pull_request_target" -> List.of("opened", "synchronize", "reopened");
      default -> List.of();
    };
  }

  private String objection(String filter, List<String> patterns, String kind, String name) {
    var list = String.join(", ", patterns);
    return filter.endsWith("-ignore")
        ? "`%s` of `%s` (%s) ignores %s `%s`".formatted(filter, event, list, kind, name)
        : "`%s` of `%s` (%s) does not select %s `%s`".formatted(filter, event, list, kind, name);
  }

  /// Returns whether patterns select a name: the last one that matches decides.
  static boolean selects(List<String> patterns, String name) {
    boolean selected = false;
    for (String pattern : patterns) {
      var glob = Glob.of(pattern);
      if (glob.matches(name)) {
        selected = !glob.isNegative();
      }
    }
    return selected;
  }
}
