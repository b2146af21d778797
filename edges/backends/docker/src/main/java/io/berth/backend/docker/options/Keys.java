// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Named settings that are read one by one; what nobody asks for is unknown.
public final class Keys {

  private static final int MOST = 1000;

  private final String path;
  private final Setting.Section section;
  private final List<Violation> violations;
  private final Set<String> known = new LinkedHashSet<>();

  /// @param section what is read
  /// @param violations takes what is wrong
  public Keys(Setting.Section section, List<Violation> violations) {
    this("", section, violations);
  }

  private Keys(String path, Setting.Section section, List<Violation> violations) {
    this.path = path;
    this.section = section;
    this.violations = violations;
  }

  /// Says that a key is read elsewhere.
  public void know(String key) {
    known.add(key);
  }

  private Optional<Setting> at(String key) {
    known.add(key);
    return Optional.ofNullable(section.entries().get(key));
  }

  /// Adds what is wrong with a key.
  public void add(String key, String problem, String remedy) {
    violations.add(new Violation(path + key, problem, remedy));
  }

  /// Returns a text, or the usual one.
  public String text(String key, String usual) {
    return switch (at(key).orElse(null)) {
      case null -> usual;
      case Setting.Text(String text) -> text;
      case Setting.Amount(var amount) -> amount.toPlainString();
      case Setting.Flag _, Setting.Items _, Setting.Section _ -> {
        add(key, "`" + key + "` is no text", "write `" + key + ": …`");
        yield usual;
      }
    };
  }

  /// Returns true or false; false if nothing is written.
  public boolean flag(String key) {
    return switch (at(key).orElse(null)) {
      case null -> false;
      case Setting.Flag(boolean flag) -> flag;
      case Setting.Text _, Setting.Amount _, Setting.Items _, Setting.Section _ -> {
        add(key, "`" + key + "` is neither true nor false", "write `" + key + ": true`");
        yield false;
      }
    };
  }

  /// Returns texts, or nothing if the key is not there.
  public Optional<List<String>> texts(String key) {
    Optional<Setting> setting = at(key);
    if (setting.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    if (setting.get() instanceof Setting.Items(List<Setting> items) && items.size() <= MOST) {
      for (int at = 0; at < items.size(); at++) {
        if (items.get(at) instanceof Setting.Text(String text) && !text.isEmpty()) {
          texts.add(text);
        } else {
          add(key + "[" + at + "]", "an item of `" + key + "` is no text", "write texts");
        }
      }
    } else {
      add(
          key,
          "`" + key + "` is no list of at most " + MOST + " texts",
          "write `" + key + ": [a]`");
    }
    return Optional.of(texts);
  }

  /// Returns the keys below one; none if it is not there.
  public Keys below(String key) {
    Setting.Section inside = Setting.Section.EMPTY;
    Setting setting = at(key).orElse(inside);
    if (setting instanceof Setting.Section found) {
      inside = found;
    } else {
      add(key, "`" + key + "` has no keys", "write `" + key + ": {name: value}`");
    }
    return new Keys(path + key + ".", inside, violations);
  }

  /// Returns the texts of all keys, by their names.
  public Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    for (String key : section.entries().keySet()) {
      all.put(key, text(key, ""));
    }
    return all;
  }

  /// Adds every key that was not asked for.
  public void refuseOthers() {
    for (String key : section.entries().keySet()) {
      if (!known.contains(key)) {
        add(key, "`" + key + "` is no key here", "write one of " + String.join(", ", known));
      }
    }
  }
}
