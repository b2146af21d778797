// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.actions.Actions;
import io.berth.actions.Repositories;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference.Repository;
import io.berth.workflow.Dialect;
import io.berth.workflow.Origin;
import io.berth.workflow.WorkflowReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The workflows of other repositories that those of this one call. A repository is opened once, so
/// that all of its files are of one commit.
final class RemoteWorkflows implements AutoCloseable {

  private final ActionSources sources;
  private final Dialect dialect;
  private final boolean required;
  private final List<String> notices = new ArrayList<>();
  private @Nullable Repositories opened;

  /// @param dialect whose reading of the language applies
  /// @param required whether what cannot be fetched is an error; else it is noted, and not read
  RemoteWorkflows(ActionSources sources, Dialect dialect, boolean required) {
    this.sources = sources;
    this.dialect = dialect;
    this.required = required;
  }

  /// What came of reading a file.
  sealed interface Answer {

    /// It was read.
    record Read(WorkflowReader.Reading reading, Origin origin) implements Answer {}

    /// It is not there, or cannot be had.
    record Failed(List<BerthError> errors) implements Answer {
      public Failed {
        errors = List.copyOf(errors);
      }
    }

    /// It cannot be had now, and is not needed.
    record Unread() implements Answer {}
  }

  /// Reads a file.
  ///
  /// @param where the place that calls it
  synchronized Answer read(Repository file, SourceSpan where) throws InterruptedException {
    Repositories repositories = opened;
    if (repositories == null) {
      repositories = new Repositories(sources.store(dialect));
      opened = repositories;
    }
    try {
      Repositories.CalledFile called = repositories.read(new Actions.Wanted(file, where));
      String shown = file.repository() + "@" + file.ref() + ":" + file.path();
      return new Answer.Read(
          WorkflowReader.read(shown, called.content(), dialect), new Origin(file, called.commit()));
    } catch (BerthException e) {
      boolean away = e.errors().getFirst().code() == ErrorCode.ACTION_UNAVAILABLE;
      if (!required && (away || sources.isOffline())) {
        notices.add("`" + file + "` was not read: " + e.errors().getFirst().problem());
        return new Answer.Unread();
      }
      return new Answer.Failed(e.errors());
    }
  }

  /// Returns what everybody should know about what was not read.
  synchronized List<String> notices() {
    return List.copyOf(notices);
  }

  @Override
  public synchronized void close() {
    Repositories repositories = opened;
    opened = null;
    if (repositories != null) {
      repositories.close();
    }
  }
}
