// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

/// The plugin in Go keeps the contract.
class GoPluginIT extends ExampleContract {
  GoPluginIT() {
    super("go");
  }
}
