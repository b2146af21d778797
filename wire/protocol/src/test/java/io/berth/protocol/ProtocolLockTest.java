// SPDX-License-Identifier: Apache-2.0
package io.berth.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.berth.protocol.forgejo.v1alpha.CreateRequest;
import io.berth.protocol.managed.StdioData;
import io.berth.protocol.v1beta1.Capabilities;
import io.berth.protocol.v1beta1.CopyEnd;
import io.berth.protocol.v1beta1.CreateContainerRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentRequest;
import io.berth.protocol.v1beta1.GetInfoRequest;
import io.berth.protocol.v1beta1.JobPlan;
import io.berth.protocol.v1beta1.StartRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolLockTest {

  private static final Path LOCK = Path.of("protocol.lock");

  private static final List<FileDescriptor> FILES =
      List.of(
          GetInfoRequest.getDescriptor().getFile(),
          Capabilities.getDescriptor().getFile(),
          JobPlan.getDescriptor().getFile(),
          CreateEnvironmentRequest.getDescriptor().getFile(),
          StartRequest.getDescriptor().getFile(),
          CopyEnd.getDescriptor().getFile(),
          CreateContainerRequest.getDescriptor().getFile(),
          CreateRequest.getDescriptor().getFile(),
          StdioData.getDescriptor().getFile());

  @Test
  void nothingThatWasPromisedIsTakenBackOrChanged() throws IOException {
    List<String> broken = new ArrayList<>(Files.readAllLines(LOCK));
    broken.removeAll(Promises.of(FILES));

    assertThat(broken)
        .as("an implementation of the protocol depends on each of these lines of protocol.lock")
        .isEmpty();
  }

  @Test
  void whatIsNewIsPromised() throws IOException {
    List<String> now = Promises.of(FILES);
    if (Boolean.getBoolean("berth.protocol.promise")) {
      Files.write(LOCK, now);
    }

    assertThat(now)
        .as("promise what is new: run this test with -Dberth.protocol.promise=true")
        .isEqualTo(Files.readAllLines(LOCK));
  }

  @Test
  void everyProtocolFileIsPromised() throws IOException {
    List<String> known =
        FILES.stream()
            .map(FileDescriptor::getName)
            .map(name -> name.substring(name.lastIndexOf('/') + 1))
            .toList();
    try (var files = Files.walk(Path.of("src/main/protobuf"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".proto")))
          .containsExactlyInAnyOrderElementsOf(known);
    }
  }
}
