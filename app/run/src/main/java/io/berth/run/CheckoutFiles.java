// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.actions.ActionStore;
import io.berth.actions.Checkouts;
import io.berth.actions.WorkingCopy;
import io.berth.engine.job.Action;
import io.berth.engine.job.CheckoutRequest;
import io.berth.expressions.Value;
import io.berth.model.BerthException;
import io.berth.spi.Environment;
import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionReference.Repository;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Serves `actions/checkout` for one job: the files and their `.git` are made here and copied into
/// the environment.
final class CheckoutFiles {

  private final Workspace workspace;
  private final Supplier<ActionStore> store;
  private final Value.ObjectValue github;
  private final String origin;
  private final Set<String> replaced = new HashSet<>();

  /// @param store gives the store when it is first needed
  /// @param github the `github` context of the run
  /// @param origin the URL of the remote of the repository, or an empty text
  CheckoutFiles(
      Workspace workspace, Supplier<ActionStore> store, Value.ObjectValue github, String origin) {
    this.workspace = workspace;
    this.store = store;
    this.github = github;
    this.origin = withoutPassword(origin);
  }

  /// What was put there.
  ///
  /// @param ref the ref, as the output `ref`
  /// @param commit the commit, as the output `commit`
  /// @param remarks what the log says
  record Brought(String ref, String commit, List<String> remarks) {
    Brought {
      remarks = List.copyOf(remarks);
    }
  }

  /// Puts files into the environment.
  ///
  /// @throws BerthException if there is no such ref or repository, or something is not served
  Brought bring(Environment environment, Action.BringFiles bring)
      throws IOException, InterruptedException {
    CheckoutRequest request = bring.request();
    CheckoutRequest.Source source = request.source();
    var folder = new EnvironmentFolder(environment, request.folder(), bring.place());
    if (!source.repository().isEmpty()) {
      try (var copy =
          new Checkouts(store.get())
              .other(reference(source), source.token(), wanted(request, true, address(source)))) {
        return replace(folder, request, copy);
      }
    }
    Path repository = workspace.repository();
    boolean known = Files.exists(repository.resolve(".git"));
    if (!source.ref().isEmpty() && (known || !isOwn(source.ref()))) {
      try (var copy =
          new Checkouts(store.get()).own(repository, source.ref(), wanted(request, true, origin))) {
        return replace(folder, request, copy);
      }
    }
    workspace.bring(environment, request.folder(), replaced.contains(request.folder()));
    if (!known) {
      return new Brought(
          text("ref"),
          text("sha"),
          List.of(
              "there is no `.git`: the folder of the workflows is not the root of a repository"));
    }
    try (var copy =
        new Checkouts(store.get()).own(repository, "", wanted(request, false, origin))) {
      folder.remove(List.of(".git"));
      folder.fill(copy.root(), files(copy.root(), Path.of(".git")));
      folder.removeWithFolders(copy.left());
      folder.refresh();
      return new Brought(text("ref"), copy.commit(), List.of("HEAD is " + copy.commit()));
    } catch (BerthException e) {
      return new Brought(
          text("ref"),
          text("sha"),
          List.of("there is no `.git`: " + e.errors().getFirst().problem()));
    }
  }

  private Brought replace(EnvironmentFolder folder, CheckoutRequest request, WorkingCopy copy)
      throws IOException, InterruptedException {
    if (request.options().clean()) {
      folder.clear();
    } else {
      folder.remove(List.of(".git"));
    }
    folder.fill(copy.root(), files(copy.root(), Path.of("")));
    folder.refresh();
    replaced.add(request.folder());
    String asked = request.source().ref();
    return new Brought(
        asked.isEmpty() ? copy.ref() : asked,
        copy.commit(),
        List.of("HEAD is " + copy.commit() + " (" + copy.ref() + ")"));
  }

  /// Returns whether a ref is that of the run.
  private boolean isOwn(String ref) {
    return ref.equals(text("ref"))
        || ref.equals(text("ref_name"))
        || ref.equals(text("head_ref"))
        || ref.equalsIgnoreCase(text("sha"));
  }

  private String text(String name) {
    return github.member(name).map(Value::asString).orElse("");
  }

  private static WorkingCopy.Wanted wanted(CheckoutRequest request, boolean files, String origin) {
    CheckoutRequest.Options options = request.options();
    return new WorkingCopy.Wanted(
        files,
        request.depth(),
        options.tags(),
        files && options.submodules(),
        files && options.largeFiles(),
        new WorkingCopy.Sparse(options.sparse(), options.cone()),
        origin);
  }

  private static Repository reference(CheckoutRequest.Source source) {
    String server = source.server();
    String base = server.endsWith("/") ? server : server + "/";
    String text = (server.isEmpty() ? "" : base) + source.repository() + "@HEAD";
    if (!(ActionReference.parse(text, null) instanceof Repository named)) {
      throw new IllegalStateException("not of a repository: " + text);
    }
    String ref = source.ref().isEmpty() ? "HEAD" : source.ref();
    return new Repository(named.host(), named.owner(), named.name(), "", ref);
  }

  private String address(CheckoutRequest.Source source) {
    return store.get().address(reference(source));
  }

  private static String withoutPassword(String url) {
    int scheme = url.indexOf("://");
    int slash = url.indexOf('/', scheme + 3);
    int at = url.lastIndexOf('@', slash < 0 ? url.length() : slash);
    boolean web = url.startsWith("http://") || url.startsWith("https://");
    return web && at > scheme ? url.substring(0, scheme + 3) + url.substring(at + 1) : url;
  }

  private static List<Path> files(Path root, Path below) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root.resolve(below),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!folder.equals(root)) {
              files.add(root.relativize(folder));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(root.relativize(file));
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
