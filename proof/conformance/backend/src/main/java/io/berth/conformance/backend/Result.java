// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.time.Duration;

/// A case and what came of it.
///
/// @param id of the case
/// @param profile of the case
/// @param title of the case
/// @param verdict what came of it
/// @param took how long it took
public record Result(String id, Profile profile, String title, Verdict verdict, Duration took) {}
