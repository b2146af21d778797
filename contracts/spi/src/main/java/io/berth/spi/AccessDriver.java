// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// Makes of an access method what an environment lacks: containers, or executions and files.
///
/// Drivers are put upon each other in that order: first the one that gives executions and files and
/// with them the layout, then the one that makes containers.
@Experimental
public interface AccessDriver {

  /// What it speaks.
  AccessMethod.Kind kind();

  /// Returns an environment that does through `method` what `environment` cannot, and leaves the
  /// rest to it. Removing it removes `environment`.
  ///
  /// It MUST NOT make anything outside the boundary of `environment`, and MUST NOT keep `method`
  /// beyond its life.
  Environment over(Environment environment, AccessMethod method);
}
