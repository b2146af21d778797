// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The backends that there are. One costs nothing until it is asked for.
public final class Backends {

  private final Map<String, Supplier<BackendFactory>> suppliers;
  private final Supplier<Others> others;

  /// Backends that are found only when they are looked for.
  public interface Others {

    /// Returns their names.
    List<String> ids();

    /// Returns what makes the one with a name, or nothing if there is none.
    Optional<BackendFactory> find(String id);

    /// There are none.
    static Others none() {
      return new Others() {
        @Override
        public List<String> ids() {
          return List.of();
        }

        @Override
        public Optional<BackendFactory> find(String id) {
          return Optional.empty();
        }
      };
    }
  }

  /// @param suppliers what makes the factory of each kind, by the kind's name
  public Backends(Map<String, Supplier<BackendFactory>> suppliers) {
    this(suppliers, Others::none);
  }

  /// @param suppliers what makes the factory of each kind, by the kind's name
  /// @param others where to look for what is none of them
  public Backends(Map<String, Supplier<BackendFactory>> suppliers, Supplier<Others> others) {
    this.suppliers = new LinkedHashMap<>(suppliers);
    this.others = others;
  }

  /// Returns the names of all, in the order in which they were given.
  public List<String> ids() {
    List<String> ids = new ArrayList<>(suppliers.keySet());
    ids.addAll(others.get().ids());
    return List.copyOf(ids);
  }

  /// Returns what makes the backend with a name, or nothing if there is none.
  public Optional<BackendFactory> find(String id) {
    Supplier<BackendFactory> supplier = suppliers.get(id);
    return supplier == null ? others.get().find(id) : Optional.of(supplier.get());
  }
}
