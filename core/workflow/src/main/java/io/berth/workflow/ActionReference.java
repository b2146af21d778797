// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.BerthException;
import io.berth.model.SourceSpan;
import org.jspecify.annotations.Nullable;

/// What `uses` names: an action, or a workflow that a job calls.
public sealed interface ActionReference {

  /// Something in a repository.
  ///
  /// @param host `https://` or `http://` and the host, or an empty text: that of the forge
  /// @param owner the owner of the repository
  /// @param name the name of the repository
  /// @param path where it lies in the repository, without `/` at its ends; empty for its root
  /// @param ref a tag, a branch or a commit
  record Repository(String host, String owner, String name, String path, String ref)
      implements ActionReference {

    /// Returns the repository without the path and the ref: `owner/name`, the host before it if
    /// there is one.
    public String repository() {
      return host.isEmpty() ? owner + "/" + name : host + "/" + owner + "/" + name;
    }

    /// Prints it as it is written in a workflow.
    @Override
    public String toString() {
      return repository() + (path.isEmpty() ? "" : "/" + path) + "@" + ref;
    }
  }

  /// Something in the workspace of the job, known when the step runs.
  ///
  /// @param path the path below the workspace, without `./`; empty for the workspace itself
  record Local(String path) implements ActionReference {}

  /// Something in the repository, and at the commit, of the file that says `uses`.
  ///
  /// @param path the path below the root of that repository, without `$/`; empty for the root
  record Own(String path) implements ActionReference {

    /// Returns what that is when the file that says so comes from a repository.
    ///
    /// @param holder any reference into that repository at that commit
    public Repository in(Repository holder) {
      return new Repository(holder.host(), holder.owner(), holder.name(), path, holder.ref());
    }
  }

  /// An image.
  ///
  /// @param image its name in a registry, without `docker://`
  record Image(String image) implements ActionReference {}

  /// Reads what stands behind `uses`.
  ///
  /// @param text the text
  /// @param where the place of the text, or `null` if there is none
  /// @throws BerthException B1001 if it names nothing, with what may have been meant
  static ActionReference parse(String text, @Nullable SourceSpan where) {
    return new ActionReferences(text, where).parse();
  }
}
