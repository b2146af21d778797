// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import org.jspecify.annotations.Nullable;

/// The digest of a file.
///
/// @param path the path as it was asked for
/// @param sha256 32 bytes, or `null` if there is no such file or it is no regular one
/// @param size in bytes
public record FileHash(String path, byte @Nullable [] sha256, long size) {}
