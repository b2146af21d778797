// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The payload of the event that a run answers: what the user gives, else what git knows.
///
/// @param context what is known about the repository
record Payload(GithubContext context) {

  private static final String NO_COMMIT = "0000000000000000000000000000000000000000";

  /// Reads a payload from a file.
  static Value.ObjectValue read(Path file) {
    try {
      if (Json.parse(Files.readString(file)) instanceof Value.ObjectValue object) {
        return object;
      }
      throw new BerthException(
          BerthError.of(
              ErrorCode.USAGE,
              "the payload in `" + file + "` is no JSON object",
              "write the payload as `{…}`"));
    } catch (IOException e) {
      throw new BerthException(Unreadable.of(file.toString(), file, e), e);
    } catch (JsonException e) {
      throw new BerthException(
          List.of(
              new BerthError(
                  ErrorCode.USAGE,
                  "the payload is not JSON: " + e.getMessage(),
                  null,
                  new SourceSpan(file.toString(), e.line(), e.column(), 1),
                  List.of())),
          e);
    }
  }

  /// Makes a payload of what is known.
  Value.ObjectValue of(String event) {
    Map<String, Value> members = new LinkedHashMap<>();
    switch (event) {
      case "push" -> push(members);
      case "pull_request", "pull_request_target" -> pull(members);
      case "workflow_dispatch" -> members.put("ref", Value.of(context.git().ref()));
      default -> {}
    }
    members.put("repository", repository());
    members.put("sender", person(context.actor()));
    return Value.object(members);
  }

  private void push(Map<String, Value> members) {
    GitFacts git = context.git();
    GitFacts.Commit head = git.head();
    members.put("ref", Value.of(git.ref()));
    members.put(
        "before", Value.of(head == null || head.parent().isEmpty() ? NO_COMMIT : head.parent()));
    members.put("after", Value.of(head == null ? NO_COMMIT : head.sha()));
    members.put("created", Value.of(false));
    members.put("deleted", Value.of(false));
    members.put("forced", Value.of(false));
    members.put("head_commit", head == null ? Value.NULL : commit(head));
    members.put("commits", Value.array(head == null ? List.of() : List.of(commit(head))));
    members.put("pusher", person(git.user(), git.email()));
  }

  private void pull(Map<String, Value> members) {
    GitFacts git = context.git();
    String sha = git.head() == null ? "" : git.head().sha();
    String branch = GithubContext.shortName(git.ref());
    Map<String, Value> pull = new LinkedHashMap<>();
    pull.put("number", Value.of(1));
    pull.put("title", Value.of(git.head() == null ? "" : firstLine(git.head().text())));
    pull.put("body", Value.of(""));
    pull.put("draft", Value.of(false));
    pull.put("head", side(branch, sha));
    pull.put("base", side("main", sha));
    pull.put("user", person(context.actor()));
    members.put("action", Value.of("opened"));
    members.put("number", Value.of(1));
    members.put("pull_request", Value.object(pull));
  }

  private Value side(String branch, String sha) {
    Map<String, Value> side = new LinkedHashMap<>();
    side.put("ref", Value.of(branch));
    side.put("sha", Value.of(sha));
    side.put("repo", repository());
    return Value.object(side);
  }

  private static Value commit(GitFacts.Commit commit) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("id", Value.of(commit.sha()));
    members.put("message", Value.of(commit.text()));
    members.put("timestamp", Value.of(commit.time()));
    members.put("author", person(commit.author(), commit.email()));
    return Value.object(members);
  }

  private Value repository() {
    String full = context.repository();
    int slash = full.indexOf('/');
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("name", Value.of(full.substring(slash + 1)));
    members.put("full_name", Value.of(full));
    members.put("owner", person(full.substring(0, slash)));
    members.put("private", Value.of(true));
    members.put("default_branch", Value.of("main"));
    return Value.object(members);
  }

  private static Value person(String name, String email) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("name", Value.of(name));
    members.put("email", Value.of(email));
    return Value.object(members);
  }

  private static Value person(String login) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("login", Value.of(login));
    members.put("name", Value.of(login));
    return Value.object(members);
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
