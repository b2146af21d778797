// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one [ActionReference], and says what may have been meant by a text that is none.
final class ActionReferences {

  private static final String DOCKER = "docker://";
  private static final String FORMS =
      "Write `owner/repository@ref`, `./path`, `$/path`, `docker://image` or"
          + " `https://host/owner/repository@ref`.";

  private final String text;
  private final @Nullable SourceSpan where;

  ActionReferences(String text, @Nullable SourceSpan where) {
    this.text = text;
    this.where = where;
  }

  ActionReference parse() {
    if (text.isBlank()) {
      throw refused("`uses` is empty", FORMS, List.of());
    }
    if (text.startsWith("./") || text.startsWith(".\\")) {
      return new ActionReference.Local(inside(text.substring(2)));
    }
    if (text.startsWith("$/")) {
      return new ActionReference.Own(inside(text.substring(2)));
    }
    if (text.startsWith(DOCKER)) {
      return image(text.substring(DOCKER.length()));
    }
    if (text.startsWith("..")) {
      throw refused("`" + text + "` leads out of the repository", FORMS, List.of());
    }
    if (text.equals(".") || text.startsWith("/") || text.startsWith("docker:")) {
      String rest = text.startsWith("docker:") ? text.substring(7) : text.substring(1);
      while (rest.startsWith("/")) {
        rest = rest.substring(1);
      }
      String meant = text.startsWith("docker:") ? DOCKER + rest : "./" + rest;
      throw refused("`" + text + "` names no action", FORMS, List.of(meant));
    }
    return repository();
  }

  private ActionReference image(String image) {
    if (image.isEmpty()) {
      throw refused(
          "`docker://` names no image",
          "Write the image behind it, as in `docker://debian:13`.",
          List.of());
    }
    return new ActionReference.Image(image);
  }

  private ActionReference repository() {
    String host = "";
    String rest = text;
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      int slash = text.indexOf('/', scheme + 3);
      host = slash < 0 ? text : text.substring(0, slash);
      rest = slash < 0 ? "" : text.substring(slash + 1);
      checkHost(host, scheme);
    }
    int at = rest.indexOf('@');
    if (at < 0) {
      throw withoutRef(rest);
    }
    String ref = rest.substring(at + 1);
    List<String> names = names(rest.substring(0, at));
    if (hasSpace(ref) || (names.size() > 1 && hasSpace(names.get(0) + names.get(1)))) {
      throw refused(
          "`" + text + "` has white space in it",
          "Remove the white space.",
          List.of(withoutSpace(text)));
    }
    if (ref.isEmpty() || ref.indexOf('@') >= 0 || ref.startsWith("-")) {
      throw refused(
          "`" + text + "` has no usable ref behind `@`",
          "Write a tag, a branch or a commit behind one `@`.",
          List.of());
    }
    if (names.size() < 2) {
      throw refused(
          "`" + text + "` names a repository without its owner, or an owner without a repository",
          FORMS,
          List.of());
    }
    String path = String.join("/", names.subList(2, names.size()));
    return new ActionReference.Repository(
        host, checked(names.get(0)), checked(names.get(1)), inside(path), ref);
  }

  private void checkHost(String host, int scheme) {
    String name = host.substring(Math.min(host.length(), scheme + 3));
    if (!host.startsWith("https://") && !host.startsWith("http://")) {
      throw refused(
          "`" + text + "` is not reached by https", "Write `https://` before the host.", List.of());
    }
    if (name.indexOf('@') >= 0) {
      throw refused(
          "`uses` holds the name of a user or a password",
          "Remove it; give Berth a token for the host instead.",
          List.of());
    }
    if (name.isEmpty()) {
      throw refused("`" + text + "` names no host", FORMS, List.of());
    }
  }

  private BerthException withoutRef(String rest) {
    List<String> names = names(rest);
    String last = names.isEmpty() ? "" : names.getLast();
    int colon = rest.lastIndexOf(':');
    List<String> meant = new ArrayList<>();
    if (text.startsWith(".") || last.equals("action.yml") || last.endsWith(".yaml")) {
      meant.add("./" + text);
    } else if (colon > 0 && names.size() > 1) {
      meant.add(text.substring(0, text.lastIndexOf(':')) + "@" + rest.substring(colon + 1));
    }
    return refused(
        "`" + text + "` says no version",
        names.size() < 2
            ? FORMS
            : "Add `@` and a tag, a branch or a commit, or begin with `./` if it lies in this"
                + " repository.",
        meant);
  }

  private static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= path.length(); i++) {
      boolean end = i == path.length() || path.charAt(i) == '/' || path.charAt(i) == '\\';
      if (end) {
        if (i > start) {
          names.add(path.substring(start, i));
        }
        start = i + 1;
      }
    }
    return names;
  }

  private String checked(String name) {
    boolean known = !name.equals(".") && !name.equals("..") && !name.startsWith("-");
    for (int i = 0; known && i < name.length(); i++) {
      char c = name.charAt(i);
      known = Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
    }
    if (!known) {
      throw refused("`" + name + "` is the name of no owner and no repository", FORMS, List.of());
    }
    return name;
  }

  /// Returns a path with single `/` between its parts.
  private String inside(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : names(path)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          throw refused("`" + text + "` leads out of the repository", FORMS, List.of());
        }
        parts.removeLast();
      } else if (!part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static boolean hasSpace(String text) {
    return !withoutSpace(text).equals(text);
  }

  private static String withoutSpace(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > ' ' && !Character.isWhitespace(text.charAt(i))) {
        kept.append(text.charAt(i));
      }
    }
    return kept.toString();
  }

  private BerthException refused(String problem, String remedy, List<String> similar) {
    return new BerthException(
        new BerthError(ErrorCode.WORKFLOW_INVALID, problem, remedy, where, similar));
  }
}
