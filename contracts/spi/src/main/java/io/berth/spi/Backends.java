// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The kinds of backends that there are. A kind costs nothing until it is asked for.
public final class Backends {

  private final Map<String, Supplier<BackendFactory>> suppliers;

  /// @param suppliers what makes the factory of each kind, by the kind's name
  public Backends(Map<String, Supplier<BackendFactory>> suppliers) {
    this.suppliers = new LinkedHashMap<>(suppliers);
  }

  /// Returns the names of all kinds, in the order in which they were given.
  public List<String> ids() {
    return List.copyOf(suppliers.keySet());
  }

  /// Returns the factory of a kind, or nothing if there is no such kind.
  public Optional<BackendFactory> find(String id) {
    Supplier<BackendFactory> supplier = suppliers.get(id);
    return supplier == null ? Optional.empty() : Optional.of(supplier.get());
  }
}
