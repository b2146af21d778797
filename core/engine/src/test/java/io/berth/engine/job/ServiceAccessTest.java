// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.workflow.Dialect;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceAccessTest {

  private static final String[] SCRIPT = {"runs: {using: node20, main: m.js}"};
  private static final String VARIABLES =
      "ACTIONS_RUNTIME_URL=http://127.0.0.1:1/\nACTIONS_RUNTIME_TOKEN=a=b";

  private static ScriptedJob job(Dialect dialect, String server, String... lines) {
    return ScriptedJob.of(dialect, Map.of(), lines)
        .at(server)
        .fact("nodeVersion", "v20.1.2\n")
        .fact("services", VARIABLES)
        .fact("nodePreload", "/job/actions/p.cjs")
        .action("a", SCRIPT);
  }

  @Test
  void onGitHubActionsAreToldOfTheServicesAndScriptsAreNot() {
    var job =
        job(
                Dialect.GITHUB,
                "https://github.com",
                "steps: [{uses: ./a, env: {ACTIONS_RUNTIME_URL: x}}, {run: echo $ACTIONS_CACHE_URL}]")
            .go();

    assertThat(job.env("1"))
        .containsEntry("ACTIONS_RUNTIME_URL", "http://127.0.0.1:1/")
        .containsEntry("ACTIONS_RUNTIME_TOKEN", "a=b");
    assertThat(job.env("2")).doesNotContainKey("ACTIONS_RUNTIME_URL");
  }

  @Test
  void elsewhereScriptsThatNameThemAndThoseAfterSomebodyWhoUsedThemAreToldToo() {
    var job =
        job(
                Dialect.FORGEJO,
                "https://forge.example",
                "steps: [{run: plain}, {run: echo $ACTIONS_CACHE_URL}, {run: plain}]")
            .go();

    assertThat(job.env("1")).doesNotContainKey("ACTIONS_RUNTIME_URL");
    assertThat(job.env("2")).containsKey("ACTIONS_RUNTIME_URL");
    assertThat(job.env("3")).containsKey("ACTIONS_RUNTIME_URL");
  }

  @Test
  void onlyOnAServerThatClientsRefuseNodeLoadsAFileFirst() {
    String[] steps = {"steps: [{uses: ./a}]"};
    var here = job(Dialect.GITHUB, "https://GitHub.com", steps).go();
    var enterprise = job(Dialect.GITHUB, "https://own.ghe.com", steps).go();
    var elsewhere = job(Dialect.GITHUB, "https://github.com.example:8443/x", steps).go();

    assertThat(here.run("1").spec().command()).containsExactly("/usr/bin/it", "/job/repo/a/m.js");
    assertThat(enterprise.run("1").spec().command()).hasSize(2);
    assertThat(elsewhere.run("1").spec().command())
        .containsExactly("/usr/bin/it", "--require=/job/actions/p.cjs", "/job/repo/a/m.js");
    assertThat(elsewhere.env("1"))
        .containsEntry("GITHUB_SERVER_URL", "https://github.com.example:8443/x");
  }

  @Test
  void aProxyOfTheMachineIsPassedBy() {
    var job =
        job(
                Dialect.GITHUB,
                "https://github.com",
                "steps: [{uses: ./a, env: {HTTP_PROXY: 'http://p:1', no_proxy: own}}, {uses: ./a}]")
            .fact("services", "ACTIONS_RESULTS_URL=http://127.0.0.1:9/")
            .go();

    assertThat(job.env("1"))
        .containsEntry("no_proxy", "own,127.0.0.1")
        .containsEntry("NO_PROXY", "127.0.0.1");
    assertThat(job.env("2")).doesNotContainKeys("no_proxy", "NO_PROXY");
  }

  @Test
  void whereNothingIsServedActionsRunAllTheSame() {
    var job =
        job(Dialect.GITHUB, "https://forge.example", "steps: [{uses: ./a}]")
            .fact("services", "")
            .go();

    assertThat(job.run("1").spec().command()).hasSize(2);
    assertThat(job.env("1")).doesNotContainKey("ACTIONS_RUNTIME_URL");
  }
}
