// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Capabilities.Isolation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredIsolationTest {

  @ParameterizedTest
  @CsvSource({
    "strict, CONTAINER",
    "compat, CONTAINER",
    "trusted, NONE",
    "docker_socket, NONE",
    "volumes=cache-*, CONTAINER",
    "volumes=/srv/data/**, PROCESS",
    "volumes=/srv/data/**:ro, PROCESS",
    "volumes=/**, NONE",
    "volumes=/etc/**:ro, NONE",
    "volumes=**, NONE",
    "devices=/dev/kvm, PROCESS",
    "devices=/dev/*, NONE",
    "capabilities=NET_ADMIN, PROCESS",
    "capabilities=SYS_ADMIN, NONE",
    "capabilities=*, NONE",
    "security_options=seccomp=unconfined, PROCESS",
    "publish=0.0.0.0:*, CONTAINER",
    "platforms=linux/amd64, CONTAINER",
    "limits.memory=2g, CONTAINER",
    "options=--cap-drop_ALL_--memory_1g_--gpus_all, CONTAINER",
    "options=--privileged, NONE",
    "options=--pid_host, NONE",
    "options=--cap-add_ALL, NONE",
    "options=-v_/srv/data:/data, PROCESS",
    "options=-v_/:/host, NONE",
    "options=--security-opt_seccomp=unconfined, PROCESS",
  })
  void whatIsOpenedLowersWhatIsDeclared(String policy, Isolation level) {
    DeclaredIsolation declared = DeclaredIsolation.of(OptionsTest.policy(policy));

    assertThat(declared.level()).isEqualTo(level);
    assertThat(declared.reasons().isEmpty()).isEqualTo(level == Isolation.CONTAINER);
  }
}
