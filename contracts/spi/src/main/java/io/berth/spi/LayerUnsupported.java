// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the lack of a layer is said, everywhere in the same words.
public final class LayerUnsupported {

  private LayerUnsupported() {}

  /// Returns the error.
  ///
  /// @param layer what is needed
  /// @param backend the name of the backend that lacks it
  /// @param where the line of the workflow that needs it, or `null` if there is none
  public static BerthError error(Layer layer, String backend, @Nullable SourceSpan where) {
    return new BerthError(
        ErrorCode.LAYER_UNSUPPORTED,
        "this job needs " + layer.words() + ", which backend `" + backend + "` cannot make",
        "map the job's label to a backend that can, or remove the need from the workflow",
        where,
        List.of());
  }

  /// Returns the exception with which a call for a layer is answered that no plan had allowed.
  public static BerthException exception(Layer layer, String backend) {
    return new BerthException(error(layer, backend, null));
  }
}
