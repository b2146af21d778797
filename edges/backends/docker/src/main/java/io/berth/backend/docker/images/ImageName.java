// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import java.util.List;
import java.util.Optional;

/// The whole name of an image: `node` is `docker.io/library/node:latest`.
///
/// @param registry where it comes from, with a port if there is one
/// @param repository what it is called there
/// @param tag which of them; empty if a digest alone says it
/// @param digest exactly which, as `sha256:…`; empty if the tag says it
public record ImageName(String registry, String repository, String tag, String digest) {

  /// The registry of names that have none.
  public static final String HUB = "docker.io";

  private static final int MOST = 255;

  /// Reads a name as somebody writes it, or returns nothing if no image is called so.
  public static Optional<ImageName> read(String text) {
    int at = text.indexOf('@');
    String digest = at < 0 ? "" : text.substring(at + 1);
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    String tag = colon < 0 ? "" : named.substring(colon + 1);
    String path = colon < 0 ? named : named.substring(0, colon);
    int slash = path.indexOf('/');
    String first = slash < 0 ? "" : path.substring(0, slash);
    boolean hosted =
        first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    String registry = hosted ? first : HUB;
    String repository = hosted ? path.substring(slash + 1) : path;
    if (registry.equals("index.docker.io")) {
      registry = HUB;
    }
    if (registry.equals(HUB) && repository.indexOf('/') < 0) {
      repository = "library/" + repository;
    }
    boolean good =
        isRegistry(registry)
            && isRepository(repository)
            && (colon < 0 || isTag(tag))
            && (at < 0 || isDigest(digest));
    return good
        ? Optional.of(
            new ImageName(registry, repository, colon < 0 && at < 0 ? "latest" : tag, digest))
        : Optional.empty();
  }

  private static boolean isRegistry(String text) {
    int colon = text.indexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "1" : text.substring(colon + 1);
    return !host.isEmpty()
        && consists(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
        && "-.".indexOf(host.charAt(0)) < 0
        && !host.endsWith(".")
        && !host.contains("..")
        && port.length() <= 5
        && !port.isEmpty()
        && consists(port, "0123456789");
  }

  private static boolean isRepository(String text) {
    if (text.length() > MOST) {
      return false;
    }
    for (String part : text.split("/", -1)) {
      if (!consists(part, "abcdefghijklmnopqrstuvwxyz0123456789._-")
          || part.isEmpty()
          || "._-".indexOf(part.charAt(0)) >= 0
          || "._-".indexOf(part.charAt(part.length() - 1)) >= 0
          || part.contains("..")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTag(String text) {
    return !text.isEmpty()
        && text.length() <= 128
        && consists(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
        && ".-".indexOf(text.charAt(0)) < 0;
  }

  private static boolean isDigest(String text) {
    for (String kind : List.of("sha256:64", "sha512:128")) {
      int colon = kind.indexOf(':') + 1;
      if (text.startsWith(kind.substring(0, colon))) {
        return text.length() - colon == Integer.parseInt(kind.substring(colon))
            && consists(text.substring(colon), "0123456789abcdef");
      }
    }
    return false;
  }

  private static boolean consists(String text, String characters) {
    return text.chars().allMatch(c -> characters.indexOf(c) >= 0);
  }

  /// Returns the name without tag and digest, as patterns have it: `docker.io/library/node`.
  public String place() {
    return registry + "/" + repository;
  }

  /// Returns it whole.
  @Override
  public String toString() {
    return place() + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
  }
}
