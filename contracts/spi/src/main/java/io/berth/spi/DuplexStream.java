// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A connection that carries bytes both ways.
@Experimental
public interface DuplexStream extends Closeable {

  /// What the other side sends. It ends when the other side has sent all.
  InputStream input();

  /// What is sent to the other side.
  OutputStream output();

  /// Tells the other side that nothing more is sent; what it sends can still be read.
  ///
  /// @throws IOException if the connection is gone
  void closeOutput() throws IOException;
}
