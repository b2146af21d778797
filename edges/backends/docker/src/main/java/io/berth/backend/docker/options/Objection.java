// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

/// Why something that a job asks of a container is not granted.
///
/// @param weight how much stands against it
/// @param rule the name of the rule
/// @param problem what is wrong, to follow the name of the option and a colon
/// @param remedy what to do about it, in the imperative
record Objection(Weight weight, String rule, String problem, String remedy) {

  /// How much stands against it, and so what each profile makes of it.
  enum Weight {
    /// It means nothing. An error in every profile.
    INVALID,
    /// A policy does not allow it. Granted under `trusted`, left out under `compat`.
    POLICY,
    /// More than the most that is allowed. An error under `trusted`, left out under `compat`.
    LIMIT,
    /// Only a setting of its own allows it. An error under `trusted`, left out under `compat`.
    ALWAYS,
    /// It is Berth's own business. Left out under `trusted` and `compat`.
    OWN
  }

  /// What becomes of an option that something stands against.
  enum Consequence {
    GRANTED,
    LEFT_OUT,
    ERROR
  }

  Consequence under(Profile profile) {
    return switch (profile) {
      case STRICT -> Consequence.ERROR;
      case COMPAT -> weight == Weight.INVALID ? Consequence.ERROR : Consequence.LEFT_OUT;
      case TRUSTED ->
          switch (weight) {
            case INVALID, LIMIT, ALWAYS -> Consequence.ERROR;
            case POLICY -> Consequence.GRANTED;
            case OWN -> Consequence.LEFT_OUT;
          };
    };
  }
}
