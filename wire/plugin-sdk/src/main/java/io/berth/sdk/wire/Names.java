// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import io.berth.protocol.v1beta1.AccessKind;
import io.berth.protocol.v1beta1.FileEntry.Kind;
import io.berth.protocol.v1beta1.SizingSupport;
import io.berth.spi.AccessMethod;
import io.berth.spi.Capabilities;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.FileEntry;
import io.berth.spi.Layer;
import io.berth.spi.Resources;
import io.berth.spi.Signal;
import org.jspecify.annotations.Nullable;

/// The values of enumerations. Coming in, a value that is not known is `null`: the side that asks
/// refuses it, the side that is told leaves it out.
public final class Names {

  private Names() {}

  public static io.berth.protocol.v1beta1.Layer out(Layer layer) {
    return switch (layer) {
      case JOB_CONTAINER -> io.berth.protocol.v1beta1.Layer.JOB_CONTAINER;
      case SERVICE -> io.berth.protocol.v1beta1.Layer.SERVICE;
      case STEP_CONTAINER -> io.berth.protocol.v1beta1.Layer.STEP_CONTAINER;
      case IMAGE_BUILD -> io.berth.protocol.v1beta1.Layer.IMAGE_BUILD;
    };
  }

  public static @Nullable Layer in(io.berth.protocol.v1beta1.Layer layer) {
    return switch (layer) {
      case JOB_CONTAINER -> Layer.JOB_CONTAINER;
      case SERVICE -> Layer.SERVICE;
      case STEP_CONTAINER -> Layer.STEP_CONTAINER;
      case IMAGE_BUILD -> Layer.IMAGE_BUILD;
      case LAYER_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  static io.berth.protocol.v1beta1.Realisation out(Layer.Realisation realisation) {
    return switch (realisation) {
      case UNSUPPORTED -> io.berth.protocol.v1beta1.Realisation.UNSUPPORTED;
      case SEPARATE -> io.berth.protocol.v1beta1.Realisation.SEPARATE;
      case AT_CREATE -> io.berth.protocol.v1beta1.Realisation.AT_CREATE;
      case REPLACES_ENVIRONMENT -> io.berth.protocol.v1beta1.Realisation.REPLACES_ENVIRONMENT;
      case VIA_ACCESS -> io.berth.protocol.v1beta1.Realisation.VIA_ACCESS;
    };
  }

  static Layer.Realisation in(io.berth.protocol.v1beta1.Realisation realisation) {
    return switch (realisation) {
      case SEPARATE -> Layer.Realisation.SEPARATE;
      case AT_CREATE -> Layer.Realisation.AT_CREATE;
      case REPLACES_ENVIRONMENT -> Layer.Realisation.REPLACES_ENVIRONMENT;
      case VIA_ACCESS -> Layer.Realisation.VIA_ACCESS;
      case UNSUPPORTED, REALISATION_UNSPECIFIED, UNRECOGNIZED -> Layer.Realisation.UNSUPPORTED;
    };
  }

  static io.berth.protocol.v1beta1.Isolation out(Capabilities.Isolation isolation) {
    return switch (isolation) {
      case NONE -> io.berth.protocol.v1beta1.Isolation.NO_ISOLATION;
      case PROCESS -> io.berth.protocol.v1beta1.Isolation.PROCESS;
      case CONTAINER -> io.berth.protocol.v1beta1.Isolation.CONTAINER;
      case VM -> io.berth.protocol.v1beta1.Isolation.VM;
    };
  }

  static Capabilities.Isolation in(io.berth.protocol.v1beta1.Isolation isolation) {
    return switch (isolation) {
      case PROCESS -> Capabilities.Isolation.PROCESS;
      case CONTAINER -> Capabilities.Isolation.CONTAINER;
      case VM -> Capabilities.Isolation.VM;
      case NO_ISOLATION, ISOLATION_UNSPECIFIED, UNRECOGNIZED -> Capabilities.Isolation.NONE;
    };
  }

  static io.berth.protocol.v1beta1.Recovery out(Capabilities.Recovery recovery) {
    return switch (recovery) {
      case NONE -> io.berth.protocol.v1beta1.Recovery.NO_RECOVERY;
      case LIST -> io.berth.protocol.v1beta1.Recovery.LIST;
      case ENVIRONMENT -> io.berth.protocol.v1beta1.Recovery.ENVIRONMENT;
      case EXEC -> io.berth.protocol.v1beta1.Recovery.EXECUTION;
    };
  }

  static Capabilities.Recovery in(io.berth.protocol.v1beta1.Recovery recovery) {
    return switch (recovery) {
      case LIST -> Capabilities.Recovery.LIST;
      case ENVIRONMENT -> Capabilities.Recovery.ENVIRONMENT;
      case EXECUTION -> Capabilities.Recovery.EXEC;
      case NO_RECOVERY, RECOVERY_UNSPECIFIED, UNRECOGNIZED -> Capabilities.Recovery.NONE;
    };
  }

  public static io.berth.protocol.v1beta1.Signal out(Signal signal) {
    return switch (signal) {
      case INTERRUPT -> io.berth.protocol.v1beta1.Signal.INTERRUPT;
      case TERMINATE -> io.berth.protocol.v1beta1.Signal.TERMINATE;
      case KILL -> io.berth.protocol.v1beta1.Signal.KILL;
    };
  }

  public static @Nullable Signal in(io.berth.protocol.v1beta1.Signal signal) {
    return switch (signal) {
      case INTERRUPT -> Signal.INTERRUPT;
      case TERMINATE -> Signal.TERMINATE;
      case KILL -> Signal.KILL;
      case SIGNAL_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  static AccessKind out(AccessMethod.Kind kind) {
    return switch (kind) {
      case DOCKER -> AccessKind.DOCKER;
      case SSH -> AccessKind.SSH;
    };
  }

  static AccessMethod.@Nullable Kind in(AccessKind kind) {
    return switch (kind) {
      case DOCKER -> AccessMethod.Kind.DOCKER;
      case SSH -> AccessMethod.Kind.SSH;
      case ACCESS_KIND_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  static SizingSupport.Kind out(Resources.Kind kind) {
    return switch (kind) {
      case CPU -> SizingSupport.Kind.CPU;
      case MEMORY -> SizingSupport.Kind.MEMORY;
      case DISK -> SizingSupport.Kind.DISK;
      case GPU -> SizingSupport.Kind.GPU;
    };
  }

  static Resources.@Nullable Kind in(SizingSupport.Kind kind) {
    return switch (kind) {
      case CPU -> Resources.Kind.CPU;
      case MEMORY -> Resources.Kind.MEMORY;
      case DISK -> Resources.Kind.DISK;
      case GPU -> Resources.Kind.GPU;
      case KIND_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  static SizingSupport.Sizing out(Capabilities.Sizing sizing) {
    return switch (sizing) {
      case IGNORED -> SizingSupport.Sizing.IGNORED;
      case REQUEST -> SizingSupport.Sizing.REQUEST;
      case LIMIT -> SizingSupport.Sizing.LIMIT;
      case EXACT -> SizingSupport.Sizing.EXACT;
    };
  }

  static Capabilities.Sizing in(SizingSupport.Sizing sizing) {
    return switch (sizing) {
      case REQUEST -> Capabilities.Sizing.REQUEST;
      case LIMIT -> Capabilities.Sizing.LIMIT;
      case EXACT -> Capabilities.Sizing.EXACT;
      case IGNORED, SIZING_UNSPECIFIED, UNRECOGNIZED -> Capabilities.Sizing.IGNORED;
    };
  }

  public static io.berth.protocol.v1beta1.Environment.State out(EnvironmentStatus.State state) {
    return switch (state) {
      case CREATING -> io.berth.protocol.v1beta1.Environment.State.CREATING;
      case READY -> io.berth.protocol.v1beta1.Environment.State.READY;
      case DEGRADED -> io.berth.protocol.v1beta1.Environment.State.DEGRADED;
      case FAILED -> io.berth.protocol.v1beta1.Environment.State.FAILED;
      case LOST -> io.berth.protocol.v1beta1.Environment.State.LOST;
      case EXPIRED -> io.berth.protocol.v1beta1.Environment.State.EXPIRED;
      case REMOVING -> io.berth.protocol.v1beta1.Environment.State.REMOVING;
      case REMOVED -> io.berth.protocol.v1beta1.Environment.State.REMOVED;
    };
  }

  public static EnvironmentStatus.State in(io.berth.protocol.v1beta1.Environment.State state) {
    return switch (state) {
      case CREATING -> EnvironmentStatus.State.CREATING;
      case READY -> EnvironmentStatus.State.READY;
      case DEGRADED -> EnvironmentStatus.State.DEGRADED;
      case FAILED -> EnvironmentStatus.State.FAILED;
      case EXPIRED -> EnvironmentStatus.State.EXPIRED;
      case REMOVING -> EnvironmentStatus.State.REMOVING;
      case REMOVED -> EnvironmentStatus.State.REMOVED;
      case LOST, STATE_UNSPECIFIED, UNRECOGNIZED -> EnvironmentStatus.State.LOST;
    };
  }

  public static Kind out(FileEntry.Kind kind) {
    return switch (kind) {
      case FILE -> Kind.FILE;
      case FOLDER -> Kind.FOLDER;
      case LINK -> Kind.LINK;
      case OTHER -> Kind.OTHER;
    };
  }

  public static FileEntry.Kind in(Kind kind) {
    return switch (kind) {
      case FILE -> FileEntry.Kind.FILE;
      case FOLDER -> FileEntry.Kind.FOLDER;
      case LINK -> FileEntry.Kind.LINK;
      case OTHER, UNRECOGNIZED -> FileEntry.Kind.OTHER;
    };
  }
}
