// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.expressions.Value;
import io.berth.store.RunStore;
import io.berth.workflow.Dialect;
import io.berth.workflow.Workflow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The `github` context of a run that no forge started: what git knows, and for the rest what
/// holds on any machine.
///
/// @param git what git knows
/// @param root the folder of the repository
/// @param actor who starts the run
/// @param token the token that workflows find in `github.token`, or an empty text
record GithubContext(GitFacts git, Path root, String actor, String token) {

  /// How the owner of a repository without a remote is called.
  private static final String LOCAL_OWNER = "local";

  /// Returns the context for a workflow.
  ///
  /// @param event the name of the event
  /// @param payload what is known about the event
  /// @param number the number of the run, unique on this machine
  Value.ObjectValue of(Workflow workflow, String event, Value.ObjectValue payload, String number) {
    Map<String, Value> members = new LinkedHashMap<>();
    GitFacts.Commit head = git.head();
    String repository = repository();
    String server = server(workflow.dialect());
    boolean pull = payload.member("pull_request").isPresent();
    String ref = ref(payload);
    String owner = repository.substring(0, repository.indexOf('/'));
    put(members, "actor", actor);
    put(members, "actor_id", "");
    put(members, "api_url", api(server, workflow.dialect()));
    put(members, "base_ref", pull ? text(payload, "pull_request", "base", "ref") : "");
    members.put("event", payload);
    put(members, "event_name", event);
    put(members, "graphql_url", graphql(server));
    put(members, "head_ref", pull ? text(payload, "pull_request", "head", "ref") : "");
    put(members, "ref", ref);
    put(members, "ref_name", shortName(ref));
    members.put("ref_protected", Value.of(false));
    put(members, "ref_type", refType(ref));
    put(members, "repository", repository);
    put(members, "repository_id", "");
    put(members, "repository_owner", owner);
    put(members, "repository_owner_id", "");
    put(members, "repositoryUrl", git.remote());
    put(members, "retention_days", Long.toString(RunStore.LONGEST_KEPT.toDays()));
    put(members, "run_attempt", "1");
    put(members, "run_id", number);
    put(members, "run_number", "1");
    put(members, "secret_source", "Actions");
    put(members, "server_url", server);
    put(members, "sha", head == null ? "" : head.sha());
    put(members, "token", token);
    put(members, "triggering_actor", actor);
    String name = workflow.names().name();
    put(members, "workflow", name == null ? workflow.file() : name);
    put(members, "workflow_ref", repository + "/" + workflow.file() + "@" + ref);
    put(members, "workflow_sha", head == null ? "" : head.sha());
    return Value.object(members);
  }

  /// Returns the repository, `owner/name`: that of the remote, else the name of the folder.
  String repository() {
    String remote = RemoteUrl.of(git.remote()).repository();
    if (!remote.isEmpty()) {
      return remote;
    }
    Path name = root.getFileName();
    return LOCAL_OWNER + "/" + (name == null ? "repository" : name.toString());
  }

  private String server(Dialect dialect) {
    String remote = RemoteUrl.of(git.remote()).server();
    if (!remote.isEmpty()) {
      return remote;
    }
    return dialect == Dialect.GITHUB ? "https://github.com" : "";
  }

  private static String api(String server, Dialect dialect) {
    if (server.isEmpty()) {
      return "";
    }
    if (dialect != Dialect.GITHUB) {
      return server + "/api/v1";
    }
    return server.equals("https://github.com") ? "https://api.github.com" : server + "/api/v3";
  }

  private static String graphql(String server) {
    if (server.isEmpty()) {
      return "";
    }
    return server.equals("https://github.com")
        ? "https://api.github.com/graphql"
        : server + "/api/graphql";
  }

  private String ref(Value.ObjectValue payload) {
    String given = text(payload, "ref");
    if (given.startsWith("refs/")) {
      return given;
    }
    if (payload.member("pull_request").isPresent()) {
      String number = text(payload, "number");
      if (!number.isEmpty()) {
        return "refs/pull/" + number + "/merge";
      }
    }
    return git.ref();
  }

  static String shortName(String ref) {
    for (String prefix : new String[] {"refs/heads/", "refs/tags/", "refs/pull/"}) {
      if (ref.startsWith(prefix)) {
        return ref.substring(prefix.length());
      }
    }
    return ref;
  }

  private static String refType(String ref) {
    if (ref.isEmpty()) {
      return "";
    }
    return ref.startsWith("refs/tags/") ? "tag" : "branch";
  }

  private static String text(Value.ObjectValue object, String... path) {
    Value here = object;
    for (String name : path) {
      here =
          here instanceof Value.ObjectValue members
              ? members.member(name).orElse(Value.NULL)
              : Value.NULL;
    }
    return here.asString();
  }

  private static void put(Map<String, Value> members, String name, String value) {
    members.put(name, Value.of(value));
  }
}
