// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

/// Which repository on which server the URL of a remote means.
///
/// @param server the root of the server's web pages, or an empty text
/// @param repository `owner/name`, or an empty text
record RemoteUrl(String server, String repository) {

  /// Reads `https://host/owner/name.git`, `ssh://git@host:22/owner/name` and
  /// `git@host:owner/name.git`; anything else is no server's.
  static RemoteUrl of(String url) {
    int scheme = url.indexOf("://");
    if (scheme > 0) {
      return withScheme(url.substring(0, scheme), url.substring(scheme + 3));
    }
    int colon = url.indexOf(':');
    int slash = url.indexOf('/');
    boolean remote = colon > 1 && (slash < 0 || colon < slash);
    return remote
        ? new RemoteUrl(
            "https://" + withoutUser(url.substring(0, colon)), path(url.substring(colon + 1)))
        : new RemoteUrl("", "");
  }

  private static RemoteUrl withScheme(String scheme, String rest) {
    int slash = rest.indexOf('/');
    if (scheme.equals("file") || slash < 0) {
      return new RemoteUrl("", "");
    }
    String host = withoutUser(rest.substring(0, slash));
    boolean web = scheme.equals("http") || scheme.equals("https");
    int port = host.indexOf(':');
    String plain = web || port < 0 ? host : host.substring(0, port);
    return new RemoteUrl(
        (scheme.equals("http") ? "http://" : "https://") + plain, path(rest.substring(slash + 1)));
  }

  private static String withoutUser(String host) {
    return host.substring(host.indexOf('@') + 1);
  }

  /// Returns the last two parts: a server may live below a path of its own.
  private static String path(String path) {
    String plain = path.strip();
    while (plain.startsWith("/")) {
      plain = plain.substring(1);
    }
    while (plain.endsWith("/")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    if (plain.endsWith(".git")) {
      plain = plain.substring(0, plain.length() - 4);
    }
    int last = plain.lastIndexOf('/');
    return last < 0 ? "" : plain.substring(plain.lastIndexOf('/', last - 1) + 1);
  }
}
