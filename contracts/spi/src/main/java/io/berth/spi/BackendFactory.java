// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// Makes backends of one kind out of their configurations.
public interface BackendFactory {

  /// The name of the kind, as written in the configuration: lower-case letters, digits and `-`.
  String id();

  /// Makes a backend.
  ///
  /// It MUST NOT make environments or anything else that would outlive a failure, and it MUST
  /// report every violation, not only the first.
  ///
  /// @param configuration the section of this backend; empty if there is none
  /// @throws io.berth.model.BerthException B2002 if the configuration is not accepted, B3001 if
  ///     what the backend speaks to does not answer
  Backend create(Setting.Section configuration);

  /// Returns a JSON Schema (2020-12) of the configuration, or an empty text if there is none.
  default String configurationSchema() {
    return "";
  }

  /// Returns a JSON Schema (2020-12) of a label, or an empty text if there is none.
  default String labelSchema() {
    return "";
  }
}
