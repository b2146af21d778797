// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.BerthError;

/// Something that is wrong with, or odd about, a workflow file.
///
/// @param severity whether the file is refused for it
/// @param rule the kind of check that found it, for example `syntax-check` or `expression`
/// @param error what is wrong and where; its place is never absent
public record Diagnostic(Severity severity, String rule, BerthError error) {

  /// Whether a file is refused.
  public enum Severity {
    /// The file is refused.
    ERROR,
    /// The file is accepted, and its author should know.
    WARNING
  }
}
