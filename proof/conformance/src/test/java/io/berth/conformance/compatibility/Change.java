// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.compatibility;

/// A small change of the program as it was compiled.
sealed interface Change {

  /// Every text constant of a class that equals a word becomes another one: what goes by the word
  /// is neither found nor offered.
  ///
  /// @param type the class without its package, `Outer$Inner` if it is inside another
  record Word(String type, String word) implements Change {}

  /// A definition of the schema loses a key.
  record Key(String definition, String key) implements Change {}

  /// A method does nothing but return a value.
  ///
  /// @param value `true`, `false`, `null`, `""`, or `nothing`
  record Answer(String type, String method, String value) implements Change {}

  /// Reads `Type "word"`, `key definition.name`, or `Type.method = value`.
  static Change parse(String text) {
    var quote = text.indexOf(" \"");
    var equals = text.indexOf(" = ");
    if (equals > 0 && (quote < 0 || equals < quote)) {
      var dot = text.lastIndexOf('.', equals);
      return new Answer(
          text.substring(0, dot), text.substring(dot + 1, equals), text.substring(equals + 3));
    }
    if (text.startsWith("key ") && text.indexOf('.') > 0) {
      var dot = text.indexOf('.');
      return new Key(text.substring("key ".length(), dot), text.substring(dot + 1));
    }
    if (quote > 0 && text.endsWith("\"") && quote + 2 < text.length()) {
      return new Word(text.substring(0, quote), text.substring(quote + 2, text.length() - 1));
    }
    throw new IllegalArgumentException(
        "`"
            + text
            + "` is no change; write `Type \"word\"`, `key definition.name`, `Type.method = value`");
  }
}
