// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
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

/// The configuration file of an administrator. All that is wrong with it is found, with its places.
///
/// It is never one that lies in the repository whose workflows run: those may be anybody's.
final class Configuration {

  /// Names another file than the usual ones.
  static final String VARIABLE = "BERTH_CONFIG";

  private static final long LARGEST = 1 << 20;

  private final Path file;
  private final List<BerthError> errors = new ArrayList<>();

  private Configuration(Path file) {
    this.file = file;
  }

  /// Returns the backends that are configured, none if there is no file.
  ///
  /// @throws BerthException B2002 with everything that is wrong
  static Map<String, ConfiguredBackend> backends(Invocation invocation) {
    Path file = file(invocation);
    return file == null ? Map.of() : new Configuration(file).read();
  }

  /// Returns the file that applies, or `null` if there is none.
  static @Nullable Path file(Invocation invocation) {
    String named = invocation.variable(VARIABLE);
    if (named != null) {
      return invocation.directory().resolve(named);
    }
    String config = invocation.variable("XDG_CONFIG_HOME");
    String home = invocation.variable("HOME");
    Path folder =
        config != null && config.startsWith("/")
            ? Path.of(config)
            : Path.of(home == null ? System.getProperty("user.home") : home, ".config");
    for (Path place :
        List.of(folder.resolve("berth/berth.yaml"), Path.of("/etc/berth/berth.yaml"))) {
      if (Files.isRegularFile(place)) {
        return place;
      }
    }
    return null;
  }

  private Map<String, ConfiguredBackend> read() {
    Map<String, ConfiguredBackend> backends = new LinkedHashMap<>();
    Node document = document();
    if (document != null) {
      for (NodeTuple entry : pairs(document, "the configuration")) {
        String key = key(entry);
        if (key.equals("backends")) {
          for (NodeTuple backend : pairs(entry.getValueNode(), "`backends`")) {
            String name = key(backend);
            ConfiguredBackend read =
                new BackendReader(this).read(name, backend.getKeyNode(), backend.getValueNode());
            if (read != null) {
              backends.put(name, read);
            }
          }
        } else {
          unknown(entry.getKeyNode(), "of the configuration", List.of("backends"));
        }
      }
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return backends;
  }

  private @Nullable Node document() {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("it is larger than " + LARGEST + " bytes");
      }
      var settings = LoadSettings.builder().setLabel(file.toString()).build();
      return new Compose(settings).composeString(Files.readString(file)).orElse(null);
    } catch (IOException e) {
      throw new BerthException(
          List.of(
              BerthError.of(
                  ErrorCode.FILE_UNREADABLE,
                  "the configuration `" + file + "` cannot be read: " + e.getMessage(),
                  "mend it, or name another file with " + VARIABLE)),
          e);
    } catch (MarkedYamlEngineException e) {
      add(String.valueOf(e.getProblem()), null, span(e.getProblemMark().orElse(null), 1));
    } catch (YamlEngineException e) {
      add(String.valueOf(e.getMessage()), null, span(null, 1));
    }
    return null;
  }

  /// Returns the folder that relative paths start from.
  Path folder() {
    Path parent = file.toAbsolutePath().getParent();
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
    if (node instanceof MappingNode) {
      return section(node, what);
    }
    if (node instanceof SequenceNode sequence) {
      List<Setting> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(setting(item, what));
      }
      return new Setting.Items(items);
    }
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (node.getTag().equals(Tag.BOOL)) {
      return new Setting.Flag(Boolean.parseBoolean(text));
    }
    if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
      try {
        return new Setting.Amount(new java.math.BigDecimal(text));
      } catch (NumberFormatException e) {
        // `0x10` and the like: who reads it decides.
        return new Setting.Text(text);
      }
    }
    return new Setting.Text(text);
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
        ? new SourceSpan(file.toString(), 1, 1, 1)
        : new SourceSpan(file.toString(), mark.getLine() + 1, mark.getColumn() + 1, length);
  }
}
