// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The tokens of jobs: JSON Web Tokens, because clients read from `scp` which run and job they are.
/// Only the signature counts here; nothing is read from a token before it was checked.
final class Tokens {

  private static final String SCOPE = "Actions.Results:";
  private static final Duration LIFE = Duration.ofDays(7);
  private static final String HEAD = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final Seal seal;
  private final InstantSource clock;

  Tokens(Seal seal, InstantSource clock) {
    this.seal = seal;
    this.clock = clock;
  }

  String issue(ServedJob job) {
    long now = clock.instant().getEpochSecond();
    Map<String, Value> claims = new LinkedHashMap<>();
    claims.put("iss", Value.of("berth"));
    claims.put("jti", Value.of(UUID.randomUUID().toString()));
    claims.put("nbf", Value.of((double) (now - 60)));
    claims.put("iat", Value.of((double) now));
    claims.put("exp", Value.of((double) (now + LIFE.toSeconds())));
    claims.put("scp", Value.of(SCOPE + job.key()));
    String text = HEAD + "." + encoded(Json.print(Value.object(claims)));
    return text + "." + seal.sign(text.getBytes(UTF_8));
  }

  /// Returns the key of the job a token was issued for.
  ///
  /// @throws Refusal if it was not issued here or is too old
  String check(String token) throws Refusal {
    int dot = token.lastIndexOf('.');
    boolean isOurs =
        dot > 0 && seal.isSigned(token.substring(0, dot).getBytes(UTF_8), token.substring(dot + 1));
    if (!isOurs) {
      throw new Refusal(Refusal.Kind.NO_TOKEN, "the token was not issued by this server");
    }
    String claims = token.substring(token.indexOf('.') + 1, dot);
    Value value = Json.parse(new String(Base64.getUrlDecoder().decode(claims), UTF_8));
    var members = ((Value.ObjectValue) value).members();
    double until = members.getOrDefault("exp", Value.NULL).asNumber();
    if (until < clock.instant().getEpochSecond()) {
      throw new Refusal(Refusal.Kind.NO_TOKEN, "the token expired");
    }
    return members.getOrDefault("scp", Value.NULL).asString().substring(SCOPE.length());
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
