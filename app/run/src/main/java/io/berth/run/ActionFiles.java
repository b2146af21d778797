// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.actions.ActionFolder;
import io.berth.actions.ActionStore;
import io.berth.actions.Actions;
import io.berth.actions.Resolution;
import io.berth.actions.ResolvedAction;
import io.berth.engine.Event.FetchedAction;
import io.berth.engine.job.Action;
import io.berth.engine.job.Input;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Environment;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReader;
import io.berth.workflow.ActionReference.Repository;
import io.berth.workflow.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The files of the actions of other repositories that one job uses, on their way from the store to
/// the environment of the job.
final class ActionFiles implements AutoCloseable {

  private final Supplier<ActionStore> store;
  private final Dialect dialect;
  private final List<Resolution> resolutions = new ArrayList<>();
  private final Map<String, String> filled = new HashMap<>();

  /// @param store gives the store when it is first needed
  ActionFiles(Supplier<ActionStore> store, Dialect dialect) {
    this.store = store;
    this.dialect = dialect;
  }

  boolean isOffline() {
    return store.get().isOffline();
  }

  /// Finds the actions and all that they use.
  ///
  /// @param environment where they are put, or `null` if it is not there yet
  Input.ActionsFetched fetch(Action.FetchActions fetch, @Nullable Environment environment)
      throws InterruptedException {
    List<Actions.Wanted> wanted = new ArrayList<>();
    for (Action.FetchActions.Wanted one : fetch.actions()) {
      wanted.add(new Actions.Wanted(one.reference(), one.where()));
    }
    try {
      Resolution found =
          new Actions(store.get(), dialect, Action.FetchActions::isBuiltIn).resolve(wanted);
      synchronized (resolutions) {
        resolutions.add(found);
      }
      if (!found.errors().isEmpty()) {
        return refused(fetch, JobActions.joined(found.errors()));
      }
      List<FetchedAction> actions = new ArrayList<>();
      for (ResolvedAction action : found.actions().values()) {
        actions.add(fetched(action));
      }
      if (environment != null) {
        fill(environment, found);
      }
      return new Input.ActionsFetched(fetch, actions, null);
    } catch (BerthException e) {
      return refused(fetch, JobActions.joined(e.errors()));
    } catch (IOException e) {
      return refused(
          fetch,
          BerthError.of(
              ErrorCode.STORAGE_FAILED, "an action cannot be read: " + e.getMessage(), null));
    }
  }

  private static Input.ActionsFetched refused(Action.FetchActions fetch, BerthError error) {
    return new Input.ActionsFetched(fetch, List.of(), error);
  }

  private static FetchedAction fetched(ResolvedAction action) throws IOException {
    Repository reference = action.reference();
    String path = reference.path();
    String folder = folder(reference) + (path.isEmpty() ? "" : "/" + path);
    for (String name : ActionManifest.FILES) {
      Optional<byte[]> content = action.folder().read(path.isEmpty() ? name : path + "/" + name);
      if (content.isPresent()) {
        String text = name.startsWith("action.") ? ActionReader.text(content.get()) : "";
        String manifest = name + "\n" + text;
        return new FetchedAction(reference.toString(), action.commit(), folder, manifest);
      }
    }
    throw new IOException(ActionManifest.missing(reference.toString()));
  }

  /// Returns where a repository lies below the folder of all actions.
  private static String folder(Repository reference) {
    String host = reference.host();
    String server = host.substring(host.indexOf("://") < 0 ? 0 : host.indexOf("://") + 3);
    String whole =
        (server.isEmpty() ? "" : server + "/")
            + reference.owner()
            + "/"
            + reference.name()
            + "/"
            + reference.ref();
    var folder = new StringBuilder();
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "._-/".indexOf(c) >= 0);
      folder.append(plain ? c : '_');
    }
    return folder.toString().replace("..", "__");
  }

  /// Puts the files of all that was found into an environment.
  void fill(Environment environment) throws IOException {
    List<Resolution> found;
    synchronized (resolutions) {
      found = List.copyOf(resolutions);
    }
    for (Resolution one : found) {
      fill(environment, one);
    }
  }

  /// @throws BerthException B3030 if a repository is there at another commit: its ref was moved
  private void fill(Environment environment, Resolution found) throws IOException {
    for (ResolvedAction action : found.actions().values()) {
      String folder = folder(action.reference());
      synchronized (filled) {
        String there = filled.putIfAbsent(folder, action.commit());
        if (there == null) {
          copy(environment, folder, action.folder());
        } else if (!there.equals(action.commit())) {
          throw new BerthException(
              BerthError.of(
                  ErrorCode.ACTION_UNAVAILABLE,
                  "`%s` was `%s` when the job started and is `%s` now"
                      .formatted(action.reference(), there, action.commit()),
                  "run the job again, or name the commit behind `@`"));
        }
      }
    }
  }

  private static void copy(Environment environment, String folder, ActionFolder files)
      throws IOException {
    List<Path> packed = new ArrayList<>();
    for (Path file : files.files()) {
      if (!Files.isDirectory(files.root().resolve(file), LinkOption.NOFOLLOW_LINKS)) {
        packed.add(file);
      }
    }
    new CopiedFiles(files.root(), packed)
        .into(environment, environment.layout().paths().actions() + "/" + folder);
  }

  @Override
  public void close() {
    synchronized (resolutions) {
      resolutions.forEach(Resolution::close);
      resolutions.clear();
    }
  }
}
