// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import io.berth.engine.Annotation;
import io.berth.engine.Annotation.Level;
import io.berth.engine.matcher.Found;
import io.berth.engine.matcher.MatcherFile;
import io.berth.engine.matcher.MatcherFile.Definition;
import io.berth.engine.matcher.Matching;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The problem matchers of one step: adds and removes them, and makes remarks of what they find.
final class Matchers {

  private static final int MOST_FILES_REMEMBERED = 1000;

  private final ProblemFile places;
  private final Masker masker;
  private final OutputListener listener;
  private final Matching matching;
  private final JobMatchers job;
  private long followed;
  private final Map<String, String> relative = new LinkedHashMap<>();

  /// @param job what the steps of the job tell each other
  Matchers(
      CommandRules rules,
      WorkspaceFiles files,
      Masker masker,
      List<Matching.State> states,
      JobMatchers job,
      OutputListener listener) {
    this.places = new ProblemFile(rules.workspace(), files);
    this.masker = masker;
    this.job = job;
    this.listener = listener;
    this.matching = new Matching(states, System::nanoTime);
  }

  boolean isEmpty() {
    return matching.isEmpty();
  }

  List<Matching.State> states() {
    return matching.states();
  }

  /// Adds the matchers of a file.
  ///
  /// @return what is wrong; nothing if all is well
  List<String> add(String file) {
    MatcherFile.Read read = read(file);
    for (Definition definition : read.definitions().reversed()) {
      job.changed(this, definition.owner(), definition);
      listener.onEffect(new CommandEffect.AddMatcher(definition));
    }
    matching.add(read.definitions());
    return read.problems();
  }

  /// Removes the matchers of a file.
  ///
  /// @return what is wrong; nothing if all is well
  List<String> removeFile(String file) {
    MatcherFile.Read read = read(file);
    read.definitions().forEach(definition -> remove(definition.owner()));
    return read.problems();
  }

  void remove(String owner) {
    matching.remove(owner);
    tellRemoved(owner);
  }

  private void tellRemoved(String owner) {
    job.changed(this, owner, null);
    listener.onEffect(new CommandEffect.RemoveMatcher(owner));
  }

  /// Does what other steps have done since.
  void follow() {
    for (JobMatchers.Change change : job.after(followed)) {
      followed = change.number();
      Definition added = change.added();
      if (change.by() == this) {
        continue;
      }
      if (added == null) {
        matching.remove(change.owner());
      } else {
        matching.add(List.of(added));
      }
    }
  }

  private MatcherFile.Read read(String file) {
    String path = places.absolute(file);
    try {
      MatcherFile.Read read = MatcherFile.read(places.files().read(path));
      return new MatcherFile.Read(
          read.definitions(),
          read.problems().stream().map(problem -> path + ": " + problem).toList());
    } catch (IOException e) {
      return new MatcherFile.Read(
          List.of(), List.of(path + " cannot be read: " + e.getMessage() + "."));
    }
  }

  /// Looks at the next line, as [Matching#see] does.
  List<Matching.Outcome> see(String line) {
    List<Matching.Outcome> outcomes = matching.see(line);
    for (Matching.Outcome outcome : outcomes) {
      if (outcome instanceof Matching.Outcome.Removed(var owner)) {
        tellRemoved(owner);
      }
    }
    return outcomes;
  }

  /// Returns the remark for a problem, masked.
  Annotation annotation(Found found) {
    Level level = Matching.level(found.severity());
    String key = found.fromPath() + "\n" + found.file();
    String file = relative.get(key);
    if (file == null) {
      if (relative.size() == MOST_FILES_REMEMBERED) {
        relative.clear();
      }
      file = places.relative(found.file(), found.fromPath());
      relative.put(key, file);
    }
    return Annotations.of(level == null ? Level.ERROR : level, found, file, masker);
  }
}
