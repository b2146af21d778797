// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.cli.HelpText.Entry;
import java.util.List;

/// What people type most, for the help of each command.
final class Examples {

  private Examples() {}

  static List<Entry> of(CommandName command) {
    return switch (command) {
      case EXEC ->
          List.of(
              new Entry("berth exec", "run what answers a push"),
              new Entry("berth exec --job test --watch", "one job, again on each change"),
              new Entry("berth exec pull_request", "run what answers another event"),
              new Entry("berth exec --secret TOKEN", "take a secret from its variable, or ask"),
              new Entry("berth exec --shell-on-failure", "look around where a job failed"));
      case PLUGIN_SCAFFOLD ->
          List.of(
              new Entry(
                  "berth plugin scaffold boats --language go", "makes berth-backend-boats here"));
      case CHECK ->
          List.of(
              new Entry("berth check", "all workflows of the repository"),
              new Entry("berth check --format sarif", "for tools that read reports"));
      case PLAN -> List.of(new Entry("berth plan --event release", "what a release would run"));
      case LOCK -> List.of(new Entry("berth lock", "after each change of an action"));
      case CACHE ->
          List.of(
              new Entry("berth cache ls", "what is kept"),
              new Entry("berth cache prune --unused-for 7d", "remove what was not used lately"));
      case LIST -> List.of(new Entry("berth list pull_request", "the jobs of one event"));
      case GRAPH -> List.of(new Entry("berth graph --format svg > jobs.svg", "as a picture"));
      case LOGS ->
          List.of(
              new Entry("berth logs latest", "the run that began last"),
              new Entry("berth logs latest test -f", "one job of it, as it goes on"));
      case ARTIFACTS ->
          List.of(new Entry("berth artifacts latest site -o out", "unpack one of the last run"));
      case EVAL -> List.of(new Entry("berth eval \"contains('abc', 'b')\"", "prints true"));
      case PLUGIN_LIST ->
          List.of(new Entry("berth plugin list", "those of the configuration, and how they are"));
      case PLUGIN_INFO ->
          List.of(
              new Entry("berth plugin info k8s", "the backend `k8s` of the configuration"),
              new Entry("berth plugin info unix:///run/my.sock", "the one that listens there"));
      case PLUGIN_SERVE ->
          List.of(
              new Entry(
                  "berth plugin serve host --address unix:///run/berth/host.sock",
                  "for runners of the same user"));
      case PLUGIN_VERIFY ->
          List.of(
              new Entry(
                  "berth plugin verify --connect unix:///run/my.sock", "all that it declares"));
      case EXPLAIN -> List.of(new Entry("berth explain B1001", "what the code of an error means"));
      case COMPLETION ->
          List.of(new Entry("source <(berth completion bash)", "for this shell, in bash"));
      case RUNS, REPLAY, DOCTOR, HELP, VERSION -> List.of();
    };
  }
}
