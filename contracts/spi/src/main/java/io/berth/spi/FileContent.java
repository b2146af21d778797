// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import org.jspecify.annotations.Nullable;

/// A file that was read.
///
/// @param path the path as it was asked for
/// @param content its bytes up to the limit of the call, or `null` if there is no such file
/// @param size the size of the whole file in bytes, 0 if there is none
public record FileContent(String path, byte @Nullable [] content, long size) {}
