// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Fact;
import io.berth.expressions.Value;
import io.berth.spi.Layout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a process learns where the caches and artifacts of its job are: by variables that nobody but
/// the runner sets. On GitHub actions get them and `run` steps do not; elsewhere both do.
///
/// @param site where the process runs
record ServiceAccess(Site site) {

  /// The fact what the variables are: a line `NAME=value` for each, none if nothing is served.
  static final String VARIABLES = "services";

  /// The fact which file of the environment a Node.js loads first so that clients that refuse every
  /// server but GitHub's use the services all the same.
  static final String PRELOAD = "nodePreload";

  private static final Fact SERVICES = new Fact(VARIABLES, List.of());
  private static final String START = "ACTIONS_";

  /// Returns the variables for an action; none if nothing is served.
  Map<String, String> forAction() {
    return variables(known(SERVICES));
  }

  /// Returns why an action gets no variables although it should, or `null`.
  @Nullable String problem() {
    return site.standing().facts().get(SERVICES) instanceof Standing.Answer.Refused(var problem)
        ? problem
        : null;
  }

  /// Returns the variables for a `run` step. The services begin to run when somebody needs them: a
  /// script that names none of their variables sees them only if something before it did.
  ///
  /// @param script the text of the script
  Map<String, String> forScript(String script) {
    return sees(script) ? forAction() : Map.of();
  }

  /// Asks for what [#forScript] needs when the process starts.
  void askFor(String script) {
    if (sees(script)) {
      known(SERVICES);
    }
  }

  private boolean sees(String script) {
    boolean everybody =
        switch (site.spec().workflow().dialect()) {
          case GITHUB -> false;
          case FORGEJO, GITEA -> true;
        };
    boolean asked = site.standing().facts().containsKey(SERVICES);
    return everybody && (asked || script.contains(START));
  }

  /// Returns what a Node.js is told before the file that it runs.
  ///
  /// @param services what [#forAction] returned
  List<String> nodeArguments(Layout layout, Map<String, String> services) {
    if (services.isEmpty() || isGitHub(serverHost(layout))) {
      return List.of();
    }
    String file = known(new Fact(PRELOAD, List.of()));
    return file.isEmpty() ? List.of() : List.of("--require=" + file);
  }

  /// Keeps what a process says to the services away from a proxy of the machine, which could not
  /// reach them.
  ///
  /// @param env all variables of the process
  static void passProxiesBy(Map<String, String> env) {
    String url = env.get(START + "RESULTS_URL");
    if (url == null || !hasProxy(env)) {
      return;
    }
    String host = host(url);
    for (String name : List.of("no_proxy", "NO_PROXY")) {
      String others = env.getOrDefault(name, "");
      env.put(name, others.isEmpty() ? host : others + "," + host);
    }
  }

  private static boolean hasProxy(Map<String, String> env) {
    for (String name : List.of("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")) {
      if (!env.getOrDefault(name, "").isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private String serverHost(Layout layout) {
    String url =
        site.contexts(layout, "", Map.of())
            .github()
            .member("server_url")
            .map(Value::asString)
            .orElse("");
    return host(url);
  }

  private static String host(String url) {
    int from = url.indexOf("://");
    String rest = from < 0 ? url : url.substring(from + 3);
    int end = 0;
    while (end < rest.length() && ":/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return rest.substring(0, end).toLowerCase(Locale.ROOT);
  }

  /// Whether clients take a server for GitHub's, as they do when none is named.
  private static boolean isGitHub(String host) {
    return host.isEmpty()
        || host.equals("github.com")
        || host.endsWith(".ghe.com")
        || host.endsWith(".ghe.localhost");
  }

  private String known(Fact fact) {
    return switch (site.standing().facts().get(fact)) {
      case null -> throw new MissingFact(fact);
      case Standing.Answer.Known(var text) -> text;
      case Standing.Answer.Refused _ -> "";
    };
  }

  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int is = line.indexOf('=');
      if (is > 0) {
        variables.put(line.substring(0, is), line.substring(is + 1));
      }
    }
    return variables;
  }
}
