// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import io.berth.backend.docker.options.Pattern;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which images may be used, what stands for them, and when they are pulled.
///
/// @param allowed patterns of whole names, with or without the tag; empty for all
/// @param aliases what stands for which; the first that fits
/// @param pull when images are pulled that no pattern of `pulls` fits
/// @param pulls when others are, by patterns as in `allowed`; the first that fits
public record ImagePolicy(
    List<String> allowed, List<Alias> aliases, PullPolicy pull, Map<String, PullPolicy> pulls) {

  /// Every image, pulled when it is missing.
  public static final ImagePolicy OPEN =
      new ImagePolicy(List.of(), List.of(), PullPolicy.MISSING, Map.of());

  public ImagePolicy {
    allowed = List.copyOf(allowed);
    aliases = List.copyOf(aliases);
    pulls = Collections.unmodifiableMap(new LinkedHashMap<>(pulls));
  }

  /// An image that stands for others.
  ///
  /// @param from a pattern of whole names, with or without the tag
  /// @param to what is used for them
  public record Alias(String from, ImageName to) {}

  /// What becomes of a name.
  public sealed interface Choice {

    /// An image is used.
    ///
    /// @param image which
    /// @param asked the one that it stands for, or the same
    record Use(ImageName image, ImageName asked, PullPolicy pull) implements Choice {}

    /// None is.
    record Refused(BerthError error) implements Choice {}
  }

  /// Reads `FROM=TO`, as `--image-alias` takes it. `FROM` is the name of an image, with which every
  /// tag of it is meant if it has none, or a pattern of whole names.
  ///
  /// @return `null` if it cannot be read
  public static @Nullable Alias alias(String text) {
    int equals = text.indexOf('=');
    ImageName to = equals < 1 ? null : ImageName.read(text.substring(equals + 1)).orElse(null);
    if (to == null) {
      return null;
    }
    String from = text.substring(0, equals);
    if (from.indexOf('*') >= 0 || from.indexOf('?') >= 0) {
      return new Alias(from, to);
    }
    ImageName name = ImageName.read(from).orElse(null);
    if (name == null) {
      return null;
    }
    boolean every = name.digest().isEmpty() && from.indexOf(':', from.lastIndexOf('/') + 1) < 0;
    return new Alias(every ? name.place() : name.toString(), to);
  }

  /// Says what becomes of an image that somebody wants.
  ///
  /// What stands for another is the administrator's choice, so it is the one that was asked for
  /// that must be allowed.
  ///
  /// @param where the line that wants it, or `null` if there is none
  public Choice choose(String written, @Nullable SourceSpan where) {
    ImageName asked = ImageName.read(written).orElse(null);
    if (asked == null) {
      return refused(
          ErrorCode.CONTAINER_INVALID,
          "`" + written + "` is not the name of an image",
          "write it as `node:22`, `ghcr.io/owner/name:tag` or `name@sha256:…`",
          where);
    }
    if (!allowed.isEmpty() && allowed.stream().noneMatch(pattern -> fits(pattern, asked))) {
      return refused(
          ErrorCode.CONTAINER_REFUSED,
          "image `" + asked + "` is refused by rule `images.listed`: the label allows others only",
          "use another, or list `" + asked.place() + "` under `images` of the label",
          where);
    }
    ImageName image = asked;
    for (Alias alias : aliases) {
      if (fits(alias.from(), asked)) {
        image = alias.to();
        break;
      }
    }
    return new Choice.Use(image, asked, when(image));
  }

  private PullPolicy when(ImageName image) {
    for (Map.Entry<String, PullPolicy> one : pulls.entrySet()) {
      if (fits(one.getKey(), image)) {
        return one.getValue();
      }
    }
    return pull;
  }

  private static boolean fits(String pattern, ImageName name) {
    return Pattern.matches(pattern, name.place()) || Pattern.matches(pattern, name.toString());
  }

  private static Choice refused(
      ErrorCode code, String problem, String remedy, @Nullable SourceSpan where) {
    return new Choice.Refused(new BerthError(code, problem, remedy, where, List.of()));
  }
}
