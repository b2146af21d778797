// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.actions.ActionStore.Settings;
import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionReference.Repository;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A store to be, with what a test says of it.
final class StoreSetting {

  private final Path cache;
  private String forge;
  private final Map<String, String> mirrors = new LinkedHashMap<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Map<String, Path> standIns = new LinkedHashMap<>();
  private final Map<String, String> env = new HashMap<>(System.getenv());
  private final FakePace pace = new FakePace();
  private boolean offline;
  private @Nullable LockFile lock;
  private Bounds bounds = Bounds.DEFAULT;

  StoreSetting(Path cache, String forge) {
    this.cache = cache;
    this.forge = forge;
    env.put("GIT_CONFIG_GLOBAL", "/dev/null");
    env.put("GIT_CONFIG_NOSYSTEM", "1");
    env.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
  }

  StoreSetting forge(String address) {
    forge = address;
    return this;
  }

  StoreSetting mirror(String prefix, String base) {
    mirrors.put(prefix, base);
    return this;
  }

  StoreSetting token(String server, String token) {
    tokens.put(server, token);
    return this;
  }

  StoreSetting standIn(String reference, Path folder) {
    standIns.put(reference, folder);
    return this;
  }

  StoreSetting env(String name, String value) {
    env.put(name, value);
    return this;
  }

  StoreSetting offline() {
    offline = true;
    return this;
  }

  StoreSetting lock(LockFile file) {
    lock = file;
    return this;
  }

  StoreSetting bounds(Bounds most) {
    bounds = most;
    return this;
  }

  FakePace pace() {
    return pace;
  }

  ActionStore store() {
    Sources sources = new Sources(forge, mirrors, tokens);
    Settings settings = new Settings(cache, sources, standIns, offline, lock, bounds);
    return new ActionStore(settings, env, pace);
  }

  static Repository reference(String text) {
    if (ActionReference.parse(text, null) instanceof Repository repository) {
      return repository;
    }
    throw new IllegalArgumentException(text + " is in no repository");
  }
}
