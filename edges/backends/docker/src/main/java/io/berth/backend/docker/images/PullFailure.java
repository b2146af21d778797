// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why an image could not be pulled, by what the engine or the registry said.
public enum PullFailure {
  /// Too many were pulled.
  RATE_LIMIT(
      "its registry lets no more images be pulled for a while",
      "give credentials for the registry, use a mirror, or run again later"),
  /// The credentials are wrong or missing.
  CREDENTIALS(
      "its registry does not accept the credentials, or wants some; or there is no such image",
      "write `credentials` under the container, or log the machine in to the registry"),
  /// It is not there.
  MISSING("its registry has no such image", "look at the name and the tag"),
  /// It is not made for the platform.
  PLATFORM("there is none for the platform of the engine", "use another image, or `--platform`"),
  /// The engine's machine has no room.
  ROOM("the machine of the engine has no room for it", "make room there: `docker system prune`"),
  /// The registry cannot be reached, or does not work.
  NETWORK(
      "its registry does not answer as it should",
      "look whether the machine of the engine reaches the registry");

  private static final int ATTEMPTS = 3;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String HINT = "retry-after:";

  private final String problem;
  private final String remedy;

  PullFailure(String problem, String remedy) {
    this.problem = problem;
    this.remedy = remedy;
  }

  /// Returns the kind of failure that a message tells of.
  public static PullFailure of(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    for (PullFailure failure : values()) {
      if (failure.signs().stream().anyMatch(lower::contains)) {
        return failure;
      }
    }
    return NETWORK;
  }

  private List<String> signs() {
    return switch (this) {
      case RATE_LIMIT -> List.of("toomanyrequests", "rate limit", "too many requests", " 429");
      case CREDENTIALS ->
          List.of(
              "unauthorized",
              "no basic auth",
              "authentication required",
              "access denied",
              " 401",
              "incorrect username");
      case MISSING ->
          List.of("manifest unknown", "not found", "repository does not exist", "no such image");
      case PLATFORM -> List.of("no matching manifest");
      case ROOM -> List.of("no space left");
      case NETWORK -> List.of();
    };
  }

  /// Returns how long to wait before the image is asked for again, or nothing if that is of no use.
  ///
  /// @param attempts how often it was asked for, at least once
  /// @param message what was said; if it says when to come back, that is waited for, up to a minute
  public Optional<Duration> again(int attempts, String message) {
    boolean passing = this == RATE_LIMIT || this == NETWORK;
    if (!passing || attempts >= ATTEMPTS) {
      return Optional.empty();
    }
    Duration usual = FIRST.multipliedBy(1L << (2 * (attempts - 1)));
    Duration wanted = hint(message).orElse(usual);
    return wanted.compareTo(LONGEST) > 0
        ? Optional.empty()
        : Optional.of(wanted.compareTo(usual) < 0 ? usual : wanted);
  }

  private static Optional<Duration> hint(String message) {
    int at = message.toLowerCase(Locale.ROOT).indexOf(HINT);
    if (at < 0) {
      return Optional.empty();
    }
    String rest = message.substring(at + HINT.length()).strip();
    int end = 0;
    while (end < rest.length() && "0123456789.".indexOf(rest.charAt(end)) >= 0) {
      end++;
    }
    int unit = end;
    while (unit < rest.length() && Character.isLetter(rest.charAt(unit))) {
      unit++;
    }
    double seconds =
        switch (rest.substring(end, unit)) {
          case "", "s" -> 1;
          case "ms" -> 1e-3;
          case "m" -> 60;
          case "h" -> 3600;
          default -> 1e-6;
        };
    try {
      double number = Double.parseDouble(rest.substring(0, end));
      return Optional.of(Duration.ofMillis((long) Math.min(number * seconds * 1000, 1e12)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Returns what to tell.
  ///
  /// @param image which could not be pulled
  /// @param message what was said
  public BerthError error(String image, String message) {
    return BerthError.of(
        ErrorCode.IMAGE_UNAVAILABLE,
        "image `" + image + "` cannot be pulled: " + problem + " (" + message.strip() + ")",
        remedy);
  }
}
