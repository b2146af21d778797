// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// A file to write, with its folders.
///
/// @param path an absolute path inside the environment
/// @param content its bytes, never changed after construction
/// @param executable whether it may be run as a program
public record FileWrite(String path, byte[] content, boolean executable) {}
