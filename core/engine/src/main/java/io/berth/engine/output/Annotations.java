// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import io.berth.engine.Annotation;
import io.berth.engine.Annotation.Level;
import io.berth.engine.Annotation.Place;
import io.berth.engine.matcher.Found;
import org.jspecify.annotations.Nullable;

/// Makes remarks from the commands `notice`, `warning` and `error`, by the rules of the reference
/// runner (src/Runner.Worker/ActionCommandManager.cs).
final class Annotations {

  /// How many remarks of one level a step keeps; the log shows them all.
  static final int MOST = 10;

  /// How many characters of a message are kept.
  static final int LONGEST_MESSAGE = 4096;

  private Annotations() {}

  static Annotation of(Level level, CommandLine command, String workspace, Masker masker) {
    String message = cut(masker.mask(command.data()));
    Place place = place(command, workspace);
    if (place != null) {
      place =
          new Place(
              masker.mask(place.file()),
              place.line(),
              place.endLine(),
              place.column(),
              place.endColumn());
    }
    return new Annotation(level, message, masker.mask(command.property("title")), place);
  }

  /// Makes a remark of a problem that a matcher found; its code becomes the title.
  ///
  /// @param file the file in the workspace, or empty if there is no such file
  static Annotation of(Level level, Found found, String file, Masker masker) {
    int line = number(found.line());
    int column = line == 0 ? 0 : number(found.column());
    Place place = file.isEmpty() ? null : new Place(masker.mask(file), line, 0, column, 0);
    String code = found.code().strip();
    return new Annotation(level, cut(masker.mask(found.message())), masker.mask(code), place);
  }

  static Annotation plain(Level level, String maskedMessage) {
    return new Annotation(level, cut(maskedMessage), "", null);
  }

  private static String cut(String message) {
    if (message.length() <= LONGEST_MESSAGE) {
      return message;
    }
    boolean splitsPair = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1));
    return message.substring(0, splitsPair ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE);
  }

  private static @Nullable Place place(CommandLine command, String workspace) {
    String file = command.property("file");
    int line = number(command.property("line"));
    int endLine = number(command.property("endLine"));
    int column = number(command.property("col"));
    int endColumn = number(command.property("endColumn"));
    if (line == 0) {
      line = endLine;
    }
    if (column == 0) {
      column = endColumn;
    }
    boolean severalLines = endLine != 0 && endLine != line;
    boolean backwards = column != 0 && endColumn != 0 && endColumn < column;
    if (line == 0 || severalLines || backwards) {
      column = 0;
      endColumn = 0;
    }
    if (endLine != 0 && endLine < line) {
      line = 0;
      endLine = 0;
    }
    if (file.isEmpty() && line == 0) {
      return null;
    }
    return new Place(relative(file, workspace), line, endLine, column, endColumn);
  }

  private static int number(String text) {
    try {
      return Math.max(0, Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String relative(String file, String workspace) {
    boolean windows = workspace.indexOf('\\') >= 0;
    String path = windows ? file.replace('\\', '/') : file;
    String folder = windows ? workspace.replace('\\', '/') : workspace;
    if (!folder.isEmpty() && !folder.endsWith("/")) {
      folder += "/";
    }
    boolean inside =
        !folder.isEmpty() && path.startsWith(folder) && path.length() > folder.length();
    if (inside) {
      return path.substring(folder.length());
    }
    return path.startsWith("./") ? path.substring(2) : path;
  }
}
