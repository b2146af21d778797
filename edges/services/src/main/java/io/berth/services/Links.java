// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Makes and checks addresses that carry their own permission: for one path, to read or to write
/// it, for one job, until a time. Who has such an address needs no token.
public final class Links {

  /// What may be done.
  public enum Right {
    READ,
    WRITE
  }

  private final Seal seal;
  private final InstantSource clock;
  private final Duration life;

  Links(Seal seal, InstantSource clock, Duration life) {
    this.seal = seal;
    this.clock = clock;
    this.life = life;
  }

  /// Returns an address below `origin`.
  ///
  /// @param path an absolute path of a [Route] with [Route.Access#LINK], of characters that need no
  ///     escape
  URI link(URI origin, ServedJob job, String path, Right right) {
    long until = clock.instant().plus(life).getEpochSecond();
    String sig = seal.sign(text(job.key(), path, right, String.valueOf(until)));
    return origin.resolve(path + "?job=" + job.key() + "&until=" + until + "&sig=" + sig);
  }

  /// Returns the key of the job a link was made for.
  ///
  /// @throws Refusal if the link was not made here, for this path and right, or is too old
  String check(Query query, String path, Right right) throws Refusal {
    String job = query.text("job");
    String until = query.text("until");
    boolean isOurs = seal.isSigned(text(job, path, right, until), query.text("sig"));
    if (!isOurs) {
      throw new Refusal(
          Refusal.Kind.NOT_ALLOWED, "this address does not permit to " + right + " `" + path + "`");
    }
    if (Instant.ofEpochSecond(Long.parseLong(until)).isBefore(clock.instant())) {
      throw new Refusal(
          Refusal.Kind.NOT_ALLOWED, "this address expired; ask for a new one and try again");
    }
    return job;
  }

  private static byte[] text(String job, String path, Right right, String until) {
    return ("link\n" + job + "\n" + path + "\n" + right + "\n" + until).getBytes(UTF_8);
  }
}
