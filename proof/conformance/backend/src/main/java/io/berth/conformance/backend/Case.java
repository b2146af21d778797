// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One promise and how it is tried.
///
/// @param id what it is called for ever
/// @param profile the part of the contract that it belongs to
/// @param title the promise, one sentence without a full stop
/// @param needs what has to hold for it to be tried
/// @param deadline after which it is taken for broken
/// @param isAside whether it mostly waits, so that others are tried meanwhile
/// @param steps what is done
record Case(
    String id,
    Profile profile,
    String title,
    List<Need> needs,
    Duration deadline,
    boolean isAside,
    Steps steps) {

  private static final Duration USUAL = Duration.ofSeconds(30);

  static Case of(String id, Profile profile, String title, Steps steps) {
    return new Case(id, profile, title, List.of(), USUAL, false, steps);
  }

  Case needs(Need need) {
    List<Need> all = new ArrayList<>(needs);
    all.add(need);
    return new Case(id, profile, title, List.copyOf(all), deadline, isAside, steps);
  }

  Case within(Duration other) {
    return new Case(id, profile, title, needs, other, isAside, steps);
  }

  Case aside() {
    return new Case(id, profile, title, needs, deadline, true, steps);
  }
}
