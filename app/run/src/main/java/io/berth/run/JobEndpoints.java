// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.output.Masker;
import java.io.IOException;

/// What one job may use of the services for jobs, and until when.
interface JobEndpoints extends AutoCloseable {

  /// There are none.
  JobEndpoints NONE =
      new JobEndpoints() {
        @Override
        public void begin() {}

        @Override
        public String variables(Masker masker) {
          return "";
        }

        @Override
        public void close() {}
      };

  /// Says that the variables are likely to be asked for soon.
  void begin();

  /// Returns the variables that lead to them, a line `NAME=value` for each. The first call starts
  /// what it takes to serve the job.
  ///
  /// @param masker learns the token before anybody else does
  /// @throws IOException if nothing can be served
  String variables(Masker masker) throws IOException, InterruptedException;

  /// Ends the job's access.
  @Override
  void close();
}
