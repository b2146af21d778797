// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// How a token is shown to a server: as the password of a user whose name does not matter, which
/// GitHub, Forgejo and Gitea take alike.
final class Credentials {

  private Credentials() {}

  static String header(String token) {
    byte[] pair = ("x-access-token:" + token).getBytes(UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
