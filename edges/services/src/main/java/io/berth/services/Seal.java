// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs with HMAC-SHA256 and a key that this process drew and never tells.
final class Seal {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private Seal(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  static Seal draw() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new Seal(key);
  }

  String sign(byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /// Takes the same time wherever the signature differs.
  boolean isSigned(byte[] text, String signature) {
    return MessageDigest.isEqual(sign(text).getBytes(US_ASCII), signature.getBytes(US_ASCII));
  }
}
