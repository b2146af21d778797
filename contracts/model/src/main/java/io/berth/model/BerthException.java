// SPDX-License-Identifier: Apache-2.0
package io.berth.model;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Something a person must act on. Carries every error that was found, not only the first.
public final class BerthException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<BerthError> errors;

  /// @param errors what went wrong, at least one
  /// @param cause what brought it to light, or `null`
  public BerthException(List<BerthError> errors, @Nullable Throwable cause) {
    super(errors.stream().map(BerthError::problem).collect(Collectors.joining("; ")), cause);
    if (errors.isEmpty()) {
      throw new IllegalArgumentException("no errors");
    }
    this.errors = List.copyOf(errors);
  }

  /// @param error what went wrong
  public BerthException(BerthError error) {
    this(List.of(error), null);
  }

  /// @param error what went wrong
  /// @param cause what brought it to light
  public BerthException(BerthError error, Throwable cause) {
    this(List.of(error), cause);
  }

  /// Returns what went wrong, at least one error, in the order in which it was found.
  public List<BerthError> errors() {
    return errors;
  }
}
