// SPDX-License-Identifier: Apache-2.0
/// What every backend promises, as cases: in this process, or as a plugin at an address. What a
/// backend declares is tried; what it does not declare has to be refused.
@NullMarked
package io.berth.conformance.backend;

import org.jspecify.annotations.NullMarked;
