// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.kit.Marks;
import io.berth.kit.Place;
import io.berth.kit.SmallBackend;
import io.berth.model.BerthException;
import io.berth.protocol.forgejo.v1alpha.BackendPluginGrpc;
import io.berth.protocol.forgejo.v1alpha.CapabilitiesRequest;
import io.berth.protocol.forgejo.v1alpha.CreateRequest;
import io.berth.protocol.forgejo.v1alpha.CreateResponse;
import io.berth.protocol.forgejo.v1alpha.ServiceContainer;
import io.berth.protocol.forgejo.v1alpha.StartOutput;
import io.berth.protocol.forgejo.v1alpha.StartRequest;
import io.berth.sdk.wire.Failures;
import io.berth.spi.Capabilities;
import io.berth.spi.ContainerSpec;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Layer;
import io.berth.spi.Layout;
import io.berth.spi.Setting;
import io.berth.spi.SetupLog;
import io.berth.spi.Signal;
import io.berth.spi.Violation;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A plugin that speaks `plugin.v1alpha` as a small backend; the kit gives it what that lacks.
///
/// It is never pinged and never given two calls at once for one environment: plugins of that
/// protocol bear neither.
final class AlphaBackend implements SmallBackend {

  private static final long RETAINED = 1 << 20;
  private static final long BATCH = 64 << 20;
  private static final Duration LONGEST_LEASE = Duration.ofHours(24);
  private static final Duration LONGEST_START = Duration.ofMinutes(30);
  private static final int LAST_WORDS = 2000;

  private final String name;
  private final AlphaSettings settings;
  private final BackendPluginGrpc.BackendPluginBlockingV2Stub stub;
  private volatile String told = "";

  AlphaBackend(String name, AlphaSettings settings, ManagedChannel channel) {
    this.name = name;
    this.settings = settings;
    this.stub = BackendPluginGrpc.newBlockingV2Stub(channel);
  }

  /// Asks who answers.
  ///
  /// @throws BerthException B3001 if nobody does for some time
  void open(Duration patience) throws InterruptedException {
    var pace = new Pace(patience);
    while (true) {
      try {
        told =
            stub.withDeadlineAfter(10, TimeUnit.SECONDS)
                .capabilities(CapabilitiesRequest.getDefaultInstance())
                .getName();
        return;
      } catch (StatusException e) {
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || !pace.again()) {
          throw Failures.in(e, name);
        }
      }
    }
  }

  /// Returns what the plugin says of itself, which is no more than its name.
  PluginFacts facts() {
    return new PluginFacts(
        new PluginFacts.Identity(told, "", "", "plugin.v1alpha", List.of()),
        PluginFacts.Condition.READY,
        capabilities(),
        new PluginFacts.Schemas(AlphaSettings.SCHEMA, AlphaSettings.LABEL_SCHEMA));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Capabilities capabilities() {
    Map<Layer, Layer.Realisation> layers =
        settings.services() ? Map.of(Layer.SERVICE, Layer.Realisation.AT_CREATE) : Map.of();
    return new Capabilities(
        layers,
        Capabilities.Isolation.NONE,
        Capabilities.Recovery.NONE,
        Set.of(Signal.KILL),
        EnumSet.noneOf(io.berth.spi.AccessMethod.Kind.class),
        Map.of(),
        new Capabilities.Limits(Integer.MAX_VALUE, 1, 1, RETAINED, BATCH, LONGEST_LEASE));
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    List<LabelVerdict> verdicts = new ArrayList<>();
    for (LabelConfiguration label : labels) {
      verdicts.add(
          switch (label.form()) {
            case LabelConfiguration.Form.Legacy(String text) ->
                valid(new Setting.Section(Map.of("argument", new Setting.Text(text))));
            case LabelConfiguration.Form.Struct(Setting.Section given) -> {
              List<Violation> violations = AlphaSettings.labelViolations(given);
              yield violations.isEmpty() ? valid(given) : new LabelVerdict.Invalid(violations);
            }
          });
    }
    return verdicts;
  }

  private LabelVerdict valid(Setting.Section normalised) {
    return new LabelVerdict.Valid(
        normalised,
        new LabelVerdict.Platform("Linux", "X64", null, List.of()),
        capabilities(),
        "an environment of plugin `" + name + "`");
  }

  @Override
  public Place make(EnvironmentRequest request, Marks marks)
      throws IOException, InterruptedException {
    CreateRequest.Builder message = settings.request(request.label(), request.id());
    for (ContainerSpec service : request.plan().services()) {
      message.addServices(
          ServiceContainer.newBuilder()
              .setName(service.name())
              .setImage(service.image())
              .putAllEnv(service.env())
              .addAllPorts(service.ports()));
    }
    String id = "";
    boolean made = false;
    try {
      CreateResponse created =
          stub.withDeadlineAfter(LONGEST_START.toSeconds(), TimeUnit.SECONDS)
              .create(message.build());
      id = created.getEnvironmentId();
      if (id.isEmpty()) {
        throw new IOException("plugin `" + name + "` made an environment without an id");
      }
      Map<String, String> image = start(id);
      Layout layout = AlphaLayout.of(created, image, request.plan().name());
      String problem = Checks.problem(layout);
      if (problem != null) {
        throw new IOException("plugin `" + name + "` " + problem);
      }
      var place = new AlphaPlace(name, stub, id, layout);
      place.makeFolders();
      made = true;
      return place;
    } catch (StatusException e) {
      throw AlphaPlace.failure(name, e);
    } finally {
      if (!made && !id.isEmpty()) {
        remove(id);
      }
    }
  }

  private void remove(String id) {
    try {
      AlphaPlace.remove(stub, id);
    } catch (StatusException e) {
      // What went wrong before is told; the plugin's own timeout ends what is left.
    }
  }

  private Map<String, String> start(String id)
      throws IOException, StatusException, InterruptedException {
    BlockingClientCall<?, StartOutput> call =
        stub.withDeadlineAfter(LONGEST_START.toSeconds(), TimeUnit.SECONDS)
            .start(StartRequest.newBuilder().setEnvironmentId(id).build());
    var words = new StringBuilder();
    try {
      for (StartOutput output = call.read(); output != null; output = call.read()) {
        if (output.hasStartComplete()) {
          return output.getStartComplete().getImageEnvMap();
        }
        String told = output.getData().getData().toString(StandardCharsets.UTF_8);
        told.lines().forEach(SetupLog::tell);
        words.append(told);
        if (words.length() > LAST_WORDS) {
          words.delete(0, words.length() - LAST_WORDS);
        }
      }
    } catch (StatusException e) {
      BerthException failure = Failures.in(e, name);
      throw new IOException(failure.getMessage() + told(words), e);
    } finally {
      call.cancel("it is started, or never will be", null);
    }
    throw new IOException(
        "plugin `"
            + name
            + "` ended the start of an environment without saying that it is ready"
            + told(words));
  }

  private static String told(StringBuilder words) {
    return words.isEmpty() ? "" : "; it said: " + words.toString().strip();
  }
}
