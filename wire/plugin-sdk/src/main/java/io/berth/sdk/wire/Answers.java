// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.protocol.v1beta1.Label;
import io.berth.protocol.v1beta1.LayerSupport;
import io.berth.protocol.v1beta1.PlanResponse;
import io.berth.protocol.v1beta1.Platform;
import io.berth.protocol.v1beta1.SizingSupport;
import io.berth.spi.AccessMethod;
import io.berth.spi.Capabilities;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Layer;
import io.berth.spi.Layout;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Resources;
import io.berth.spi.Setting;
import io.berth.spi.Signal;
import io.berth.spi.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a backend says of itself, of labels and of plans.
public final class Answers {

  private Answers() {}

  public static io.berth.protocol.v1beta1.Capabilities out(Capabilities capabilities) {
    var message =
        io.berth.protocol.v1beta1.Capabilities.newBuilder()
            .setIsolation(Names.out(capabilities.isolation()))
            .setRecovery(Names.out(capabilities.recovery()));
    capabilities
        .layers()
        .forEach(
            (layer, realisation) ->
                message.addLayers(
                    LayerSupport.newBuilder()
                        .setLayer(Names.out(layer))
                        .setRealisation(Names.out(realisation))));
    EnumSet.allOf(Signal.class).stream()
        .filter(capabilities.signals()::contains)
        .forEach(signal -> message.addSignals(Names.out(signal)));
    EnumSet.allOf(AccessMethod.Kind.class).stream()
        .filter(capabilities.access()::contains)
        .forEach(kind -> message.addAccess(Names.out(kind)));
    new TreeMap<>(capabilities.sizing())
        .forEach(
            (kind, sizing) ->
                message.addSizing(
                    SizingSupport.newBuilder()
                        .setKind(Names.out(kind))
                        .setSizing(Names.out(sizing))));
    Capabilities.Limits limits = capabilities.limits();
    return message
        .setLimits(
            io.berth.protocol.v1beta1.Limits.newBuilder()
                .setEnvironments(limits.environments())
                .setExecutions(limits.executions())
                .setCalls(limits.calls())
                .setRetainedBytes(limits.retainedBytes())
                .setBatchBytes(limits.batchBytes())
                .setMaxLease(Times.out(limits.maxLease())))
        .build();
  }

  public static Capabilities in(io.berth.protocol.v1beta1.Capabilities message) {
    Map<Layer, Layer.Realisation> layers = new EnumMap<>(Layer.class);
    for (LayerSupport support : message.getLayersList()) {
      Layer layer = Names.in(support.getLayer());
      if (layer != null) {
        layers.put(layer, Names.in(support.getRealisation()));
      }
    }
    Set<Signal> signals = EnumSet.noneOf(Signal.class);
    for (var name : message.getSignalsList()) {
      Signal signal = Names.in(name);
      if (signal != null) {
        signals.add(signal);
      }
    }
    Set<AccessMethod.Kind> access = EnumSet.noneOf(AccessMethod.Kind.class);
    for (var name : message.getAccessList()) {
      AccessMethod.Kind kind = Names.in(name);
      if (kind != null) {
        access.add(kind);
      }
    }
    Map<Resources.Kind, Capabilities.Sizing> sizing = new EnumMap<>(Resources.Kind.class);
    for (SizingSupport support : message.getSizingList()) {
      Resources.Kind kind = Names.in(support.getKind());
      if (kind != null) {
        sizing.put(kind, Names.in(support.getSizing()));
      }
    }
    return new Capabilities(
        layers,
        Names.in(message.getIsolation()),
        Names.in(message.getRecovery()),
        signals,
        access,
        sizing,
        in(message.getLimits()));
  }

  private static Capabilities.Limits in(io.berth.protocol.v1beta1.Limits limits) {
    return new Capabilities.Limits(
        count(limits.getEnvironments()),
        count(limits.getExecutions()),
        count(limits.getCalls()),
        limits.getRetainedBytes(),
        limits.getBatchBytes(),
        Times.in(limits.getMaxLease()));
  }

  /// Zero says that nobody counts.
  private static int count(int unsigned) {
    return unsigned <= 0 ? Integer.MAX_VALUE : unsigned;
  }

  public static Label out(LabelConfiguration label) {
    var message = Label.newBuilder().setConnection(label.connection()).setName(label.name());
    switch (label.form()) {
      case LabelConfiguration.Form.Struct(Setting.Section settings) ->
          message.setSettings(Settings.out(settings));
      case LabelConfiguration.Form.Legacy(String text) -> message.setLegacy(text);
    }
    return message.build();
  }

  public static LabelConfiguration in(Label label) {
    LabelConfiguration.Form form =
        switch (label.getFormCase()) {
          case SETTINGS -> new LabelConfiguration.Form.Struct(Settings.in(label.getSettings()));
          case LEGACY -> new LabelConfiguration.Form.Legacy(label.getLegacy());
          case FORM_NOT_SET -> new LabelConfiguration.Form.Struct(Setting.Section.EMPTY);
        };
    return new LabelConfiguration(label.getConnection(), label.getName(), form);
  }

  public static io.berth.protocol.v1beta1.LabelVerdict out(LabelVerdict verdict) {
    var message = io.berth.protocol.v1beta1.LabelVerdict.newBuilder();
    switch (verdict) {
      case LabelVerdict.Invalid(List<Violation> violations) ->
          violations.forEach(violation -> message.addViolations(out(violation)));
      case LabelVerdict.Valid valid ->
          message
              .setNormalised(Settings.out(valid.normalised()))
              .setPlatform(out(valid.platform()))
              .setCapabilities(out(valid.capabilities()))
              .setSummary(valid.summary());
    }
    return message.build();
  }

  public static LabelVerdict in(io.berth.protocol.v1beta1.LabelVerdict message) {
    if (message.getViolationsCount() > 0) {
      List<Violation> violations = new ArrayList<>();
      message.getViolationsList().forEach(violation -> violations.add(in(violation)));
      return new LabelVerdict.Invalid(violations);
    }
    return new LabelVerdict.Valid(
        Settings.in(message.getNormalised()),
        in(message.getPlatform()),
        in(message.getCapabilities()),
        message.getSummary());
  }

  public static LabelVerdict.Platform in(Platform platform) {
    return new LabelVerdict.Platform(
        platform.getOs(),
        platform.getArch(),
        platform.hasPaths() ? Environments.in(platform.getPaths()) : null,
        platform.getShellsList());
  }

  private static Platform out(LabelVerdict.Platform platform) {
    var message =
        Platform.newBuilder()
            .setOs(platform.os())
            .setArch(platform.arch())
            .addAllShells(platform.shells());
    Layout.Paths paths = platform.paths();
    if (paths != null) {
      message.setPaths(Environments.out(paths));
    }
    return message.build();
  }

  public static io.berth.protocol.v1beta1.Violation out(Violation violation) {
    String remedy = violation.remedy();
    return io.berth.protocol.v1beta1.Violation.newBuilder()
        .setPath(violation.path())
        .setProblem(violation.problem())
        .setRemedy(remedy == null ? "" : remedy)
        .build();
  }

  public static Violation in(io.berth.protocol.v1beta1.Violation message) {
    return new Violation(
        message.getPath(),
        message.getProblem(),
        message.getRemedy().isEmpty() ? null : message.getRemedy());
  }

  public static PlanResponse out(PlanVerdict verdict) {
    var message = PlanResponse.newBuilder();
    switch (verdict) {
      case PlanVerdict.Accepted(Resources granted, List<String> notices) ->
          message.setGranted(Plans.out(granted)).addAllNotices(notices);
      case PlanVerdict.Refused(List<PlanVerdict.Unmet> unmet) ->
          unmet.forEach(need -> message.addUnmet(out(need)));
    }
    return message.build();
  }

  private static io.berth.protocol.v1beta1.Unmet out(PlanVerdict.Unmet unmet) {
    var message = io.berth.protocol.v1beta1.Unmet.newBuilder().setProblem(unmet.error().problem());
    Layer layer = unmet.layer();
    if (layer != null) {
      message.setLayer(Names.out(layer));
    }
    String remedy = unmet.error().remedy();
    if (remedy != null) {
      message.setRemedy(remedy);
    }
    SourceSpan where = unmet.error().where();
    if (where != null) {
      message.setWhere(Plans.out(where));
    }
    return message.build();
  }

  public static PlanVerdict in(PlanResponse message) {
    if (message.getUnmetCount() == 0) {
      return new PlanVerdict.Accepted(
          Plans.in(message.getGranted()), List.copyOf(message.getNoticesList()));
    }
    List<PlanVerdict.Unmet> unmet = new ArrayList<>();
    for (var need : message.getUnmetList()) {
      Layer layer = Names.in(need.getLayer());
      unmet.add(
          new PlanVerdict.Unmet(
              layer,
              new BerthError(
                  layer == null ? ErrorCode.BACKEND_UNAVAILABLE : ErrorCode.LAYER_UNSUPPORTED,
                  need.getProblem().isBlank() ? "the backend cannot place it" : need.getProblem(),
                  need.getRemedy().isEmpty() ? null : need.getRemedy(),
                  need.hasWhere() ? Plans.in(need.getWhere()) : null,
                  List.of())));
    }
    return new PlanVerdict.Refused(unmet);
  }
}
