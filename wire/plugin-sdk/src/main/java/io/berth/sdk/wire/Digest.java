// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import com.google.protobuf.ByteString;
import io.berth.protocol.v1beta1.CopyEnd;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// How long a copied stream is and what it hashes to.
public final class Digest {

  /// The feature of plugins that take CRC-32C for SHA-256, which costs more than the whole copy.
  public static final String CRC32C = "copy.crc32c";

  /// How many bytes go into one message.
  public static final int PIECE = 128 << 10;

  private final @Nullable MessageDigest sha256;
  private final CRC32C crc32c = new CRC32C();
  private long size;

  /// @param crc32c whether that was agreed on
  public Digest(boolean crc32c) {
    sha256 = crc32c ? null : sha256();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public void add(byte[] bytes) {
    size += bytes.length;
    if (sha256 == null) {
      crc32c.update(bytes, 0, bytes.length);
    } else {
      sha256.update(bytes);
    }
  }

  /// Returns what is told at the end; nothing can be added after it.
  public CopyEnd end() {
    var end = CopyEnd.newBuilder().setSize(size);
    return sha256 == null
        ? end.setCrc32C((int) crc32c.getValue()).build()
        : end.setSha256(ByteString.copyFrom(sha256.digest())).build();
  }
}
