// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.spi.Setting;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A file of an administrator in YAML, of which JSON is a part. All that is wrong with it is found,
/// with its places.
final class SettingsFile {

  private final String name;
  private final List<BerthError> errors = new ArrayList<>();
  private final @Nullable Node document;

  /// @param name of the file, as errors show it
  SettingsFile(String name, String text) {
    this.name = name;
    this.document = document(text);
  }

  private @Nullable Node document(String text) {
    try {
      var settings = LoadSettings.builder().setLabel(name).setAllowNonScalarKeys(true).build();
      return new Compose(settings).composeString(text).orElse(null);
    } catch (MarkedYamlEngineException e) {
      add(String.valueOf(e.getProblem()), null, span(e.getProblemMark().orElse(null), 1));
    } catch (YamlEngineException e) {
      add(String.valueOf(e.getMessage()), null, span(null, 1));
    }
    return null;
  }

  /// Returns what is in it, or `null` if it is empty or no YAML.
  @Nullable Node document() {
    return document;
  }

  /// @throws BerthException with everything that is wrong, if anything is
  void check() {
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
  }

  /// Returns the folder that relative paths start from.
  Path folder() {
    Path parent = Path.of(name).toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  /// Returns the entries of a mapping, each key once.
  List<NodeTuple> pairs(Node node, String what) {
    if (!(node instanceof MappingNode mapping)) {
      if (!isNull(node)) {
        add(what + " is no mapping", "write one `key: value` a line", node);
      }
      return List.of();
    }
    Map<String, NodeTuple> pairs = new LinkedHashMap<>();
    for (NodeTuple pair : mapping.getValue()) {
      if (!(pair.getKeyNode() instanceof ScalarNode)) {
        add("a key of " + what + " is no text", null, pair.getKeyNode());
      } else if (pairs.putIfAbsent(key(pair), pair) != null) {
        add("`" + key(pair) + "` stands twice in " + what, "remove one", pair.getKeyNode());
      }
    }
    return List.copyOf(pairs.values());
  }

  static String key(NodeTuple pair) {
    return pair.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /// Returns a text, or `null` if there is an error now.
  @Nullable String text(Node node, String what) {
    if (node instanceof ScalarNode scalar && !isNull(node)) {
      return scalar.getValue();
    }
    add(what + " is no text", null, node);
    return null;
  }

  /// Returns a list of texts; what is none is an error now.
  List<String> texts(Node node, String what) {
    List<String> texts = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        String text = text(item, "an item of " + what);
        if (text != null) {
          texts.add(text);
        }
      }
    } else {
      add(what + " is no list", "write it as `[one, two]`", node);
    }
    return texts;
  }

  /// Returns settings that somebody else gives their meaning.
  Setting.Section section(Node node, String what) {
    Map<String, Setting> entries = new LinkedHashMap<>();
    for (NodeTuple pair : pairs(node, what)) {
      if (!isNull(pair.getValueNode())) {
        entries.put(key(pair), setting(pair.getValueNode(), what));
      }
    }
    return new Setting.Section(entries);
  }

  private Setting setting(Node node, String what) {
    if (node.isRecursive()) {
      add(what + " contains itself", null, node);
      return Setting.Section.EMPTY;
    }
    if (node instanceof MappingNode) {
      return section(node, what);
    }
    if (node instanceof SequenceNode sequence) {
      List<Setting> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        if (!isNull(item)) {
          items.add(setting(item, what));
        }
      }
      return new Setting.Items(items);
    }
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (node.getTag().equals(Tag.BOOL)) {
      return new Setting.Flag(Boolean.parseBoolean(text));
    }
    if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
      try {
        return new Setting.Amount(new BigDecimal(text));
      } catch (NumberFormatException e) {
        // `0x10` and the like: who reads it decides.
        return new Setting.Text(text);
      }
    }
    return new Setting.Text(text);
  }

  /// Returns an error of somebody who knows no places, at the key that it begins with.
  BerthError placed(BerthError error) {
    if (error.where() == null && document instanceof MappingNode mapping) {
      for (NodeTuple pair : mapping.getValue()) {
        if (error.problem().startsWith("`" + key(pair) + "`")) {
          return new BerthError(
              error.code(),
              error.problem(),
              error.remedy(),
              span(pair.getKeyNode()),
              error.similar());
        }
      }
    }
    return error;
  }

  void unknown(Node key, String where, List<String> known) {
    String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
    List<String> similar = NearMiss.of(name, known);
    errors.add(
        new BerthError(
            ErrorCode.CONFIGURATION_INVALID,
            "`" + name + "` is not a key " + where,
            similar.isEmpty() ? "use one of " + String.join(", ", known) : null,
            span(key),
            similar));
  }

  void add(String problem, @Nullable String remedy, Node node) {
    add(problem, remedy, span(node));
  }

  private void add(String problem, @Nullable String remedy, SourceSpan where) {
    errors.add(new BerthError(ErrorCode.CONFIGURATION_INVALID, problem, remedy, where, List.of()));
  }

  SourceSpan span(Node node) {
    int length =
        node instanceof ScalarNode scalar && scalar.getValue().indexOf('\n') < 0
            ? scalar.getValue().codePointCount(0, scalar.getValue().length())
            : 1;
    return span(node.getStartMark().orElse(null), Math.max(1, length));
  }

  private SourceSpan span(@Nullable Mark mark, int length) {
    return mark == null
        ? new SourceSpan(name, 1, 1, 1)
        : new SourceSpan(name, mark.getLine() + 1, mark.getColumn() + 1, length);
  }
}
