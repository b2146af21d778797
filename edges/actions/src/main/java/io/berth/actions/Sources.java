// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.ActionReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where repositories are.
///
/// @param forge the address below which `owner/repository` is found, for example
///     `https://code.example.org`; `https:`, `http:` or `file:`
/// @param mirrors what stands in for what: the longest key with which the address of a repository,
///     or `owner/repository` on that forge, begins is replaced by its value
/// @param tokens what a server wants to see before it shows private repositories, by the address of
///     the server, for example `https://code.example.org`, or, for `https:` alone, by its name as
///     variables are written: `code_example_org`, in any case
public record Sources(String forge, Map<String, String> mirrors, Map<String, String> tokens) {

  /// @throws BerthException B2002 if an address holds the name of a user or a password, which
  ///     everybody would see who lists processes
  public Sources {
    forge = withoutSlash(forge);
    check(forge);
    mirrors.values().forEach(Sources::check);
    mirrors = Collections.unmodifiableMap(new LinkedHashMap<>(mirrors));
    tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
  }

  private static void check(String address) {
    int scheme = address.indexOf("://");
    int slash = scheme < 0 ? -1 : address.indexOf('/', scheme + 3);
    String server = address.substring(0, slash < 0 ? address.length() : slash);
    boolean web = server.startsWith("http:") || server.startsWith("https:");
    if (web && server.indexOf('@') >= 0) {
      String host = server.substring(server.lastIndexOf('@') + 1);
      throw new BerthException(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "the address of `" + host + "` holds the name of a user or a password",
              "Remove it, and give Berth a token for the server instead."));
    }
  }

  /// Returns the address under which a repository is known, whatever stands in for it.
  public String address(ActionReference.Repository reference) {
    return reference.host().isEmpty()
        ? forge + "/" + reference.repository()
        : reference.repository();
  }

  /// Returns the address that is asked for a repository.
  String fetched(ActionReference.Repository reference) {
    String address = address(reference);
    String best = "";
    String base = "";
    for (Map.Entry<String, String> mirror : mirrors.entrySet()) {
      String key = mirror.getKey();
      String prefix = key.contains("://") ? key : forge + "/" + key;
      if (address.startsWith(prefix) && prefix.length() > best.length()) {
        best = prefix;
        base = mirror.getValue();
      }
    }
    return base + address.substring(best.length());
  }

  /// Returns the same with a token for the server of a repository.
  ///
  /// @param token the token, or an empty text for none
  Sources with(ActionReference.Repository reference, String token) {
    if (token.isEmpty()) {
      return this;
    }
    String address = fetched(reference);
    int scheme = address.indexOf("://");
    int slash = address.indexOf('/', scheme + 3);
    Map<String, String> more = new LinkedHashMap<>();
    more.put(address.substring(0, slash), token);
    tokens.forEach(more::putIfAbsent);
    return new Sources(forge, mirrors, more);
  }

  /// Returns the token for an address, or `null` if there is none for its server.
  @Nullable String token(String address) {
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      if (address.startsWith(withoutSlash(token.getKey()) + "/")) {
        return token.getValue();
      }
    }
    return named(address);
  }

  private @Nullable String named(String address) {
    if (!address.startsWith("https://")) {
      return null;
    }
    int slash = address.indexOf('/', "https://".length());
    String host = address.substring("https://".length(), slash < 0 ? address.length() : slash);
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      if (token.getKey().equalsIgnoreCase(asVariable(host))) {
        return token.getValue();
      }
    }
    return null;
  }

  private static String asVariable(String host) {
    var name = new StringBuilder();
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      name.append(c < 128 && Character.isLetterOrDigit(c) ? c : '_');
    }
    return name.toString();
  }

  private static String withoutSlash(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  /// Prints no token.
  @Override
  public String toString() {
    return "Sources[" + forge + ", mirrors " + mirrors + ", tokens for " + tokens.keySet() + "]";
  }
}
