// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads the one YAML document of a file into nodes that know where they stand.
///
/// The library gives events; anchors, tags and limits are handled here, so that an alias bomb costs
/// nothing and every refusal has a place.
final class YamlReader {

  private static final String TAGS = "tag:yaml.org,2002:";

  private final SourceText source;
  private final Limits limits;
  private final boolean mergeKeys;
  private final Findings findings;
  private final ParserImpl events;
  private final Map<Anchor, YamlNode> anchors = new HashMap<>();
  private final Set<Anchor> open = new HashSet<>();

  private YamlReader(SourceText source, Limits limits, boolean mergeKeys, Findings findings) {
    this.source = source;
    this.limits = limits;
    this.mergeKeys = mergeKeys;
    this.findings = findings;
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    this.events = new ParserImpl(settings, new StreamReader(settings, source.text()));
  }

  /// Ends the reading of a document after a finding that leaves nothing to go on with.
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super(null, null, false, false);
    }
  }

  /// Returns the document of a file, or `null` if it has none or it cannot be read.
  ///
  /// @param mergeKeys whether the key `<<` merges another mapping
  static @Nullable YamlNode read(
      SourceText source, Limits limits, boolean mergeKeys, Findings findings) {
    try {
      return new YamlReader(source, limits, mergeKeys, findings).document();
    } catch (Unreadable reported) {
      return null;
    } catch (MarkedYamlEngineException broken) {
      report(source, findings, broken);
      return null;
    } catch (YamlEngineException broken) {
      SourceSpan start = source.span(0, 0);
      String message = String.valueOf(broken.getMessage());
      findings.fileError(Rule.SYNTAX, start, yaml("this is not YAML: " + message, message));
      return null;
    }
  }

  private static void report(
      SourceText source, Findings findings, MarkedYamlEngineException broken) {
    Optional<Mark> mark = broken.getProblemMark();
    int at = mark.isPresent() ? source.offset(mark.get().getIndex()) : 0;
    String context = broken.getContext();
    String problem = broken.getProblem();
    String text = context == null ? problem : problem + " " + context;
    findings.error(
        Rule.SYNTAX, source.span(at, at + 1), yaml("this is not YAML: " + text, problem));
  }

  private static Remark yaml(String problem, @Nullable String reference) {
    return Remark.of(problem, reference).as(ErrorCode.YAML_INVALID);
  }

  private @Nullable YamlNode document() {
    events.next();
    Event first = events.next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      return null;
    }
    YamlNode root = node(events.next(), 1);
    events.next();
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw fail(
          span(after),
          Remark.of("the file has a second document", "Unexpected document start")
              .fix("Put each workflow in a file of its own, and remove `---` and what follows."));
    }
    return root;
  }

  private YamlNode node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return target(alias);
    }
    if (event instanceof NodeEvent anchored && anchored.getAnchor().isPresent()) {
      Anchor anchor = anchored.getAnchor().get();
      open.add(anchor);
      YamlNode node = content(event, depth);
      open.remove(anchor);
      anchors.put(anchor, node);
      return node;
    }
    return content(event, depth);
  }

  private YamlNode content(Event event, int depth) {
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar);
    }
    if (event instanceof SequenceStartEvent start) {
      return sequence(start, depth);
    }
    if (event instanceof MappingStartEvent start) {
      return mapping(start, depth);
    }
    throw new IllegalStateException("unexpected event " + event.getEventId());
  }

  private YamlNode target(AliasEvent alias) {
    Anchor anchor = alias.getAlias();
    String name = anchor.getValue();
    if (open.contains(anchor)) {
      throw fail(
          span(alias),
          yaml("the alias `*" + name + "` stands inside the value that it names", null));
    }
    YamlNode node = anchors.get(anchor);
    if (node == null) {
      List<String> known = new ArrayList<>();
      anchors.keySet().forEach(each -> known.add(each.getValue()));
      throw fail(
          span(alias),
          yaml("no anchor `&" + name + "` stands above the alias `*" + name + "`", "Unknown anchor")
              .similarTo(Similar.to(name, known)));
    }
    return node;
  }

  private YamlNode sequence(SequenceStartEvent start, int depth) {
    checkTag(start.getTag(), "seq", start);
    checkDepth(start, depth);
    List<YamlNode> items = new ArrayList<>();
    long size = 1;
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      YamlNode item = node(event, depth + 1);
      items.add(item);
      size = checkSize(start, size + item.size());
      event = events.next();
    }
    return new YamlNode.Sequence(List.copyOf(items), (int) size, span(start));
  }

  private YamlNode mapping(MappingStartEvent start, int depth) {
    checkTag(start.getTag(), "map", start);
    checkDepth(start, depth);
    List<YamlNode.Pair> pairs = new ArrayList<>();
    List<YamlNode.Mapping> merged = new ArrayList<>();
    long size = 1;
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      YamlNode.Scalar key = key(event, depth);
      YamlNode value = node(events.next(), depth + 1);
      size = checkSize(start, size + 1 + value.size());
      if (mergeKeys && isMerge(event)) {
        collectMerged(value, merged);
      } else {
        pairs.add(new YamlNode.Pair(key, value));
      }
      event = events.next();
    }
    addMerged(pairs, merged);
    return new YamlNode.Mapping(List.copyOf(pairs), (int) size, span(start));
  }

  private YamlNode.Scalar key(Event event, int depth) {
    YamlNode key = node(event, depth + 1);
    if (key instanceof YamlNode.Scalar scalar) {
      return scalar;
    }
    throw fail(
        key.span(),
        yaml("the key of a mapping is a list or a mapping; a key has to be text", null));
  }

  private static boolean isMerge(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.isPlain()
        && scalar.getValue().equals("<<");
  }

  private void collectMerged(YamlNode value, List<YamlNode.Mapping> merged) {
    switch (value) {
      case YamlNode.Mapping mapping -> merged.add(mapping);
      case YamlNode.Sequence sequence -> {
        for (YamlNode item : sequence.items()) {
          collectMerged(item, merged);
        }
      }
      case YamlNode.Scalar scalar ->
          findings.error(
              Rule.SYNTAX,
              scalar.span(),
              yaml("the key `<<` merges a mapping, and `" + scalar.text() + "` is text", null));
    }
  }

  /// Adds the entries of merged mappings that the mapping itself and earlier ones lack.
  private static void addMerged(List<YamlNode.Pair> pairs, List<YamlNode.Mapping> merged) {
    if (merged.isEmpty()) {
      return;
    }
    Set<String> keys = new HashSet<>();
    for (YamlNode.Pair pair : pairs) {
      keys.add(pair.key().text());
    }
    for (YamlNode.Mapping mapping : merged) {
      for (YamlNode.Pair pair : mapping.pairs()) {
        if (keys.add(pair.key().text())) {
          pairs.add(pair);
        }
      }
    }
  }

  private YamlNode scalar(ScalarEvent event) {
    int from = offset(event.getStartMark());
    int to = Math.max(from, offset(event.getEndMark()));
    SourceSpan span = source.span(from, to);
    Optional<String> tag = event.getTag();
    String text = withoutAddedBreak(event, to);
    Value value;
    if (tag.isPresent() && !tag.get().equals("!")) {
      value = tagged(event, tag.get(), span);
    } else {
      value = event.isPlain() && tag.isEmpty() ? CoreSchema.resolve(text) : Value.of(text);
    }
    return new YamlNode.Scalar(value, text, from, to, span);
  }

  /// Returns a scalar's text. The library ends a block with a line break even when the file ends
  /// without one.
  private String withoutAddedBreak(ScalarEvent event, int to) {
    String text = event.getValue();
    String all = source.text();
    boolean block = event.isLiteral() || event.isFolded();
    boolean added = block && to >= all.length() && text.endsWith("\n") && !all.endsWith("\n");
    return added ? text.substring(0, text.length() - 1) : text;
  }

  private Value tagged(ScalarEvent event, String tag, SourceSpan span) {
    String text = event.getValue();
    String type = tag.startsWith(TAGS) ? tag.substring(TAGS.length()) : "";
    if (type.equals("str")) {
      return Value.of(text);
    }
    @Nullable Value value =
        switch (type) {
          case "null" -> CoreSchema.isNull(text) ? Value.NULL : null;
          case "bool" -> truth(text);
          case "int" -> number(CoreSchema.integer(text));
          case "float" -> number(CoreSchema.number(text));
          default -> throw unexpectedTag(tag, span);
        };
    String place = "' on line " + span.line() + " and column " + span.column();
    if (!event.isPlain()) {
      String style = event.isDQuoted() ? "DoubleQuoted" : event.isSQuoted() ? "SingleQuoted" : "";
      if (style.isEmpty()) {
        style = event.isLiteral() ? "Literal" : "Folded";
      }
      throw fail(
          span,
          yaml(
              "the tag `!!" + type + "` needs a plain value, without quotes and not a block",
              "The scalar style '" + style + place + " is not valid with the tag '" + tag + "'"));
    }
    if (value == null) {
      throw fail(
          span,
          yaml(
              "`" + text + "` is no value of the tag `!!" + type + "`",
              "The value '" + text + place + " is invalid for the type '" + tag + "'"));
    }
    return value;
  }

  private static @Nullable Value truth(String text) {
    Boolean truth = CoreSchema.truth(text);
    return truth == null ? null : Value.of(truth.booleanValue());
  }

  private static @Nullable Value number(@Nullable Double number) {
    return number == null ? null : Value.of(number.doubleValue());
  }

  private void checkTag(Optional<String> tag, String type, Event event) {
    if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(TAGS + type)) {
      throw unexpectedTag(tag.get(), span(event));
    }
  }

  private Unreadable unexpectedTag(String tag, SourceSpan span) {
    String shown = tag.startsWith(TAGS) ? "!!" + tag.substring(TAGS.length()) : tag;
    Remark remark =
        yaml("the tag `" + shown + "` is not supported", "Unexpected tag '" + tag + "'")
            .fix("Remove the tag, or use `!!str`, `!!bool`, `!!int`, `!!float` or `!!null`.");
    return fail(span, remark);
  }

  private void checkDepth(Event event, int depth) {
    if (depth > limits.depth()) {
      throw fail(
          span(event),
          Remark.of(
                  "the file is nested deeper than " + limits.depth() + " levels",
                  "Maximum object depth exceeded")
              .as(ErrorCode.LIMIT_EXCEEDED));
    }
  }

  private long checkSize(Event event, long size) {
    if (size > limits.nodes()) {
      throw fail(
          span(event),
          Remark.of(
                  "the file holds more than " + limits.nodes() + " values, aliases counted in full",
                  "Maximum object size exceeded")
              .as(ErrorCode.LIMIT_EXCEEDED));
    }
    return size;
  }

  private Unreadable fail(SourceSpan where, Remark remark) {
    findings.fileError(Rule.SYNTAX, where, remark);
    return new Unreadable();
  }

  private SourceSpan span(Event event) {
    int from = offset(event.getStartMark());
    return source.span(from, Math.max(from + 1, offset(event.getEndMark())));
  }

  private int offset(Optional<Mark> mark) {
    return mark.isPresent() ? source.offset(mark.get().getIndex()) : 0;
  }
}
