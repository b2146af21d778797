// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import com.google.protobuf.ByteString;
import io.berth.protocol.v1beta1.CopyEnd;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// How long a copied stream is and what it hashes to.
public final class Digest {

  /// How many bytes go into one message.
  public static final int PIECE = 128 << 10;

  private final MessageDigest sha256;
  private long size;

  public Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public void add(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    size += length;
  }

  /// Returns what is told at the end; nothing can be added after it.
  public CopyEnd end() {
    return CopyEnd.newBuilder()
        .setSize(size)
        .setSha256(ByteString.copyFrom(sha256.digest()))
        .build();
  }
}
