// SPDX-License-Identifier: Apache-2.0
/// The reference and the liar: host processes in a folder of their own, and a script of faults that
/// a label or the configuration asks for.
@NullMarked
package io.berth.testbackend;

import org.jspecify.annotations.NullMarked;
