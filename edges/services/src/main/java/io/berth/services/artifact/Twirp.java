// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.expressions.Value;
import io.berth.services.Handler;
import io.berth.services.Links;
import io.berth.services.Refusal;
import io.berth.services.Request;
import io.berth.services.Response;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Version 4 of the interface: calls of Twirp as JSON. Numbers of 64 bits are texts, and names are
/// written with underscores by clients and read either way by them.
final class Twirp implements Handler {

  static final String PATH = "/twirp/github.actions.results.api.v1.ArtifactService/";

  private final ArtifactService service;

  Twirp(ArtifactService service) {
    this.service = service;
  }

  /// What was asked.
  private record Call(Request request, RunArtifacts artifacts, Map<String, Value> members) {

    String text(String name) {
      Value value = members.get(name);
      return value == null ? "" : value.asString();
    }

    /// Jobs name their run though the token says it already: one of another run has no artifacts
    /// here.
    void checkRun() throws Refusal {
      if (!text("workflow_run_backend_id").equals(request.job().run())) {
        throw new Refusal(
            Refusal.Kind.NOT_ALLOWED,
            "the token is for run `" + request.job().run() + "`, and for no other");
      }
    }
  }

  @Override
  public Response handle(Request request) throws IOException {
    if (!request.method().equals("POST")) {
      throw new Refusal(Refusal.Kind.NO_METHOD, "calls are made with POST");
    }
    var call = new Call(request, service.of(request), request.json());
    call.checkRun();
    return switch (request.path().substring(PATH.length())) {
      case "CreateArtifact" -> create(call);
      case "FinalizeArtifact" -> complete(call);
      case "ListArtifacts" -> list(call);
      case "GetSignedArtifactURL" -> link(call);
      case "DeleteArtifact" -> delete(call);
      case String other -> throw new Refusal(Refusal.Kind.NOT_FOUND, "no call `" + other + "`");
    };
  }

  private static Response create(Call call) throws IOException {
    String type = call.text("mime_type");
    var made =
        new RunArtifacts.Made(
            ArtifactName.check(call.text("name")),
            isType(type) ? type : StoredArtifact.ZIP,
            time(call.text("expires_at")));
    RunArtifacts.Entry entry = call.artifacts().begin(made, call.request().job().job());
    String link = call.request().link(Blobs.path(entry), Links.Right.WRITE).toString();
    return Response.json(Map.of("ok", Value.of(true), "signed_upload_url", Value.of(link)));
  }

  /// What a client says of the type becomes a header again.
  private static boolean isType(String type) {
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return type.indexOf('/') > 0 && type.length() <= 100;
  }

  private static @Nullable Instant time(String text) throws Refusal {
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Refusal(Refusal.Kind.INVALID, "`" + text + "` is not a time");
    }
  }

  private static Response complete(Call call) throws IOException {
    RunArtifacts.Entry entry =
        call.artifacts().sending(call.text("name"), call.request().job().job());
    String hash = call.text("hash");
    StoredArtifact stored =
        call.artifacts().complete(entry, number(call.text("size")), hash.isEmpty() ? null : hash);
    return done(stored.id());
  }

  private static Response done(long id) {
    return Response.json(Map.of("ok", Value.of(true), "artifact_id", Value.of(Long.toString(id))));
  }

  private static long number(String text) throws Refusal {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Refusal(Refusal.Kind.INVALID, "`" + text + "` is not a number");
    }
  }

  private static Response list(Call call) throws IOException {
    String name = call.text("name_filter");
    String id = call.text("id_filter");
    List<Value> found = new ArrayList<>();
    for (StoredArtifact artifact : call.artifacts().whole()) {
      boolean isWanted =
          (name.isEmpty() || name.equals(artifact.name()))
              && (id.isEmpty() || number(id) == artifact.id());
      if (isWanted) {
        found.add(row(call, artifact));
      }
    }
    return Response.json(Map.of("artifacts", Value.array(found)));
  }

  private static Value row(Call call, StoredArtifact artifact) {
    Map<String, Value> row = new LinkedHashMap<>();
    row.put("workflow_run_backend_id", Value.of(call.request().job().run()));
    row.put("workflow_job_run_backend_id", Value.of(call.request().job().job()));
    row.put("database_id", Value.of(Long.toString(artifact.id())));
    row.put("name", Value.of(artifact.name()));
    row.put("size", Value.of(Long.toString(artifact.size())));
    row.put("created_at", Value.of(artifact.created().toString()));
    row.put("digest", Value.of(artifact.digest()));
    return Value.object(row);
  }

  private static Response link(Call call) throws IOException {
    RunArtifacts.Entry entry = call.artifacts().named(call.text("name"));
    String link = call.request().link(Blobs.path(entry), Links.Right.READ).toString();
    return Response.json(Map.of("signed_url", Value.of(link)));
  }

  private static Response delete(Call call) throws IOException {
    return done(call.artifacts().delete(call.text("name")));
  }
}
