// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Get \"https://r/v2/x/manifests/1\": no basic auth credentials   | CREDENTIALS",
        "unauthorized: authentication required                          | CREDENTIALS",
        "pull access denied for x, repository does not exist            | CREDENTIALS",
        "manifest for r/x:1 not found: manifest unknown                 | MISSING",
        "toomanyrequests: You have reached your pull rate limit          | RATE_LIMIT",
        "no matching manifest for linux/arm64 in the manifest list       | PLATFORM",
        "write /var/lib/docker/tmp/x: no space left on device            | ROOM",
        "dial tcp: lookup r: no such host                                | NETWORK",
        "unexpected EOF                                                  | NETWORK",
      })
  void whatIsSaidTellsTheKind(String message, PullFailure failure) {
    assertThat(PullFailure.of(message)).isEqualTo(failure);
  }

  @Test
  void whatPassesIsTriedThreeTimesWithGrowingWaits() {
    assertThat(PullFailure.NETWORK.again(1, "EOF")).contains(Duration.ofSeconds(1));
    assertThat(PullFailure.NETWORK.again(2, "EOF")).contains(Duration.ofSeconds(4));
    assertThat(PullFailure.NETWORK.again(3, "EOF")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "toomanyrequests: retry-after: 442.5µs, allowed: 4 | PT1S",
        "toomanyrequests: Retry-After: 20                  | PT20S",
        "toomanyrequests: retry-after: 1500ms              | PT1.5S",
      })
  void aHintOfTheRegistryIsWaitedFor(String message, Duration wait) {
    assertThat(PullFailure.RATE_LIMIT.again(1, message)).contains(wait);
  }

  @Test
  void aJobDoesNotWaitLongerThanAMinute() {
    assertThat(PullFailure.RATE_LIMIT.again(1, "retry-after: 2h")).isEmpty();
  }

  @Test
  void whatDoesNotPassIsNotTriedAgain() {
    assertThat(PullFailure.CREDENTIALS.again(1, "")).isEmpty();
    assertThat(PullFailure.MISSING.again(1, "")).isEmpty();
  }
}
