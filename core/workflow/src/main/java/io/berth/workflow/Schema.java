// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Names;
import io.berth.workflow.Definition.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The language of one dialect: its definitions by name.
final class Schema {

  /// An alternative of a value: a definition that is no one-of, and what expressions in it may use.
  ///
  /// @param definition the definition
  /// @param names what expressions may refer to
  record Alternative(Definition definition, Names names) {}

  private static final Map<Dialect, Schema> ACTIONS = new ConcurrentHashMap<>();

  private final SchemaText file;
  private final Map<String, Definition> definitions = new ConcurrentHashMap<>();

  private Schema(SchemaText file) {
    this.file = file;
  }

  /// Returns the schema of a dialect. It is read once.
  static Schema of(Dialect dialect) {
    return switch (dialect) {
      case GITHUB -> GitHub.SCHEMA;
      case FORGEJO -> Forgejo.SCHEMA;
      case GITEA -> Gitea.SCHEMA;
    };
  }

  /// Returns the schema of the manifests of actions in a dialect. It is read once.
  static Schema ofActions(Dialect dialect) {
    return ACTIONS.computeIfAbsent(dialect, Schema::readOfActions);
  }

  private static Schema readOfActions(Dialect dialect) {
    return switch (dialect) {
      case GITHUB -> new Schema(new SchemaText(GitHubSchema.TEXT, ActionSchema.TEXT));
      case FORGEJO ->
          new Schema(new SchemaText(GitHubSchema.TEXT, ForgejoSchema.TEXT, ActionSchema.TEXT));
      case GITEA ->
          new Schema(new SchemaText(GitHubSchema.TEXT, GiteaSchema.TEXT, ActionSchema.TEXT));
    };
  }

  private static final class GitHub {
    static final Schema SCHEMA = new Schema(new SchemaText(GitHubSchema.TEXT));
  }

  private static final class Forgejo {
    static final Schema SCHEMA = new Schema(new SchemaText(GitHubSchema.TEXT, ForgejoSchema.TEXT));
  }

  private static final class Gitea {
    static final Schema SCHEMA = new Schema(new SchemaText(GitHubSchema.TEXT, GiteaSchema.TEXT));
  }

  /// Returns what a value of a definition may be, one-ofs resolved.
  ///
  /// @param name the name of the definition
  /// @param around what expressions around it may refer to
  List<Alternative> alternatives(String name, Names around) {
    List<Alternative> alternatives = new ArrayList<>(2);
    collect(name, around, alternatives);
    return alternatives;
  }

  private Definition definition(String name) {
    Definition known = definitions.get(name);
    if (known != null) {
      return known;
    }
    Definition read = file.definition(name);
    if (read == null) {
      throw new IllegalStateException("the schema has no definition " + name);
    }
    definitions.put(name, read);
    return read;
  }

  private void collect(String name, Names around, List<Alternative> into) {
    Definition definition = definition(name);
    Names names = definition.names() == null ? around : definition.names();
    if (definition.shape() instanceof Shape.OneOf oneOf) {
      for (String alternative : oneOf.alternatives()) {
        collect(alternative, names, into);
      }
    } else {
      into.add(new Alternative(definition, names));
    }
  }
}
