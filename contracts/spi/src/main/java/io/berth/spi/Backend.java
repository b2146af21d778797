// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// Makes environments and tells the truth about what it can do.
public interface Backend {

  /// Makes an environment and returns it when it is ready, or the one that this id already names.
  ///
  /// @param id chosen by the caller, unique for ever: letters, digits, `.`, `_` and `-`
  Environment create(String id);
}
