// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The suite by itself, without the program.
public final class Main {

  private Main() {}

  /// Tries a plugin.
  ///
  /// @param arguments as those of `berth plugin verify`
  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(new VerifyTool().run(out, err, arguments));
  }
}
