// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

/// Whose reading of the language applies.
public enum Dialect {
  /// GitHub, and files in `.github/workflows`.
  GITHUB,
  /// Forgejo, and files in `.forgejo/workflows`.
  FORGEJO,
  /// Gitea, and files in `.gitea/workflows`.
  GITEA
}
