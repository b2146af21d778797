// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.actions.Actions.Wanted;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionReference.Repository;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Dialect;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Goes through what a job asks for, level by level.
final class Search {

  private static final int AT_ONCE = 8;

  private final ActionStore store;
  private final Dialect dialect;
  private final Predicate<Repository> built;
  private final Map<String, Opened> opened = new LinkedHashMap<>();
  private final Map<Repository, ResolvedAction> found = new LinkedHashMap<>();
  private final Set<String> reported = new HashSet<>();
  private final List<BerthError> errors = new ArrayList<>();

  Search(ActionStore store, Dialect dialect, Predicate<Repository> built) {
    this.store = store;
    this.dialect = dialect;
    this.built = built;
  }

  /// What came of opening one repository at one ref.
  private sealed interface Opened {
    record Folder(ActionFolder folder) implements Opened {}

    record Failed(List<BerthError> errors) implements Opened {}
  }

  /// An action that uses itself is found in every level, so that the levels do not end.
  Resolution run(Collection<Wanted> wanted) throws InterruptedException {
    boolean complete = false;
    try {
      Map<Repository, Wanted> level = distinct(wanted);
      for (int depth = 0; !level.isEmpty() && depth <= Actions.MAX_DEPTH; depth++) {
        open(level.values());
        level = nextLevel(level.values());
      }
      for (Wanted deep : level.values()) {
        errors.add(tooDeep(deep));
      }
      complete = true;
      return new Resolution(found, errors, folders());
    } finally {
      if (!complete) {
        folders().forEach(ActionFolder::close);
      }
    }
  }

  private Map<Repository, Wanted> nextLevel(Collection<Wanted> level) {
    List<Wanted> next = new ArrayList<>();
    for (Wanted one : level) {
      ResolvedAction action = action(one);
      if (action != null && action.manifest().runs() instanceof ActionRuns.Composite composite) {
        collect(action.reference(), composite.steps(), next);
      }
    }
    return distinct(next);
  }

  private static Map<Repository, Wanted> distinct(Collection<Wanted> wanted) {
    Map<Repository, Wanted> distinct = new LinkedHashMap<>();
    for (Wanted one : wanted) {
      distinct.putIfAbsent(one.reference(), one);
    }
    return distinct;
  }

  private static BerthError tooDeep(Wanted deep) {
    return new BerthError(
        ErrorCode.ACTION_INVALID,
        "`" + deep.reference() + "` is used more than " + Actions.MAX_DEPTH + " actions deep",
        "See whether an action uses itself.",
        deep.where(),
        List.of());
  }

  private List<ActionFolder> folders() {
    List<ActionFolder> folders = new ArrayList<>();
    for (Opened one : opened.values()) {
      if (one instanceof Opened.Folder(ActionFolder folder)) {
        folders.add(folder);
      }
    }
    return folders;
  }

  private void open(Collection<Wanted> wanted) throws InterruptedException {
    Map<String, Wanted> missing = new LinkedHashMap<>();
    for (Wanted one : wanted) {
      String key = LockFile.key(one.reference());
      if (!opened.containsKey(key)) {
        missing.putIfAbsent(key, one);
      }
    }
    Workers.each(AT_ONCE, missing.values(), this::open);
  }

  private void open(Wanted wanted) throws InterruptedException {
    Opened result;
    try {
      result = new Opened.Folder(store.open(wanted.reference()));
    } catch (BerthException e) {
      result = new Opened.Failed(Problems.placed(e.errors(), wanted.where()));
    }
    synchronized (opened) {
      opened.put(LockFile.key(wanted.reference()), result);
    }
  }

  private @Nullable ResolvedAction action(Wanted wanted) {
    Repository reference = wanted.reference();
    ResolvedAction known = found.get(reference);
    if (known != null) {
      return known;
    }
    return switch (opened.get(LockFile.key(reference))) {
      case null -> null;
      case Opened.Failed(List<BerthError> why) -> {
        report(LockFile.key(reference), why);
        yield null;
      }
      case Opened.Folder(ActionFolder folder) -> {
        ResolvedAction read = read(wanted, folder);
        if (read != null) {
          found.put(reference, read);
        }
        yield read;
      }
    };
  }

  private @Nullable ResolvedAction read(Wanted wanted, ActionFolder folder) {
    Repository reference = wanted.reference();
    try {
      Manifests.Read read = Manifests.read(reference, folder, dialect);
      return new ResolvedAction(
          reference, folder.commit(), folder, read.manifest(), read.warnings());
    } catch (BerthException e) {
      report(reference.toString(), Problems.placed(e.errors(), wanted.where()));
    } catch (IOException e) {
      report(
          reference.toString(),
          Storage.failure("read `" + reference + "`", folder.root(), e).errors());
    }
    return null;
  }

  private void report(String key, List<BerthError> why) {
    if (reported.add(key)) {
      errors.addAll(why);
    }
  }

  private void collect(Repository holder, List<Step> steps, List<Wanted> into) {
    for (Step step : steps) {
      if (!(step.action() instanceof Step.Action.Uses(Template uses, _))
          || !(uses instanceof Template.Literal literal)) {
        continue;
      }
      SourceSpan where = literal.span();
      try {
        switch (ActionReference.parse(literal.value().asString(), where)) {
          case Repository repository -> {
            if (!built.test(repository)) {
              into.add(new Wanted(repository, where));
            }
          }
          case ActionReference.Own own -> into.add(new Wanted(own.in(holder), where));
          case ActionReference.Local _, ActionReference.Image _ -> {}
        }
      } catch (BerthException e) {
        report(where.toString(), e.errors());
      }
    }
  }
}
