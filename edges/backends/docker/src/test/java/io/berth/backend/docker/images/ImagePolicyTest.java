// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.backend.docker.images.ImagePolicy.Alias;
import io.berth.backend.docker.images.ImagePolicy.Choice;
import io.berth.model.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePolicyTest {

  @Test
  void anOpenPolicyUsesWhatIsAskedForAndPullsWhatIsMissing() {
    ImageName node = ImageName.read("node").orElseThrow();

    assertThat(ImagePolicy.OPEN.choose("node", null))
        .isEqualTo(new Choice.Use(node, node, PullPolicy.MISSING));
  }

  @ParameterizedTest
  @CsvSource({
    "node=busybox, node:22, busybox",
    "node:22=busybox, node:22, busybox",
    "node:22=busybox, node:20, node:20",
    "docker.io/library/*=busybox, ubuntu:22.04, busybox",
    "**=localhost:5000/base, ghcr.io/a/b, localhost:5000/base",
    "*=busybox, node, node",
  })
  void anAliasStandsForWhatItsNameOrPatternFits(String alias, String asked, String used) {
    Alias read = Objects.requireNonNull(ImagePolicy.alias(alias));
    var policy = new ImagePolicy(List.of(), List.of(read), PullPolicy.MISSING, Map.of());

    assertThat(policy.choose(asked, null))
        .isEqualTo(
            new Choice.Use(
                ImageName.read(used).orElseThrow(),
                ImageName.read(asked).orElseThrow(),
                PullPolicy.MISSING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "=busybox", "node=", "No=de", "node=a b"})
  void whatIsNoAliasIsNotRead(String text) {
    assertThat(ImagePolicy.alias(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/library/**, node:22, true",
    "docker.io/library/**, evil/node, false",
    "docker.io/library/node, node:22, true",
    "docker.io/library/node:22, node:20, false",
    "ghcr.io/us/*, ghcr.io/us/a/b, false",
    "ghcr.io/us/*, ghcr.io.example/us/a, false",
  })
  void onlyWhatAPatternFitsIsAllowed(String pattern, String image, boolean allowed) {
    var policy = new ImagePolicy(List.of(pattern), List.of(), PullPolicy.MISSING, Map.of());

    assertThat(policy.choose(image, null) instanceof Choice.Use).isEqualTo(allowed);
  }

  @Test
  void aRefusalNamesTheRuleAndTheSetting() {
    var policy = new ImagePolicy(List.of("ghcr.io/**"), List.of(), PullPolicy.MISSING, Map.of());

    assertThat(policy.choose("evil/x", null))
        .isInstanceOfSatisfying(
            Choice.Refused.class,
            refused -> {
              assertThat(refused.error().code()).isEqualTo(ErrorCode.CONTAINER_REFUSED);
              assertThat(refused.error().problem()).contains("rule `images.listed`");
              assertThat(refused.error().remedy()).contains("`docker.io/evil/x` under `images`");
            });
  }

  @Test
  void imagesArePulledByTheFirstPatternThatFits() {
    var policy =
        new ImagePolicy(
            List.of(),
            List.of(),
            PullPolicy.NEVER,
            Map.of("docker.io/library/*:latest", PullPolicy.ALWAYS));

    assertThat(policy.choose("node", null)).extracting("pull").isEqualTo(PullPolicy.ALWAYS);
    assertThat(policy.choose("node:22", null)).extracting("pull").isEqualTo(PullPolicy.NEVER);
  }
}
