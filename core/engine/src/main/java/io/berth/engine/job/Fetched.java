// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.FetchedAction;
import io.berth.engine.JobSpec;
import io.berth.spi.Layout;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReader;
import io.berth.workflow.ActionReference;
import io.berth.workflow.Dialect;
import io.berth.workflow.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The actions of other repositories that a job uses, directly or not.
///
/// @param actions each by what it is called
/// @param before the steps of the file whose actions run something before the first of them
record Fetched(Map<String, Remote> actions, List<Step> before) {

  Fetched {
    actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
    before = List.copyOf(before);
  }

  /// One of them.
  ///
  /// @param action where it is
  /// @param manifest what it says of itself
  record Remote(FetchedAction action, ActionManifest manifest) {

    /// Returns what it is called.
    ActionReference.Repository reference() {
      return (ActionReference.Repository) ActionReference.parse(action.reference(), null);
    }

    /// Returns its folder as the environment sees it.
    String directory(Layout layout) {
      boolean windows = layout.os().equals("Windows");
      String folder = action.folder();
      return layout.paths().actions() + (windows ? "\\" + folder.replace('/', '\\') : "/" + folder);
    }
  }

  /// Returns what was fetched before the first step.
  static Fetched of(JobSpec spec, List<FetchedAction> actions) {
    Map<String, Remote> known = read(spec.workflow().dialect(), actions);
    return new Fetched(
        known, new Beforehand(known).among(spec.job().steps(), RemoteActions.holder(spec)));
  }

  /// Returns it with what was fetched when a step asked for it: too late to run anything before the
  /// first step.
  static Fetched later(JobSpec spec, @Nullable Fetched earlier, List<FetchedAction> actions) {
    Map<String, Remote> known = new LinkedHashMap<>(earlier == null ? Map.of() : earlier.actions());
    read(spec.workflow().dialect(), actions).forEach(known::putIfAbsent);
    return new Fetched(known, earlier == null ? List.of() : earlier.before());
  }

  private static Map<String, Remote> read(Dialect dialect, List<FetchedAction> actions) {
    Map<String, Remote> known = new LinkedHashMap<>();
    for (FetchedAction action : actions) {
      ActionManifest manifest = manifest(dialect, action);
      if (manifest != null) {
        known.put(action.reference(), new Remote(action, manifest));
      }
    }
    return known;
  }

  private static @Nullable ActionManifest manifest(Dialect dialect, FetchedAction action) {
    int end = action.manifest().indexOf('\n');
    String name = action.manifest().substring(0, Math.max(0, end));
    String shown = action.reference() + ":" + name;
    if (name.toLowerCase(Locale.ROOT).equals("dockerfile")) {
      return ActionManifest.ofDockerfile(shown, name);
    }
    byte[] content = action.manifest().substring(end + 1).getBytes(StandardCharsets.UTF_8);
    return ActionReader.read(shown, content, dialect).manifest();
  }

  /// Returns the manifest of the action in a folder of the environment, or `null` if it is none of
  /// these.
  @Nullable ActionManifest manifest(Layout layout, String directory) {
    for (Remote remote : actions.values()) {
      if (remote.directory(layout).equals(directory)) {
        return remote.manifest();
      }
    }
    return null;
  }

  /// Returns what the log of the set-up says about them.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    actions.forEach(
        (reference, remote) -> {
          String commit = remote.action().commit();
          lines.add("Action: " + reference + (commit.isEmpty() ? "" : " (" + commit + ")"));
        });
    return lines;
  }
}
