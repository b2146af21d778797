// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

/// The plugin in Python keeps the contract.
class PythonPluginIT extends ExampleContract {
  PythonPluginIT() {
    super("python");
  }
}
