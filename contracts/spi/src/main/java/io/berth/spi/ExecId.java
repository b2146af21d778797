// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// The name under which an execution is found again, chosen by the caller and unique within its
/// environment.
///
/// @param value 1 to 128 characters out of letters, digits, `.`, `_` and `-`
public record ExecId(String value) {

  public ExecId {
    Ids.check("execution", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
