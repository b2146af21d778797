// SPDX-License-Identifier: Apache-2.0
/// The page of compatibility is true: it has what the code knows, and each row is shown by a case.
///
/// **Start here:** `proof/conformance/compatibility.tsv`, then
/// [io.berth.conformance.compatibility.Row].
///
/// **May depend on:** the JDK, the workflow suite, and the tables of the modules.
@NullMarked
package io.berth.conformance.compatibility;

import org.jspecify.annotations.NullMarked;
