// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Secrets by name. Printing them prints only how many there are.
///
/// @param byName the raw values
public record Secrets(Map<String, String> byName) {

  /// No secrets.
  public static final Secrets NONE = new Secrets(Map.of());

  public Secrets {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  @Override
  public String toString() {
    return "Secrets[" + byName.size() + "]";
  }
}
