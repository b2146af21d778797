// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import java.io.IOException;

/// A request that is not served, with the reason as clients read it.
public final class Refusal extends IOException {

  private static final long serialVersionUID = 1L;

  /// The kinds of refusal, by the words of Twirp. Clients try again at 429 and above 499 only.
  public enum Kind {
    INVALID(400, "invalid_argument"),
    NO_TOKEN(401, "unauthenticated"),
    NOT_ALLOWED(403, "permission_denied"),
    NOT_FOUND(404, "not_found"),
    NO_METHOD(405, "bad_route"),
    EXISTS(409, "already_exists"),
    NO_LENGTH(411, "invalid_argument"),
    NOT_READY(412, "failed_precondition"),
    TOO_LARGE(413, "resource_exhausted"),
    NO_RANGE(416, "out_of_range"),
    BUSY(429, "resource_exhausted"),
    BROKEN(500, "internal"),
    FULL(507, "resource_exhausted");

    private final int status;
    private final String word;

    Kind(int status, String word) {
      this.status = status;
      this.word = word;
    }

    /// Returns the status of HTTP.
    public int status() {
      return status;
    }

    /// Returns the code of Twirp.
    public String word() {
      return word;
    }
  }

  private final Kind kind;

  /// @param message what was wanted, what was found and what to do, for the log of the job
  public Refusal(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// Returns which kind it is.
  public Kind kind() {
    return kind;
  }

  /// Returns what is wrong, never `null`.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
