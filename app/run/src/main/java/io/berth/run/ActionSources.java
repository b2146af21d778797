// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.actions.ActionStore;
import io.berth.actions.Bounds;
import io.berth.actions.LockFile;
import io.berth.actions.Pace;
import io.berth.actions.Sources;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the actions of other repositories come from. A store is made when an action is first
/// needed.
final class ActionSources {

  private static final String TOKEN = "BERTH_TOKEN_";
  private static final String URL = "BERTH_ACTIONS_URL";
  private static final String MIRRORS = "BERTH_ACTIONS_MIRRORS";

  /// The name of the lock file that applies when none was named.
  static final String LOCK_FILE = "berth.lock";

  private final ExecRequest.Actions request;
  private final Path root;
  private final boolean patient;
  private final Map<String, String> env;
  private final Map<String, String> tokens;
  private final Map<String, Path> standIns;
  private final Map<String, String> mirrors;
  private final Map<Dialect, ActionStore> stores = new EnumMap<>(Dialect.class);

  /// @param root the folder of the repository
  /// @param directory where relative folders start
  /// @param env the variables of this process
  /// @param tokens what servers want to see before they show private repositories
  /// @param patient whether a server that does not answer is waited for before it is asked again
  /// @throws BerthException B2000 if something that was typed is not understood
  ActionSources(
      ExecRequest.Actions request,
      Path root,
      Path directory,
      Map<String, String> env,
      Map<String, String> tokens,
      boolean patient) {
    this.request = request;
    this.root = root;
    this.patient = patient;
    this.env = Map.copyOf(env);
    this.tokens = Map.copyOf(tokens);
    List<BerthError> errors = new ArrayList<>();
    this.standIns = standIns(request.standIns(), directory, errors);
    this.mirrors = mirrors(env.getOrDefault(MIRRORS, ""), request.mirrors(), errors);
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
  }

  private static Map<String, String> mirrors(
      String configured, List<String> given, List<BerthError> errors) {
    Map<String, String> mirrors = new LinkedHashMap<>();
    for (String one : configured.strip().split(" ", -1)) {
      mirror(one, "`" + MIRRORS + "`", mirrors, errors);
    }
    for (String one : given) {
      mirror(one, "`--actions-mirror " + one + "`", mirrors, errors);
    }
    return mirrors;
  }

  private static void mirror(
      String text, String where, Map<String, String> mirrors, List<BerthError> errors) {
    if (text.isEmpty()) {
      return;
    }
    int equals = text.indexOf('=');
    if (equals <= 0 || text.indexOf("://", equals) < 0) {
      errors.add(
          BerthError.of(
              ErrorCode.USAGE,
              where + " is not of the form `FROM=TO`",
              "write what the address or `OWNER/REPOSITORY` begins with, and a URL in its place"));
    } else {
      mirrors.put(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  private static Map<String, Path> standIns(
      List<String> given, Path directory, List<BerthError> errors) {
    Map<String, Path> standIns = new LinkedHashMap<>();
    for (String one : given) {
      int equals = one.indexOf('=');
      int at = one.indexOf('@');
      if (at <= 0 || equals <= at + 1 || equals == one.length() - 1) {
        errors.add(
            BerthError.of(
                ErrorCode.USAGE,
                "`--local-action " + one + "` is not of the form `OWNER/REPOSITORY@REF=FOLDER`",
                null));
      } else {
        standIns.put(
            one.substring(0, equals), directory.resolve(one.substring(equals + 1)).normalize());
      }
    }
    return standIns;
  }

  boolean isOffline() {
    return request.offline();
  }

  /// Returns the store for workflows of a dialect.
  synchronized ActionStore store(Dialect dialect) {
    ActionStore store = stores.get(dialect);
    if (store == null) {
      String given = request.url();
      String forge = given == null ? env.getOrDefault(URL, forge(dialect)) : given;
      store =
          new ActionStore(
              new ActionStore.Settings(
                  ActionStore.folder(env),
                  new Sources(forge, mirrors, tokens),
                  standIns,
                  request.offline(),
                  lock(),
                  Bounds.DEFAULT),
              env,
              patient ? Pace.REAL : Pace.HASTY);
      stores.put(dialect, store);
    }
    return store;
  }

  /// Returns the tokens that the variables and the secrets of the user hold: `BERTH_TOKEN_` and the
  /// name of a server.
  static Map<String, String> tokens(Map<String, String> env, Map<String, String> secrets) {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (Map<String, String> given : List.of(env, secrets)) {
      given.forEach(
          (name, value) -> {
            boolean token = name.regionMatches(true, 0, TOKEN, 0, TOKEN.length());
            if (token && !value.isEmpty()) {
              tokens.put(name.substring(TOKEN.length()).toLowerCase(Locale.ROOT), value);
            }
          });
    }
    return tokens;
  }

  /// Returns the lock file, whether it is there or not.
  Path lockFile() {
    Path given = request.lockFile();
    return given == null ? root.resolve(LOCK_FILE) : given;
  }

  private @Nullable LockFile lock() {
    Path file = lockFile();
    boolean wanted = request.lockFile() != null || Files.exists(file);
    return wanted && !request.unlocked() ? LockFile.read(file) : null;
  }

  /// Where each forge looks for actions unless its administrator says something else: the default
  /// of `DEFAULT_ACTIONS_URL` in the settings of Forgejo and of Gitea.
  private static String forge(Dialect dialect) {
    return switch (dialect) {
      case GITHUB, GITEA -> "https://github.com";
      case FORGEJO -> "https://data.forgejo.org";
    };
  }
}
