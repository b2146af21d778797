// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Dialect;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The workflow files that were found.
///
/// @param root the folder that is the repository's
/// @param folder the folder that holds the workflows, as it is shown
/// @param dialect whose reading of the language applies
/// @param files the files in the order of their names
/// @param passedOver other folders of the repository that hold workflows
public record WorkflowFiles(
    Path root, String folder, Dialect dialect, List<Path> files, List<String> passedOver) {

  public WorkflowFiles {
    files = List.copyOf(files);
    passedOver = List.copyOf(passedOver);
  }

  /// A folder in which workflows may lie.
  private record Place(String name, Dialect dialect) {}

  private static final List<Place> PLACES =
      List.of(
          new Place(".forgejo", Dialect.FORGEJO),
          new Place(".gitea", Dialect.GITEA),
          new Place(".github", Dialect.GITHUB));

  /// Finds the workflows.
  ///
  /// @param directory where to look: in it, else in the folders above it up to the root of the
  ///     repository
  /// @param given the file or folder that was named, or `null`
  static WorkflowFiles find(Path directory, @Nullable Path given) {
    Path start = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(start)) {
      throw failure(
          ErrorCode.FILE_UNREADABLE,
          "the folder `" + directory + "` is not there",
          "name a folder that holds a repository with `-C DIR`");
    }
    return given == null ? search(start) : given(start, start.resolve(given).normalize());
  }

  private static WorkflowFiles search(Path start) {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      WorkflowFiles found = in(folder);
      if (found != null) {
        return found;
      }
      if (Files.exists(folder.resolve(".git"))) {
        break;
      }
    }
    throw failure(
        ErrorCode.WORKFLOW_NOT_FOUND,
        "there is no workflow in `.forgejo/workflows`, `.gitea/workflows` or `.github/workflows` of `"
            + start
            + "`",
        "write one, or name a file or folder with `-W PATH`");
  }

  private static @Nullable WorkflowFiles in(Path folder) {
    List<WorkflowFiles> found = new ArrayList<>();
    for (Place place : PLACES) {
      Path workflows = folder.resolve(place.name()).resolve("workflows");
      List<Path> files = Files.isDirectory(workflows) ? filesIn(workflows) : List.of();
      if (!files.isEmpty()) {
        String name = place.name() + "/workflows";
        found.add(new WorkflowFiles(folder, name, place.dialect(), files, List.of()));
      }
    }
    if (found.isEmpty()) {
      return null;
    }
    List<String> others = new ArrayList<>();
    for (WorkflowFiles other : found.subList(1, found.size())) {
      others.add(other.folder());
    }
    WorkflowFiles first = found.getFirst();
    return new WorkflowFiles(folder, first.folder(), first.dialect(), first.files(), others);
  }

  private static WorkflowFiles given(Path start, Path given) {
    if (Files.isDirectory(given)) {
      List<Path> files = filesIn(given);
      if (files.isEmpty()) {
        throw failure(
            ErrorCode.WORKFLOW_NOT_FOUND,
            "the folder `"
                + given
                + "` holds no workflow, that is, no file ending in `.yml` or `.yaml`",
            null);
      }
      return new WorkflowFiles(
          root(start, given), shown(start, given), dialect(given), files, List.of());
    }
    if (!Files.exists(given)) {
      throw failure(ErrorCode.FILE_UNREADABLE, "there is no file or folder `" + given + "`", null);
    }
    Path parent = given.getParent();
    Path folder = parent == null ? start : parent;
    return new WorkflowFiles(
        root(start, folder), shown(start, given), dialect(folder), List.of(given), List.of());
  }

  /// A folder like `x/.github/workflows` above `start` belongs to the repository `x`.
  private static Path root(Path start, Path folder) {
    Path place = folder.getParent();
    Path root = place == null ? null : place.getParent();
    boolean usual =
        root != null && folder.endsWith("workflows") && start.startsWith(root) && isPlace(place);
    return usual && root != null ? root : start;
  }

  private static boolean isPlace(@Nullable Path folder) {
    if (folder == null || folder.getFileName() == null) {
      return false;
    }
    String name = String.valueOf(folder.getFileName());
    for (Place place : PLACES) {
      if (place.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Dialect dialect(Path folder) {
    for (Place place : PLACES) {
      if (folder.endsWith(Path.of(place.name(), "workflows"))) {
        return place.dialect();
      }
    }
    return Dialect.GITHUB;
  }

  /// Returns the workflows of all folders that hold some, for every forge, of the repository that a
  /// folder lies in; none if there are none.
  public static List<Path> everyForge(Path directory) {
    for (Path folder = directory; folder != null; folder = folder.getParent()) {
      List<Path> files = new ArrayList<>();
      for (Place place : PLACES) {
        Path workflows = folder.resolve(place.name()).resolve("workflows");
        if (Files.isDirectory(workflows)) {
          files.addAll(filesIn(workflows));
        }
      }
      if (!files.isEmpty() || Files.exists(folder.resolve(".git"))) {
        return files;
      }
    }
    return List.of();
  }

  /// Returns the workflows in a folder, in the order of their names.
  public static List<Path> filesIn(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if ((name.endsWith(".yml") || name.endsWith(".yaml")) && Files.isRegularFile(entry)) {
          files.add(entry);
        }
      }
    } catch (IOException e) {
      throw new BerthException(Unreadable.of(folder.toString(), folder, e), e);
    }
    Collections.sort(files);
    return files;
  }

  /// Returns a path as users know it: relative to the repository where it lies inside.
  static String shown(Path root, Path file) {
    return file.startsWith(root)
        ? root.relativize(file).toString().replace('\\', '/')
        : file.toString();
  }

  private static BerthException failure(ErrorCode code, String problem, @Nullable String remedy) {
    return new BerthException(BerthError.of(code, problem, remedy));
  }
}
