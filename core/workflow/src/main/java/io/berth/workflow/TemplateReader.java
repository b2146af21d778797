// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Interpolation;
import io.berth.expressions.Names;
import io.berth.expressions.Value;
import io.berth.model.SourceSpan;
import io.berth.workflow.Definition.Field;
import io.berth.workflow.Definition.Filling;
import io.berth.workflow.Definition.Others;
import io.berth.workflow.Definition.Reading;
import io.berth.workflow.Definition.Shape;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import io.berth.workflow.Schema.Alternative;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads YAML by the schema: refuses what it does not allow, turns scalars into the type that is
/// wanted and parses expressions. What is refused is left out and reading goes on, so that all
/// errors of a file are found at once.
final class TemplateReader {

  private final Schema schema;
  private final Findings findings;
  private final Expressions expressions;

  TemplateReader(Schema schema, SourceText source, Findings findings) {
    this.schema = schema;
    this.findings = findings;
    this.expressions = new Expressions(source, findings);
  }

  /// Returns the template of a document, or `null` if nothing of it is usable.
  ///
  /// @param definition the name of the definition that it must meet
  @Nullable Template read(YamlNode node, String definition) {
    return value(node, definition, new Names(Set.of(), Map.of()));
  }

  private @Nullable Template value(YamlNode node, String definition, Names around) {
    List<Alternative> alternatives = schema.alternatives(definition, around);
    if (node instanceof YamlNode.Scalar scalar) {
      return scalar(scalar, alternatives);
    }
    return node instanceof YamlNode.Mapping mapping
        ? mapping(mapping, alternatives)
        : sequence((YamlNode.Sequence) node, alternatives);
  }

  private @Nullable Template scalar(YamlNode.Scalar scalar, List<Alternative> alternatives) {
    for (Alternative alternative : alternatives) {
      if (alternative.definition().shape() instanceof Shape.Text text
          && text.reading() != Reading.LITERAL) {
        boolean success = text.reading() == Reading.CONDITION;
        return expressions.readBare(scalar, alternative.names(), success);
      }
    }
    if (scalar.value() instanceof Value.StringValue(String text) && Interpolation.isPresent(text)) {
      return placeholders(scalar, text, alternatives);
    }
    return literal(scalar, scalar.value(), alternatives);
  }

  private @Nullable Template placeholders(
      YamlNode.Scalar scalar, String text, List<Alternative> alternatives) {
    Names names = alternatives.get(0).names();
    Template template = expressions.read(scalar, names);
    if (template == null) {
      return unreadable(scalar, text, alternatives);
    }
    if (template instanceof Template.Literal literal) {
      return literal(scalar, literal.value(), alternatives);
    }
    if (names.contexts().isEmpty()) {
      findings.error(
          Rule.EXPRESSION,
          scalar.span(),
          Remark.of(
              "an expression cannot be used here",
              "A template expression is not allowed in this context"));
      return null;
    }
    return template;
  }

  /// Says, as GitHub's reader does, that a broken expression is no value of the type wanted.
  private @Nullable Template unreadable(
      YamlNode.Scalar scalar, String text, List<Alternative> alternatives) {
    for (Alternative alternative : alternatives) {
      if (alternative.definition().shape().accept(Value.of(text)) != null) {
        return null;
      }
    }
    findings.alsoKnownAs(findings.last(), scalar.span(), "Unexpected value '" + text + "'");
    return null;
  }

  private @Nullable Template literal(
      YamlNode.Scalar scalar, Value value, List<Alternative> alternatives) {
    Value coerced = null;
    for (Alternative alternative : alternatives) {
      Value accepted = alternative.definition().shape().accept(value);
      if (accepted != null && accepted.kind() == value.kind()) {
        return new Template.Literal(accepted, scalar.text(), scalar.span());
      }
      coerced = coerced == null ? accepted : coerced;
    }
    if (coerced != null) {
      return new Template.Literal(coerced, scalar.text(), scalar.span());
    }
    String reference = "Unexpected value '" + value.asString() + "'";
    String found =
        value instanceof Value.NullValue
            ? ", and there is nothing"
            : ", not " + ScalarShapes.describe(value, scalar.text());
    Remark remark = Remark.of(wanted(alternatives) + " is wanted here" + found, reference);
    List<String> words = ScalarShapes.words(alternatives);
    findings.error(
        Rule.SYNTAX, scalar.span(), remark.similarTo(Similar.to(value.asString(), words)));
    return null;
  }

  private @Nullable Template sequence(YamlNode.Sequence sequence, List<Alternative> alternatives) {
    for (Alternative alternative : alternatives) {
      if (alternative.definition().shape() instanceof Shape.Items items) {
        return items(sequence, items, alternative.names());
      }
    }
    String problem = wanted(alternatives) + " is wanted here, not a list";
    findings.error(Rule.SYNTAX, sequence.span(), Remark.of(problem, "A sequence was not expected"));
    return null;
  }

  private Template items(YamlNode.Sequence sequence, Shape.Items items, Names names) {
    if (sequence.items().isEmpty()) {
      empty(items.filling(), sequence.span(), "this list");
    }
    List<Template> read = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      Template template = value(item, items.item(), names);
      if (template != null) {
        read.add(template);
      }
    }
    return new Template.Sequence(read, sequence.span());
  }

  private @Nullable Template mapping(YamlNode.Mapping mapping, List<Alternative> alternatives) {
    List<Alternative> candidates = new ArrayList<>();
    for (Alternative alternative : alternatives) {
      if (alternative.definition().shape() instanceof Shape.Fields) {
        candidates.add(alternative);
      }
    }
    if (candidates.isEmpty()) {
      String problem = wanted(alternatives) + " is wanted here, not a mapping";
      findings.error(Rule.SYNTAX, mapping.span(), Remark.of(problem, "A mapping was not expected"));
      return null;
    }
    return new Fields(candidates).read(mapping);
  }

  private void empty(Filling filling, SourceSpan where, String noun) {
    Remark remark =
        Remark.of(noun + " is empty", null).fix("Put something in it, or remove its key.");
    switch (filling) {
      case FREE -> {}
      case MEANT -> findings.lint(Rule.SYNTAX, where, remark);
      case REQUIRED -> findings.error(Rule.SYNTAX, where, remark);
    }
  }

  private static String wanted(List<Alternative> alternatives) {
    return ScalarShapes.wanted(alternatives);
  }

  /// Reads one mapping. Each known key rules out the alternatives that lack it.
  private final class Fields {

    private List<Alternative> candidates;
    private final List<Template.Entry> entries = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, SourceSpan> misspelt = new HashMap<>();
    private boolean computedKeys;

    Fields(List<Alternative> candidates) {
      this.candidates = candidates;
    }

    Template read(YamlNode.Mapping mapping) {
      if (mapping.pairs().isEmpty()) {
        Shape.Fields shape = shape(candidates.get(0));
        empty(shape.filling(), mapping.span(), shape.noun());
      }
      for (YamlNode.Pair pair : mapping.pairs()) {
        pair(pair);
      }
      checkComplete(mapping);
      return new Template.Mapping(entries, mapping.span());
    }

    private void pair(YamlNode.Pair pair) {
      YamlNode.Scalar key = pair.key();
      if (key.value() instanceof Value.StringValue(String text) && Interpolation.isPresent(text)) {
        computedKey(pair, text);
        return;
      }
      String name = key.value().asString();
      if (!keys.add(name.toLowerCase(Locale.ROOT))) {
        findings.error(
            Rule.SYNTAX,
            key.span(),
            Remark.of("`" + name + "` stands here twice", "'" + name + "' is already defined")
                .fix("Remove one of the two; case makes no difference."));
        return;
      }
      String known = known(name);
      String type = known == null ? other(key, name) : known;
      if (type == null) {
        unknown(key, name);
        return;
      }
      Names names = candidates.get(0).names();
      Template value = value(pair.value(), type, names);
      Template kept = value == null ? nothing(pair.value()) : value;
      entries.add(new Template.Entry(literalKey(key, name), kept));
    }

    /// Stands for a value that was refused, so that its key does not count as absent.
    private static Template nothing(YamlNode refused) {
      return new Template.Literal(Value.NULL, "", refused.span());
    }

    private Template literalKey(YamlNode.Scalar key, String name) {
      return new Template.Literal(Value.of(name), key.text(), key.span());
    }

    private @Nullable String known(String name) {
      List<Alternative> matching = new ArrayList<>();
      String type = null;
      for (Alternative candidate : candidates) {
        Field field = shape(candidate).fields().get(name);
        if (field != null) {
          matching.add(candidate);
          type = type == null ? field.type() : type;
        }
      }
      if (!matching.isEmpty()) {
        candidates = matching;
      }
      return type;
    }

    private @Nullable String other(YamlNode.Scalar key, String name) {
      for (Alternative candidate : candidates) {
        Others others = shape(candidate).others();
        if (others != null) {
          literal(key, Value.of(name), schema.alternatives(others.key(), candidate.names()));
          return others.value();
        }
      }
      return null;
    }

    private void unknown(YamlNode.Scalar key, String name) {
      Set<String> offered = new TreeSet<>();
      for (Alternative candidate : candidates) {
        offered.addAll(shape(candidate).fields().keySet());
      }
      Shape.Fields shape = shape(candidates.get(0));
      String noun = candidates.size() == 1 ? shape.noun() : common(candidates);
      String shown = ScalarShapes.describe(Value.of(name), name);
      List<String> similar = Similar.to(name, offered);
      if (!similar.isEmpty()) {
        misspelt.put(similar.getFirst(), key.span());
      }
      Remark remark =
          Remark.of(shown + " is not a key of " + noun, "Unexpected value '" + name + "'")
              .similarTo(similar);
      if (shape.lenient()) {
        findings.lint(Rule.SYNTAX, key.span(), remark);
      } else {
        findings.error(Rule.SYNTAX, key.span(), remark);
      }
    }

    private void computedKey(YamlNode.Pair pair, String text) {
      computedKeys = true;
      YamlNode.Scalar key = pair.key();
      Names names = candidates.get(0).names();
      if (names.contexts().isEmpty()) {
        placeholders(key, text, candidates);
        return;
      }
      Template read =
          Expressions.isInsert(text)
              ? new Template.Insert(key.span())
              : expressions.read(key, names);
      Template value = value(pair.value(), "any", names);
      if (read != null && value != null) {
        entries.add(new Template.Entry(read, value));
      }
    }

    private void checkComplete(YamlNode.Mapping mapping) {
      if (candidates.size() > 1) {
        checkDecided(mapping);
        return;
      }
      if (computedKeys) {
        return;
      }
      Shape.Fields shape = shape(candidates.get(0));
      for (Map.Entry<String, Field> field : shape.fields().entrySet()) {
        String key = field.getKey();
        if (field.getValue().required() && !keys.contains(key.toLowerCase(Locale.ROOT))) {
          missing(
              mapping.span(),
              List.of(key),
              Remark.of(
                  shape.noun() + " needs `" + key + "`", "Required property is missing: " + key));
        }
      }
    }

    private void checkDecided(YamlNode.Mapping mapping) {
      Set<String> deciding = new TreeSet<>();
      for (Alternative candidate : candidates) {
        for (Map.Entry<String, Field> field : shape(candidate).fields().entrySet()) {
          if (field.getValue().required()) {
            deciding.add(field.getKey());
          }
        }
      }
      String problem = common(candidates) + " needs one of `" + String.join("`, `", deciding) + "`";
      missing(
          mapping.span(),
          deciding,
          Remark.of(
              problem,
              "There's not enough info to determine what you meant. Add one of these properties: "
                  + String.join(", ", deciding)));
    }

    /// Reports absent keys, unless a misspelt one was reported that stands for one of them.
    private void missing(SourceSpan where, Collection<String> absent, Remark remark) {
      for (String key : absent) {
        SourceSpan reported = misspelt.get(key);
        if (reported != null) {
          findings.alsoKnownAs(reported, where, String.valueOf(remark.reference()));
          return;
        }
      }
      findings.error(Rule.SYNTAX, where, remark);
    }

    private static Shape.Fields shape(Alternative alternative) {
      if (alternative.definition().shape() instanceof Shape.Fields fields) {
        return fields;
      }
      throw new IllegalStateException("not a mapping: " + alternative.definition().name());
    }

    /// Returns the words with which the names of all alternatives begin: `a step`, `a job`.
    private static String common(List<Alternative> alternatives) {
      String noun = shape(alternatives.get(0)).noun();
      int end = noun.indexOf(' ', noun.indexOf(' ') + 1);
      return end < 0 ? noun : noun.substring(0, end);
    }
  }
}
