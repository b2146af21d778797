// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.workflow.plan.EventFilter.Happening;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          push:                                          | refs/heads/x    | true
          push: { branches: main }                       | refs/heads/main | true
          push: { branches: [main, 'rel/**'] }           | refs/heads/rel/1/2 | true
          push: { branches: [main] }                     | refs/heads/dev  | false
          push: { branches: [main] }                     | refs/tags/main  | false
          push: { branches: ['**', '!dev'] }             | refs/heads/dev  | false
          push: { branches: ['**', '!dev/**', 'dev/ok'] } | refs/heads/dev/ok | true
          push: { branches: ['!dev', '**'] }             | refs/heads/dev  | true
          push: { branches-ignore: [dev] }               | refs/heads/dev  | false
          push: { branches-ignore: [dev] }               | refs/heads/main | true
          push: { branches-ignore: [dev] }               | refs/tags/v1    | false
          push: { tags: ['v*'] }                         | refs/tags/v1    | true
          push: { tags: ['v*'] }                         | refs/tags/1     | false
          push: { tags: ['v*'] }                         | refs/heads/v1   | false
          push: { tags-ignore: ['v*'] }                  | refs/tags/v1    | false
          push: { branches: [main], tags: ['v*'] }       | refs/tags/v1    | true
          push: { branches: [main], tags: ['v*'] }       | refs/heads/main | true
          """)
  void aPushGoesThroughTheFiltersOfItsKind(String on, String ref, boolean passes) {
    assertThat(filter("push", on).objections(new Happening(ref, null, null)).isEmpty())
        .isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          push: { paths: ['src/**'] }                 | src/a.c,README.md | true
          push: { paths: ['src/**'] }                 | README.md         | false
          push: { paths: ['**', '!docs/**'] }         | docs/a.md         | false
          push: { paths: ['**', '!docs/**'] }         | docs/a.md,b       | true
          push: { paths-ignore: ['docs/**'] }         | docs/a.md         | false
          push: { paths-ignore: ['docs/**'] }         | docs/a.md,b       | true
          """)
  void changedFilesDecideByPaths(String on, String paths, boolean passes) {
    var happening = new Happening("refs/heads/main", null, List.of(paths.split(",", -1)));

    assertThat(filter("push", on).objections(happening).isEmpty()).isEqualTo(passes);
  }

  @Test
  void whatNobodyKnowsHoldsNothingBack() {
    var filter = filter("push", "push: { paths: [src] }");

    assertThat(filter.objections(new Happening("refs/heads/main", null, null))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pull_request:                          | opened  | true
          pull_request:                          | labeled | false
          pull_request: { types: [labeled] }     | labeled | true
          pull_request: { types: [labeled] }     | opened  | false
          pull_request: { types: Opened }        | opened  | true
          """)
  void thePayloadDecidesByItsActivity(String on, String activity, boolean passes) {
    assertThat(pullRequest(on, activity).isEmpty()).isEqualTo(passes);
  }

  @Test
  void everyFilterThatHoldsItBackIsNamed() {
    var on = "pull_request: { branches: [main], paths-ignore: ['**'], types: [closed, labeled] }";
    var happening = new Happening("refs/heads/dev", "opened", List.of("a"));

    assertThat(filter("pull_request", on).objections(happening))
        .containsExactly(
            "`branches` of `pull_request` (main) does not select branch `dev`",
            "`paths-ignore` of `pull_request` ignores every file that changed",
            "`types` of `pull_request` (closed, labeled) lacks `opened`");
  }

  private static List<String> pullRequest(String on, @Nullable String activity) {
    return filter("pull_request", on).objections(new Happening("refs/heads/main", activity, null));
  }

  private static EventFilter filter(String event, String on) {
    var workflow = Workflows.of("on:\n  " + on + "\n" + Workflows.JOB);
    var configuration = workflow.triggers().events().get(event);
    if (configuration == null) {
      throw new AssertionError("no " + event);
    }
    return EventFilter.of(event, configuration);
  }
}
