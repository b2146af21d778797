// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.DuplexStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsTest {

  @Test
  void framesOfBothStreamsAreReadInTheirOrder() throws IOException {
    byte[] frames = {
      1, 0, 0, 0, 0, 0, 0, 2, 'a', 'b', 2, 0, 0, 0, 0, 0, 0, 1, 'c', 1, 0, 0, 0, 0, 0, 0, 0, 1, 0,
      0, 0, 0, 0, 0, 1, 'd'
    };

    try (var merged = new MergedOutput(new ByteArrayInputStream(frames))) {
      assertThat(new String(merged.readAllBytes(), UTF_8)).isEqualTo("abcd");
    }
  }

  @Test
  void aFrameThatIsCutOffIsAnError() {
    byte[] frames = {1, 0, 0, 0, 0, 0, 0, 9, 'a'};

    try (var merged = new MergedOutput(new ByteArrayInputStream(frames))) {
      assertThatThrownBy(merged::readAllBytes).isInstanceOf(EOFException.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCommandCarriesAConnectionThatIsClosedInOneDirection() throws IOException {
    try (DuplexStream stream =
        SteadyStream.dial(() -> Dialer.command(List.of("sh", "-c", "cat; echo done")))) {
      stream.output().write("there and back, ".getBytes(UTF_8));
      stream.closeOutput();

      assertThat(new String(stream.input().readAllBytes(), UTF_8))
          .isEqualTo("there and back, done\n");
    }
  }
}
