// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import io.berth.workflow.Dialect;
import java.util.Map;

/// The names under which a dialect knows the context of the forge.
public final class ForgeContext {

  private ForgeContext() {}

  /// Adds the context under each of its names: `github` and those of the dialect.
  public static void addTo(Map<String, Value> contexts, Dialect dialect, Value forge) {
    contexts.put("github", forge);
    switch (dialect) {
      case GITHUB -> {}
      case FORGEJO -> {
        contexts.put("forge", forge);
        contexts.put("forgejo", forge);
        contexts.put("gitea", forge);
      }
      case GITEA -> contexts.put("gitea", forge);
    }
  }
}
