// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.backend.docker.options.Objection.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Options as they were written.
///
/// @param flag which
/// @param written how it was written, as `--memory` or `-m`
/// @param value of it
/// @param column where it begins in the text of the options, counted from 1
record Given(Flag<?> flag, String written, String value, int column) {

  private static final int MOST_CHARACTERS = 64 << 10;

  /// Options, and what is wrong with the text that they are written in.
  ///
  /// @param options in order
  /// @param mistakes each with what it is about
  record Parsed(List<Given> options, List<Mistake> mistakes) {}

  /// Something that is no option.
  ///
  /// @param written what it is, empty for the whole text
  /// @param similar options that look like it
  record Mistake(String written, int column, Objection objection, List<String> similar) {}

  /// Reads options as the docker command does.
  static Parsed parse(String text, Flags flags) {
    List<Given> options = new ArrayList<>();
    List<Mistake> mistakes = new ArrayList<>();
    if (text.length() > MOST_CHARACTERS) {
      mistakes.add(
          mistake(
              "", 1, "syntax", "it is longer than " + MOST_CHARACTERS + " characters", "cut it"));
      return new Parsed(options, mistakes);
    }
    Word.Split split = Word.split(text);
    if (!split.mistake().isEmpty()) {
      mistakes.add(mistake("", 1, "syntax", split.mistake(), "close it, or remove it"));
    }
    new Walk(flags, split.words(), options, mistakes).all();
    return new Parsed(options, mistakes);
  }

  private static Mistake mistake(
      String written, int column, String rule, String problem, String remedy) {
    return new Mistake(
        written,
        column,
        new Objection(Weight.INVALID, "options." + rule, problem, remedy),
        List.of());
  }

  /// One walk along the words.
  private static final class Walk {

    private final Flags flags;
    private final List<Word> words;
    private final List<Given> options;
    private final List<Mistake> mistakes;
    private int next;

    Walk(Flags flags, List<Word> words, List<Given> options, List<Mistake> mistakes) {
      this.flags = flags;
      this.words = words;
      this.options = options;
      this.mistakes = mistakes;
    }

    void all() {
      while (next < words.size()) {
        Word word = words.get(next++);
        String text = word.text();
        if (text.startsWith("--") && text.length() > 2) {
          named(word);
        } else if (text.startsWith("-") && !text.startsWith("--") && text.length() > 1) {
          lettered(word);
        } else {
          mistakes.add(
              mistake(
                  text,
                  word.column(),
                  "syntax",
                  "it is no option; the image and the command are Berth's to add",
                  "remove it, or quote it together with the value that it belongs to"));
        }
      }
    }

    private void named(Word word) {
      int equals = word.text().indexOf('=');
      String name = word.text().substring(2, equals < 0 ? word.text().length() : equals);
      Optional<Flag<?>> flag = flags.named(name);
      String written = "--" + name;
      if (flag.isEmpty()) {
        unknown(written, word.column(), flags.similar(name), equals < 0);
      } else if (equals >= 0) {
        add(flag.get(), written, word.text().substring(equals + 1), word.column());
      } else {
        add(flag.get(), written, word.column());
      }
    }

    private void lettered(Word word) {
      String text = word.text();
      for (int at = 1; at < text.length(); at++) {
        String written = "-" + text.charAt(at);
        Optional<Flag<?>> flag = flags.lettered(text.charAt(at));
        if (flag.isEmpty()) {
          unknown(written, word.column(), List.of(), at == text.length() - 1);
          return;
        }
        boolean equals = text.startsWith("=", at + 1);
        if (equals || (flag.get().form() != Flag.Form.SWITCH && at + 1 < text.length())) {
          add(flag.get(), written, text.substring(at + (equals ? 2 : 1)), word.column());
          return;
        }
        add(flag.get(), written, word.column());
      }
    }

    private void add(Flag<?> flag, String written, int column) {
      if (flag.form() == Flag.Form.SWITCH) {
        add(flag, written, "true", column);
      } else if (next == words.size()) {
        mistakes.add(
            mistake(
                written, column, flag.name(), "its value is missing", "write one, or remove it"));
      } else {
        add(flag, written, words.get(next++).text(), column);
      }
    }

    private void add(Flag<?> flag, String written, String value, int column) {
      options.add(new Given(flag, written, value, column));
    }

    private void unknown(String written, int column, List<String> similar, boolean skip) {
      Objection objection =
          new Objection(
              Weight.INVALID,
              "options.unknown",
              "it is no option of the docker command that Berth knows",
              "remove it, or write one of docs/reference/container-options.md");
      mistakes.add(new Mistake(written, column, objection, similar));
      if (skip && next < words.size() && !words.get(next).text().startsWith("-")) {
        next++;
      }
    }
  }
}
