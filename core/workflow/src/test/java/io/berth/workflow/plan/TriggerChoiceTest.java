// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.workflow.Workflow;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerChoiceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          push                               | push
          [pull_request, push]               | push
          pull_request                       | pull_request
          [workflow_dispatch, workflow_call] | workflow_dispatch
          workflow_call                      | workflow_call
          """)
  void pushIsChosenOrTheOnlyTriggerThereIs(String on, String event) {
    assertThat(TriggerChoice.of(workflows(on))).isEqualTo(event);
  }

  @Test
  void pushOfAnyWorkflowIsEnough() {
    assertThat(TriggerChoice.of(workflows("[release, pull_request]", "push"))).isEqualTo("push");
  }

  @Test
  void severalTriggersWithoutPushAreListed() {
    assertThatThrownBy(() -> TriggerChoice.of(workflows("release", "[pull_request, release]")))
        .hasMessage(
            "the workflows have several triggers, none of them `push`: release, pull_request");
  }

  @Test
  void anEventSelectsTheWorkflowsThatItTriggers() {
    var workflows = workflows("push", "release", "[push, release]");

    assertThat(TriggerChoice.triggeredBy("release", workflows)).isEqualTo(workflows.subList(1, 3));
  }

  @Test
  void anEventThatTriggersNothingIsRefused() {
    assertThatThrownBy(() -> TriggerChoice.triggeredBy("pushh", workflows("push")))
        .hasMessage("no workflow is triggered by `pushh`");
  }

  private static List<Workflow> workflows(String... on) {
    return Stream.of(on).map(o -> Workflows.of("on: " + o + "\n" + Workflows.JOB)).toList();
  }
}
