// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The actions that stand in for published ones, as a forge of git repositories. A ref that a row
/// asks for is a tag of the one commit that there is.
final class ActionMirror {

  private static final String NEED = "remote-action:";

  private final Path actions;
  private final Path forge;
  private final Set<String> made = new LinkedHashSet<>();

  /// @param actions a folder with a folder for each repository: `OWNER/NAME`
  /// @param forge where the repositories are made
  ActionMirror(Path actions, Path forge) {
    this.actions = actions;
    this.forge = forge;
  }

  String url() {
    return "file://" + forge;
  }

  /// Makes what a row needs.
  ///
  /// @return the needs of this kind that nothing stands in for
  synchronized List<String> serve(List<String> needs) throws IOException, InterruptedException {
    List<String> missing = new ArrayList<>();
    for (var need : needs) {
      if (need.startsWith(NEED) && !serve(need.substring(NEED.length()))) {
        missing.add(need);
      }
    }
    return missing;
  }

  /// @param reference `owner/name/path@ref`
  private boolean serve(String reference) throws IOException, InterruptedException {
    var at = reference.indexOf('@');
    var parts = (at < 0 ? reference : reference.substring(0, at)).split("/", 3);
    if (at < 0
        || parts.length < 2
        || !Files.isDirectory(actions.resolve(parts[0]).resolve(parts[1]))) {
      return false;
    }
    var name = parts[0] + "/" + parts[1];
    if (parts.length == 3 && !Files.exists(actions.resolve(name).resolve(parts[2]))) {
      return false;
    }
    var repository = forge.resolve(name);
    if (made.add(name)) {
      Files.createDirectories(repository.getParent());
      var copy = Checkout.of(actions.resolve(name), Files.createDirectories(forge), null);
      Files.move(copy, repository);
    }
    var ref = reference.substring(at + 1);
    return !made.add(name + "@" + ref)
        || ref.equals("main")
        || Checkout.git(repository, "tag", ref);
  }
}
