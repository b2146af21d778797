// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {

  @ParameterizedTest
  @CsvSource({
    "NAME=Ubuntu|VERSION_ID=\"24.04\"|ID=ubuntu|ID_LIKE=debian, ubuntu24",
    "ID=debian|VERSION_ID='13', debian13",
    "ID=alpine|VERSION_ID=3.20.1, alpine3",
    "ID=arch|BUILD_ID=rolling, arch",
    "NAME=none, linux"
  })
  void anImageIsASystemAndItsVersion(String release, String image) {
    assertThat(Machine.image(release.replace('|', '\n'))).isEqualTo(image);
  }
}
