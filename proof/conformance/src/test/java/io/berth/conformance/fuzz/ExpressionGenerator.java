// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Writes expressions of a wanted kind and depth, and notes what it used.
final class ExpressionGenerator {

  /// Precedences, from what binds least. A literal cannot be indexed, a postfix can.
  private static final int OR = 1;

  private static final int AND = 2;
  private static final int EQUALITY = 3;
  private static final int RELATION = 4;
  private static final int UNARY = 5;
  private static final int POSTFIX = 6;

  static final List<String> COMPARATORS = List.of("==", "!=", "<", "<=", ">", ">=");
  static final List<String> OTHER_OPERATORS =
      List.of("!", "&&", "||", "[index]", ".name", "[*]", ".*", "(group)");
  static final List<String> FUNCTIONS =
      List.of("case", "contains", "endsWith", "format", "fromJSON", "join", "startsWith", "toJSON");

  private static final List<ValueKind> KINDS = List.of(ValueKind.values());

  private static final List<String> BROKEN =
      List.of(
          "fromJSON('{')",
          "fromJSON('')",
          "format('{9}')",
          "format('{')",
          "format('}')",
          "format('{0:x}', 1)",
          "format('{256}', 1)",
          "case('x', 1, 2)",
          "case(1, 1, 2)",
          "fromJSON('[1, /* c */ 2]')",
          "fromJSON('01')",
          "fromJSON('[1,]')",
          "contains('a')",
          "toJSON()",
          "case(true, 1)",
          "nothing.here",
          "missing(1)",
          "join(1, 2, 3)",
          "1 2",
          "-x");

  private static final List<String> DEBRIS =
      List.of("(", ")", "[", "]", ",", ".", "*", "!", "==", "=", "&", "|", "'", "1", "x", "@", " ");

  private final RandomGenerator random;
  private List<String> used = new ArrayList<>();

  ExpressionGenerator(RandomGenerator random) {
    this.random = random;
  }

  /// An expression.
  ///
  /// @param text its source
  /// @param used the names of what it is made of, each as often as it occurs
  record Generated(String text, List<String> used) {}

  private record Piece(String text, int precedence) {}

  Generated next() {
    used = new ArrayList<>();
    int depth = 1 + random.nextInt(6);
    String text = (random.nextInt(2) == 0 ? of(ValueKind.BOOLEAN, depth) : any(depth)).text();
    boolean damaged = random.nextInt(100) < 5;
    return new Generated(damaged ? mutated(text) : text, List.copyOf(used));
  }

  private String mutated(String text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(3));
    return text.substring(0, at) + pick(DEBRIS) + text.substring(end);
  }

  private Piece any(int depth) {
    return of(kind(), depth);
  }

  private Piece of(ValueKind kind, int depth) {
    if (depth <= 0) {
      return leaf(kind);
    }
    int choice = random.nextInt(100);
    if (choice < 15) {
      return logical(kind, depth - 1);
    }
    if (choice < 21) {
      return choice(kind, depth - 1);
    }
    return switch (kind) {
      case NULL -> choice < 85 ? lookup(depth - 1) : leaf(kind);
      case BOOLEAN -> choice < 80 ? comparison(depth - 1) : test(depth - 1);
      case NUMBER -> choice < 60 ? parsed(depth - 1) : leaf(kind);
      case STRING -> text(depth - 1);
      case ARRAY -> choice < 75 ? filter(depth - 1) : leaf(kind);
      case OBJECT -> leaf(kind);
    };
  }

  private Piece leaf(ValueKind kind) {
    int choice = random.nextInt(1000);
    if (choice < 3) {
      return new Piece(pick(BROKEN), OR);
    }
    if (choice < 12 && kind == ValueKind.NUMBER) {
      return new Piece(pick(World.ODD_NUMBERS), UNARY);
    }
    if (choice < 12 && kind == ValueKind.STRING) {
      return new Piece(pick(World.ODD_TEXTS), UNARY);
    }
    if (choice < 450) {
      String constant = pick(World.constants(kind));
      boolean call = constant.startsWith("fromJSON");
      if (call) {
        used.add("function fromJSON");
      }
      return new Piece(constant, call ? POSTFIX : UNARY);
    }
    if (choice < 550 && kind == ValueKind.NUMBER) {
      return new Piece(randomNumber(), UNARY);
    }
    return member(pick(World.members(kind)));
  }

  private String randomNumber() {
    double number = random.nextInt(2_000_000) - 1_000_000;
    return switch (random.nextInt(3)) {
      case 0 -> Long.toString((long) number);
      case 1 -> Double.toString(number / 1024);
      default -> number + "e" + (random.nextInt(8) - 4);
    };
  }

  private Piece member(String path) {
    int dot = path.indexOf('.');
    String context = recased(path.substring(0, dot));
    String name = recased(path.substring(dot + 1));
    if (random.nextInt(3) == 0) {
      used.add("operator [index]");
      return new Piece(context + "['" + name + "']", POSTFIX);
    }
    used.add("operator .name");
    return new Piece(context + space() + "." + name, POSTFIX);
  }

  private String recased(String name) {
    return switch (random.nextInt(6)) {
      case 0 -> name.toUpperCase(Locale.ROOT);
      case 1 -> name.toLowerCase(Locale.ROOT);
      default -> name;
    };
  }

  private Piece logical(ValueKind kind, int depth) {
    boolean and = random.nextBoolean();
    int precedence = and ? AND : OR;
    String operator = and ? "&&" : "||";
    var text = new StringBuilder(within(of(kind, depth), precedence));
    int more = 1 + random.nextInt(2);
    for (int count = 0; count < more; count++) {
      used.add("operator " + operator);
      text.append(space()).append(operator).append(space());
      text.append(within(of(kind, depth - 1), precedence + 1));
    }
    return new Piece(text.toString(), precedence);
  }

  private Piece choice(ValueKind kind, int depth) {
    List<String> arguments = new ArrayList<>();
    for (int count = random.nextInt(2); count >= 0; count--) {
      arguments.add(of(ValueKind.BOOLEAN, depth).text());
      arguments.add(of(kind, depth).text());
    }
    arguments.add(of(kind, depth).text());
    return call("case", arguments);
  }

  private Piece comparison(int depth) {
    String operator = pick(COMPARATORS);
    int precedence = operator.endsWith("=") && !isOrder(operator) ? EQUALITY : RELATION;
    ValueKind left = kind();
    ValueKind right = kind();
    used.add("operator " + operator);
    used.add(pair(operator, left, right));
    String text =
        within(of(left, depth), precedence)
            + space()
            + operator
            + space()
            + within(of(right, depth), precedence + 1);
    return new Piece(text, precedence);
  }

  private static boolean isOrder(String operator) {
    return operator.startsWith("<") || operator.startsWith(">");
  }

  static String pair(String operator, ValueKind left, ValueKind right) {
    return "coercion " + left.title() + " " + operator + " " + right.title();
  }

  static String indexed(ValueKind target, ValueKind index) {
    return "index " + target.title() + "[" + index.title() + "]";
  }

  private Piece test(int depth) {
    if (random.nextInt(3) == 0) {
      used.add("operator !");
      return new Piece("!" + space() + within(any(depth), UNARY), UNARY);
    }
    String function = pick(List.of("contains", "startsWith", "endsWith"));
    return call(function, List.of(any(depth).text(), any(depth).text()));
  }

  private Piece parsed(int depth) {
    return call(
        "fromJSON", List.of(call("toJSON", List.of(of(ValueKind.NUMBER, depth).text())).text()));
  }

  private Piece text(int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> call("toJSON", List.of(any(depth).text()));
      case 1 -> {
        List<String> arguments = new ArrayList<>();
        arguments.add(any(depth).text());
        if (random.nextBoolean()) {
          arguments.add(any(depth).text());
        }
        yield call("join", arguments);
      }
      case 2 -> {
        var arguments = new ArrayList<String>();
        int count = 1 + random.nextInt(3);
        arguments.add(pattern(count));
        for (int at = 0; at < count; at++) {
          arguments.add(any(depth).text());
        }
        yield call("format", arguments);
      }
      default -> leaf(ValueKind.STRING);
    };
  }

  private String pattern(int count) {
    var text = new StringBuilder("'");
    for (int at = 0; at <= random.nextInt(4); at++) {
      text.append(pick(List.of("", "a", " ", "{{", "}}", "-")));
      text.append('{').append(random.nextInt(count)).append('}');
    }
    return text.append('\'').toString();
  }

  /// A step into anything at all, whose kind is mostly null.
  private Piece lookup(int depth) {
    ValueKind target = kind();
    ValueKind index = kind();
    used.add("operator [index]");
    used.add(indexed(target, index));
    String text = within(of(target, depth), POSTFIX) + "[" + of(index, depth).text() + "]";
    return new Piece(text, POSTFIX);
  }

  private Piece filter(int depth) {
    var text = new StringBuilder(within(any(depth), POSTFIX));
    star(text);
    for (int count = random.nextInt(3); count > 0; count--) {
      switch (random.nextInt(3)) {
        case 0 -> {
          used.add("operator .name");
          text.append('.').append(recased(pick(List.of("name", "size", "list", "inner"))));
        }
        case 1 -> {
          used.add("operator [index]");
          text.append('[').append(any(depth - 1).text()).append(']');
        }
        default -> star(text);
      }
    }
    return new Piece(text.toString(), POSTFIX);
  }

  private void star(StringBuilder text) {
    String star = random.nextBoolean() ? ".*" : "[*]";
    used.add("operator " + star);
    text.append(star);
  }

  private Piece call(String function, List<String> arguments) {
    used.add("function " + function);
    String separator = "," + space();
    return new Piece(recased(function) + "(" + String.join(separator, arguments) + ")", POSTFIX);
  }

  private String within(Piece piece, int precedence) {
    if (piece.precedence() >= precedence && random.nextInt(12) > 0) {
      return piece.text();
    }
    used.add("operator (group)");
    return "(" + space() + piece.text() + ")";
  }

  private ValueKind kind() {
    return pick(KINDS);
  }

  private String space() {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> "  ";
      case 2 -> "\n ";
      case 3 -> "\t";
      default -> " ";
    };
  }

  private <T> T pick(List<T> options) {
    return options.get(random.nextInt(options.size()));
  }
}
