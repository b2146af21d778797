// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.agent.Agent;
import io.berth.backend.docker.engine.Call;
import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.EngineException;
import io.berth.backend.docker.engine.Members;
import io.berth.backend.docker.options.ContainerSettings;
import io.berth.backend.docker.options.Outcome;
import io.berth.backend.docker.options.Policy;
import io.berth.backend.docker.options.Role;
import io.berth.expressions.Value;
import io.berth.kit.Marks;
import io.berth.kit.Place;
import io.berth.kit.SmallBackend;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Capabilities;
import io.berth.spi.ContainerSpec;
import io.berth.spi.DuplexStream;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Layout;
import io.berth.spi.SetupLog;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Containers of an engine in which jobs run: the label's image is the environment.
final class DockerPlaces implements SmallBackend {

  private static final int NONCE = 16;

  private final DockerEndpoint endpoint;
  private final DockerLabels labels;
  private final Images images;
  private final InstantSource clock;
  private final Removals removals = new Removals();
  private final DockerPlace.Surroundings surroundings;

  DockerPlaces(DockerEndpoint endpoint, DockerLabels labels, Images images, InstantSource clock) {
    this.clock = clock;
    this.surroundings = new DockerPlace.Surroundings(removals, clock);
    this.endpoint = endpoint;
    this.labels = labels;
    this.images = images;
  }

  @Override
  public String name() {
    return DockerBackendFactory.ID;
  }

  @Override
  public Capabilities capabilities() {
    return DockerCapabilities.DECLARED;
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> wanted) {
    String arch;
    try {
      arch = Image.arch(endpoint.facts().arch());
    } catch (IOException e) {
      throw new BerthException(
          List.of(
              BerthError.of(
                  ErrorCode.BACKEND_UNAVAILABLE,
                  "the engine at `"
                      + endpoint.name()
                      + "` does not say what it is: "
                      + e.getMessage(),
                  null)),
          e);
    }
    List<LabelVerdict> verdicts = new ArrayList<>();
    for (LabelConfiguration label : wanted) {
      verdicts.add(labels.verdict(label, capabilities(), arch));
    }
    return verdicts;
  }

  @Override
  public Place make(EnvironmentRequest request, Marks marks)
      throws IOException, InterruptedException {
    String name = labels.image(request.label());
    String wrong = DockerLabels.wrong(name);
    if (wrong != null) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "the job's label " + wrong + ", and a container is made from one",
              "name it: `--backend docker://IMAGE`, or `image` in the configuration"));
    }
    ContainerSettings settings = settings(labels.policy(request.label()));
    Image image = images.present(name, null).with(settings.body());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var container = new JobContainer(endpoint, "berth-" + request.id());
    try {
      return made(container, new Made(image, settings), request.plan().name(), marks);
    } catch (IOException | RuntimeException e) {
      boolean mine = !(e instanceof EngineException refused && refused.isConflict());
      if (mine) {
        container.remove();
      }
      throw e;
    }
  }

  /// What a container is made from.
  private record Made(Image image, ContainerSettings settings) {}

  private ContainerSettings settings(Policy policy) {
    var spec = new ContainerSpec("job", "", "", null, Map.of(), "", List.of(), List.of(), null);
    Outcome outcome = labels.options().settings(Role.JOB, spec, policy, ContainerLayout.MOUNTED);
    return switch (outcome) {
      case Outcome.Refused(var errors) -> throw new BerthException(errors, null);
      case Outcome.Granted(var settings) -> settings;
    };
  }

  private Place made(JobContainer container, Made made, String name, Marks marks)
      throws IOException {
    Image image = made.image();
    String tracking = tracking(marks.environment());
    var body =
        new ContainerBody(
            image,
            marks,
            Map.of(ContainerBody.NAME, name, ContainerBody.TRACKING, tracking),
            made.settings().body());
    container.create(body.json(), made.settings().platform());
    DuplexStream line = container.attach();
    container.start();
    Layout layout = ContainerLayout.of(image, name, tracking);
    if (!image.isOfRoot()) {
      container.runAsRoot(ContainerLayout.giveTo(image.user(), layout));
    }
    Agent agent =
        Agent.over(
            line,
            container.agentPlace(),
            marks.owner().fence(),
            Duration.between(clock.instant(), marks.end()),
            new Agent.Surroundings(
                ContainerLayout.TRACKING + "=" + tracking, ContainerLayout.WORK, false));
    agent.files().makeFolders(ContainerLayout.folders(layout));
    SetupLog.tell("container " + container.name() + " of image " + image.id() + " is ready");
    var place = new DockerPlace(container, layout, agent, marks, surroundings);
    return image.isOfRoot() ? place.ofRoot() : place;
  }

  private static String tracking(String environment) {
    byte[] nonce = new byte[NONCE];
    new SecureRandom().nextBytes(nonce);
    return "berth_" + environment + "_" + HexFormat.of().formatHex(nonce);
  }

  @Override
  public List<Found> found() throws IOException {
    new LooseVolumes(endpoint).sweep(clock.instant());
    List<Found> found = new ArrayList<>();
    String query =
        DockerEndpoint.query(
            "/containers/json",
            Map.of("all", "1", "filters", "{\"label\":[\"" + ContainerBody.TRACKING + "\"]}"));
    for (Value container : Members.items(endpoint.json(Call.of("GET", query)))) {
      Map<String, String> written = Members.named(container, "Labels");
      String name = Members.texts(container, "Names").stream().findFirst().orElse("");
      if (!name.startsWith("/" + DockerPlace.KEPT)) {
        Marks.ofLabels(written)
            .ifPresent(marks -> found.add(found(container, name.substring(1), written, marks)));
      }
    }
    return found;
  }

  /// Labels are written once, so they do not tell of renewals: one that runs is alive, for its
  /// agent ends it when nobody renews it; one that ran is not.
  private Found found(Value container, String name, Map<String, String> written, Marks marks) {
    var there = new JobContainer(endpoint, name);
    Agent agent = Agent.at(there.agentPlace(), marks.owner().fence());
    Image image = image(Members.text(container, "ImageID"));
    Layout layout =
        ContainerLayout.of(
            image,
            written.getOrDefault(ContainerBody.NAME, ""),
            written.getOrDefault(ContainerBody.TRACKING, ""));
    Instant end =
        switch (Members.text(container, "State")) {
          case "created" -> marks.leaseEnd();
          case "exited", "dead", "removing" -> Instant.EPOCH;
          default -> clock.instant().plus(capabilities().limits().maxLease());
        };
    Marks now = new Marks(marks.environment(), marks.owner(), end, marks.until());
    return new Found(now, new DockerPlace(there, layout, agent, now, surroundings));
  }

  private Image image(String id) {
    try {
      return Image.of(endpoint.json(Call.of("GET", "/images/" + id + "/json")));
    } catch (IOException e) {
      return new Image(id, Map.of(), "", "X64");
    }
  }

  @Override
  public void close() {
    removals.again();
    try {
      removals.await();
    } finally {
      endpoint.close();
    }
  }
}
