// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A test with a folder of workflows that it runs on this machine.
@Timeout(60)
abstract class OnGround {

  @TempDir Path folder;
  Ground ground;

  @BeforeEach
  void makeGround() throws IOException {
    ground = new Ground(folder);
  }
}
