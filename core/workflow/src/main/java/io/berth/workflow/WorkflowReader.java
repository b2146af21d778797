// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads workflow files.
public final class WorkflowReader {

  private WorkflowReader() {}

  /// What came of reading a file.
  ///
  /// @param workflow the workflow, or `null` if some diagnostic is an error
  /// @param diagnostics all that was found, errors first, each in the order of the file
  public record Reading(@Nullable Workflow workflow, List<Diagnostic> diagnostics) {
    public Reading {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// Reads one file.
  ///
  /// @param file how the file is called in diagnostics
  /// @param content its bytes
  /// @param dialect whose reading of the language applies
  public static Reading read(String file, byte[] content, Dialect dialect) {
    return new Reading(null, List.of());
  }
}
