// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.ExecSpec;
import io.berth.spi.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A place that has one tar stream to give.
///
/// @param tar the stream
record TarPlace(byte[] tar) implements Place {

  @Override
  public Layout layout() {
    return FakeBackend.LAYOUT;
  }

  @Override
  public Running start(ExecSpec spec) throws IOException {
    throw new IOException("no commands");
  }

  @Override
  public void copyIn(String directory, InputStream in) throws IOException {
    throw new IOException("read-only");
  }

  @Override
  public void copyOut(String path, OutputStream out) throws IOException {
    out.write(tar);
  }

  @Override
  public boolean remove() {
    return true;
  }
}
