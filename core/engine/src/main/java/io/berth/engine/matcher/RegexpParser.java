// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import io.berth.engine.matcher.RegexpNode.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads regular expressions as ECMAScript writes them, with the few things beyond it that the
/// reference runner takes too: `\A`, `\z`, `\Z` and `(?i)`.
final class RegexpParser {

  private static final int DEEPEST = 100;
  private static final int LARGEST_COUNT = 1000;

  private final String text;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private int groups;
  private int at;
  private int next = 1;
  private int depth;
  private boolean withoutCase;

  /// @param root the tree
  /// @param groups how many groups remember what they matched
  record Parsed(RegexpNode root, int groups) {}

  private RegexpParser(String text) {
    this.text = text;
  }

  static Parsed parse(String text) throws RegexpException {
    var parser = new RegexpParser(text);
    parser.countGroups();
    RegexpNode root = parser.choice();
    if (parser.at < text.length()) {
      throw parser.problem("`)` without `(`");
    }
    return new Parsed(root, parser.groups);
  }

  /// Groups may be named before they begin, so they are numbered first.
  private void countGroups() throws RegexpException {
    boolean inClass = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
      } else if (c == '(' && !text.startsWith("(?", i)) {
        groups++;
      } else if (c == '(' && isNamed(i)) {
        groups++;
        int end = text.indexOf('>', i);
        String name = end < 0 ? "" : text.substring(i + 3, end);
        if (!isName(name)) {
          throw new RegexpException("a group without a proper name", i);
        }
        if (names.put(name, groups) != null) {
          throw new RegexpException("a second group `" + name + "`", i);
        }
      }
    }
  }

  private boolean isNamed(int i) {
    return text.startsWith("(?<", i) && !text.startsWith("(?<=", i) && !text.startsWith("(?<!", i);
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean good =
          i == 0 ? Character.isJavaIdentifierStart(c) : Character.isJavaIdentifierPart(c);
      if (!good) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private RegexpException problem(String what) {
    return new RegexpException(what, at);
  }

  private boolean more() {
    return at < text.length();
  }

  private boolean take(String wanted) {
    boolean there = text.startsWith(wanted, at);
    at += there ? wanted.length() : 0;
    return there;
  }

  private RegexpNode choice() throws RegexpException {
    if (++depth > DEEPEST) {
      throw problem("groups more than " + DEEPEST + " deep");
    }
    List<RegexpNode> alternatives = new ArrayList<>();
    alternatives.add(sequence());
    while (take("|")) {
      alternatives.add(sequence());
    }
    depth--;
    return alternatives.size() == 1 ? alternatives.getFirst() : new RegexpNode.Choice(alternatives);
  }

  private RegexpNode sequence() throws RegexpException {
    List<RegexpNode> parts = new ArrayList<>();
    while (more() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      int firstGroup = next;
      RegexpNode part = part();
      parts.add(repeated(part, firstGroup));
    }
    return parts.size() == 1 ? parts.getFirst() : new RegexpNode.Sequence(parts);
  }

  private RegexpNode repeated(RegexpNode part, int firstGroup) throws RegexpException {
    int least;
    int most;
    int[] counts = new int[2];
    if (take("*")) {
      least = 0;
      most = RegexpNode.UNBOUNDED;
    } else if (take("+")) {
      least = 1;
      most = RegexpNode.UNBOUNDED;
    } else if (take("?")) {
      least = 0;
      most = 1;
    } else if (counted(counts)) {
      least = counts[0];
      most = counts[1];
    } else {
      return part;
    }
    boolean greedy = !take("?");
    if (more() && (text.charAt(at) == '*' || text.charAt(at) == '+' || text.charAt(at) == '?')) {
      throw problem("a repetition of a repetition");
    }
    return new RegexpNode.Repeat(part, least, most, greedy, firstGroup, next);
  }

  /// Reads `{2}`, `{2,}` or `{2,5}`; any other brace stands for itself.
  private boolean counted(int[] counts) throws RegexpException {
    int end = more() && text.charAt(at) == '{' ? text.indexOf('}', at) : -1;
    if (end < 0) {
      return false;
    }
    String inside = text.substring(at + 1, end);
    int comma = inside.indexOf(',');
    String first = comma < 0 ? inside : inside.substring(0, comma);
    String second = comma < 0 ? inside : inside.substring(comma + 1);
    if (!isNumber(first) || !(isNumber(second) || second.isEmpty())) {
      return false;
    }
    counts[0] = count(first);
    counts[1] = second.isEmpty() ? RegexpNode.UNBOUNDED : count(second);
    if (counts[1] < counts[0]) {
      throw problem("the repetition `{" + inside + "}`, whose bounds are the wrong way round,");
    }
    at = end + 1;
    return true;
  }

  private static boolean isNumber(String digits) {
    return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private int count(String digits) throws RegexpException {
    int count = digits.length() > 4 ? LARGEST_COUNT + 1 : Integer.parseInt(digits);
    if (count > LARGEST_COUNT) {
      throw problem("a repetition of more than " + LARGEST_COUNT + " times");
    }
    return count;
  }

  private RegexpNode part() throws RegexpException {
    char c = text.charAt(at);
    return switch (c) {
      case '^' -> {
        at++;
        yield new RegexpNode.Assert(Place.BEGIN);
      }
      case '$' -> {
        at++;
        yield new RegexpNode.Assert(Place.END);
      }
      case '.' -> {
        at++;
        yield new RegexpNode.Chars(CharSet.NO_LINE_FEED);
      }
      case '(' -> {
        yield group();
      }
      case '[' -> {
        at++;
        yield chars(new RegexpClass(this::escapedInClass, text, at).read());
      }
      case '\\' -> {
        yield escape();
      }
      case '*', '+', '?' -> throw problem("`" + c + "` with nothing to repeat");
      default -> {
        at++;
        yield chars(CharSet.of(c));
      }
    };
  }

  private RegexpNode chars(RegexpClass.Read read) {
    at = read.end();
    return chars(read.set());
  }

  private RegexpNode chars(CharSet set) {
    return new RegexpNode.Chars(withoutCase ? set.withoutCase() : set);
  }

  private RegexpNode group() throws RegexpException {
    int start = at;
    boolean outer = withoutCase;
    RegexpNode node;
    if (isNamed(at)) {
      at = text.indexOf('>', at) + 1;
      node = capture();
    } else if (take("(?:")) {
      node = choice();
    } else if (take("(?=")) {
      node = new RegexpNode.Look(choice(), false, false);
    } else if (take("(?!")) {
      node = new RegexpNode.Look(choice(), false, true);
    } else if (take("(?<=")) {
      node = new RegexpNode.Look(choice(), true, false);
    } else if (take("(?<!")) {
      node = new RegexpNode.Look(choice(), true, true);
    } else if (take("(?i)")) {
      withoutCase = true;
      return new RegexpNode.Sequence(List.of());
    } else if (take("(?i:")) {
      withoutCase = true;
      node = choice();
    } else if (take("(?")) {
      at = start;
      throw problem("a group of an unknown kind");
    } else {
      at++;
      node = capture();
    }
    if (!take(")")) {
      at = start;
      throw problem("`(` without `)`");
    }
    withoutCase = outer;
    return node;
  }

  private RegexpNode capture() throws RegexpException {
    int number = next++;
    return new RegexpNode.Capture(number, choice());
  }

  private RegexpNode escape() throws RegexpException {
    if (at + 1 >= text.length()) {
      throw problem("a `\\` with nothing behind it");
    }
    char c = text.charAt(at + 1);
    return switch (c) {
      case 'b', 'B', 'A', 'z', 'Z' -> {
        at += 2;
        yield new RegexpNode.Assert(
            switch (c) {
              case 'b' -> Place.WORD_EDGE;
              case 'B' -> Place.NO_WORD_EDGE;
              case 'A' -> Place.BEGIN;
              default -> Place.END;
            });
      }
      case 'k' -> {
        int end = text.startsWith("\\k<", at) ? text.indexOf('>', at) : -1;
        Integer number = end < 0 ? null : names.get(text.substring(at + 3, end));
        if (number == null) {
          throw problem("`\\k` without the name of a group");
        }
        at = end + 1;
        yield new RegexpNode.Again(number);
      }
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        int end = at + 2;
        while (end < text.length() && end < at + 4 && Character.digit(text.charAt(end), 10) >= 0) {
          end++;
        }
        int number = Integer.parseInt(text.substring(at + 1, end));
        if (number > groups) {
          throw problem("`\\" + number + "` without a group of that number");
        }
        at = end;
        yield new RegexpNode.Again(number);
      }
      default -> {
        RegexpClass.Read read = escapedInClass(at);
        yield chars(read);
      }
    };
  }

  /// Reads an escape that stands for characters.
  ///
  /// @param start where its `\` is
  private RegexpClass.Read escapedInClass(int start) throws RegexpException {
    at = start;
    if (start + 1 >= text.length()) {
      throw problem("a `\\` with nothing behind it");
    }
    char c = text.charAt(start + 1);
    int end = start + 2;
    CharSet set =
        switch (c) {
          case 'd' -> CharSet.DIGITS;
          case 'D' -> CharSet.DIGITS.complement();
          case 'w' -> CharSet.WORD;
          case 'W' -> CharSet.WORD.complement();
          case 's' -> CharSet.SPACE;
          case 'S' -> CharSet.SPACE.complement();
          case 't' -> CharSet.of('\t');
          case 'n' -> CharSet.of('\n');
          case 'r' -> CharSet.of('\r');
          case 'f' -> CharSet.of('\f');
          case 'v' -> CharSet.of('\u000b');
          case 'a' -> CharSet.of('\u0007');
          case 'e' -> CharSet.of('\u001b');
          case 'b' -> CharSet.of('\b');
          case '0' -> CharSet.of('\u0000');
          case 'x' -> CharSet.of(hex(start, 2));
          case 'u' -> CharSet.of(hex(start, 4));
          case 'c' -> CharSet.of(control(start));
          default -> {
            if (c == 'p' || c == 'P') {
              throw problem("a class of Unicode characters, which is not served,");
            }
            yield CharSet.of(c);
          }
        };
    end += c == 'x' ? 2 : c == 'u' ? 4 : c == 'c' ? 1 : 0;
    return new RegexpClass.Read(set, end);
  }

  private char hex(int start, int digits) throws RegexpException {
    int value = 0;
    for (int i = start + 2; i < start + 2 + digits; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        throw problem("`\\" + text.charAt(start + 1) + "` without " + digits + " digits");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private char control(int start) throws RegexpException {
    char letter = start + 2 < text.length() ? text.charAt(start + 2) : 0;
    boolean good = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    if (!good) {
      throw problem("`\\c` without a letter");
    }
    return (char) (letter % 32);
  }
}
