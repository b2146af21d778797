// SPDX-License-Identifier: Apache-2.0
/// Content that arrives in pieces, in any order and at once, and leaves in ranges.
///
/// **Start here:** [io.berth.services.blob.BlobUpload], then [io.berth.services.blob.BlobRoute].
///
/// **May depend on:** the JDK, jspecify and `io.berth.services`.
@NullMarked
package io.berth.services.blob;

import org.jspecify.annotations.NullMarked;
