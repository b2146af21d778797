// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.expressions.Value;
import io.berth.services.Handler;
import io.berth.services.Refusal;
import io.berth.services.Request;
import io.berth.services.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Version 3 of the interface: which artifacts a run has.
final class Pipelines implements Handler {

  static final String PATH = "/_apis/pipelines/workflows/";

  private static final String END = "/artifacts";

  private final ArtifactService service;

  Pipelines(ArtifactService service) {
    this.service = service;
  }

  @Override
  public Response handle(Request request) throws IOException {
    String run = request.job().run();
    if (!request.path().equals(PATH + run + END)) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND, "the token is for the artifacts of run `" + run + "` only");
    }
    RunArtifacts artifacts = service.of(request);
    return switch (request.method()) {
      case "POST" -> begin(request, artifacts);
      case "PATCH" -> complete(request, artifacts);
      case "GET" -> list(request, artifacts);
      case String other ->
          throw new Refusal(Refusal.Kind.NO_METHOD, "artifacts are not asked for with " + other);
    };
  }

  private static Response begin(Request request, RunArtifacts artifacts) throws IOException {
    Map<String, Value> members = request.json();
    String name = members.getOrDefault("Name", Value.of("")).asString();
    double days = members.getOrDefault("RetentionDays", Value.of(0)).asNumber();
    Instant expires =
        days >= 1 && days <= 3650 ? Instant.now().plus(Duration.ofDays((long) days)) : null;
    RunArtifacts.Entry entry =
        artifacts.container(
            new RunArtifacts.Made(ArtifactName.check(name), null, expires), request.job().job());
    return Response.json(201, row(request, entry, -1));
  }

  private static Response complete(Request request, RunArtifacts artifacts) throws IOException {
    RunArtifacts.Entry entry = artifacts.containerNamed(request.query().text("artifactName"));
    return Response.json(row(request, entry, artifacts.complete(entry).size()));
  }

  private static Response list(Request request, RunArtifacts artifacts) {
    String name = request.query().text("artifactName");
    List<Value> rows = new ArrayList<>();
    for (RunArtifacts.Entry entry : artifacts.containers()) {
      StoredArtifact stored = entry.stored();
      if (stored != null && (name.isEmpty() || name.equals(entry.name))) {
        rows.add(Value.object(row(request, entry, stored.size())));
      }
    }
    return Response.json(Map.of("count", Value.of(rows.size()), "value", Value.array(rows)));
  }

  private static Map<String, Value> row(Request request, RunArtifacts.Entry entry, long size) {
    URI container = request.at(Containers.path(entry));
    Map<String, Value> row = new LinkedHashMap<>();
    row.put("containerId", Value.of((double) entry.id));
    row.put("size", Value.of((double) size));
    row.put("signedContent", Value.NULL);
    row.put("fileContainerResourceUrl", Value.of(container.toString()));
    row.put("type", Value.of("actions_storage"));
    row.put("name", Value.of(entry.name));
    row.put("url", Value.of(request.at(request.path()) + "?artifactName=" + encoded(entry.name)));
    return row;
  }

  private static String encoded(String name) {
    return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
  }
}
