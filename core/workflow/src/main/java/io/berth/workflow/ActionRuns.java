// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.SourceSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an action runs.
public sealed interface ActionRuns {

  /// Returns where that stands.
  SourceSpan span();

  /// Something that runs before or after the steps of a job.
  ///
  /// @param program a file of the action, or an entrypoint of its image
  /// @param condition when it runs, `always()` unless the action says something else
  record Hook(String program, Job.Condition condition) {}

  /// JavaScript.
  ///
  /// @param node the version of Node.js that it was written for
  /// @param main the file that the step runs
  /// @param pre what runs before the first step of the job, or `null`
  /// @param post what runs after the last step of the job, or `null`
  /// @param span where it stands
  record JavaScript(
      Node node, String main, @Nullable Hook pre, @Nullable Hook post, SourceSpan span)
      implements ActionRuns {}

  /// A container.
  ///
  /// @param image where its image comes from
  /// @param entrypoint `entrypoint`, or `null` if absent: that of the image
  /// @param args `args`, or `null` if absent
  /// @param env `env`, or `null` if absent
  /// @param pre the entrypoint that runs before the first step of the job, or `null`
  /// @param post the entrypoint that runs after the last step of the job, or `null`
  /// @param span where it stands
  record Docker(
      Image image,
      @Nullable String entrypoint,
      @Nullable Template args,
      @Nullable Template env,
      @Nullable Hook pre,
      @Nullable Hook post,
      SourceSpan span)
      implements ActionRuns {}

  /// Steps.
  ///
  /// @param steps its steps in order
  /// @param span where it stands
  record Composite(List<Step> steps, SourceSpan span) implements ActionRuns {
    public Composite {
      steps = List.copyOf(steps);
    }
  }

  /// Code that only GitHub's own runner contains. The first versions of `actions/checkout` and of
  /// the artifact actions were made so.
  ///
  /// @param name the name of that code
  /// @param span where it stands
  record Plugin(String name, SourceSpan span) implements ActionRuns {}

  /// The versions of Node.js that an action may ask for.
  enum Node {
    NODE12(12),
    NODE16(16),
    NODE20(20),
    NODE24(24);

    private final int major;

    Node(int major) {
      this.major = major;
    }

    /// Returns the major version.
    public int major() {
      return major;
    }
  }

  /// Where an image comes from.
  sealed interface Image {

    /// It is built.
    ///
    /// @param dockerfile the path of the Dockerfile below the folder of the action
    record Built(String dockerfile) implements Image {}

    /// It is pulled.
    ///
    /// @param reference its name in a registry
    record Pulled(String reference) implements Image {}
  }
}
