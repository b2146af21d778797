// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.model.BerthError;
import java.util.List;

/// What becomes of what a workflow asks of a container.
public sealed interface Outcome {

  /// The container can be made.
  record Granted(ContainerSettings settings) implements Outcome {}

  /// It cannot.
  ///
  /// @param errors everything that stands against it, at least one
  record Refused(List<BerthError> errors) implements Outcome {

    public Refused {
      errors = List.copyOf(errors);
    }
  }
}
