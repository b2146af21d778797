// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.FileEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is below a folder, as a tar stream of it tells. A link that leads out of the folder is told
/// as a link: nothing says where it ends.
final class TarTree {

  private static final int MOST_LINKS = 40;
  private static final int MOST_ENTRIES = 2_000_000;

  private final String root;
  private final Node top = new Node(TarEntry.Kind.FOLDER, "", 0, 0);

  /// One entry.
  private static final class Node {
    private final TarEntry.Kind kind;
    private final String link;
    private final long size;
    private final long modified;
    private final Map<String, Node> children = new TreeMap<>(TarTree::byBytes);

    Node(TarEntry.Kind kind, String link, long size, long modified) {
      this.kind = kind;
      this.link = link;
      this.size = size;
      this.modified = modified;
    }
  }

  private TarTree(String root) {
    this.root = root;
  }

  private static int byBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  static TarTree of(TarStreams place, String folder) throws IOException {
    var tree = new TarTree(folder);
    int[] count = new int[1];
    var scan =
        new TarScan(
            entry -> {
              if (++count[0] > MOST_ENTRIES) {
                throw new IOException(
                    "`" + folder + "` holds more than " + MOST_ENTRIES + " files");
              }
              tree.add(entry);
            });
    place.copyOut(folder, scan);
    scan.finish();
    return tree;
  }

  private void add(TarEntry entry) {
    Deque<String> names = names(entry.name());
    String last = names.pollLast();
    if (last == null) {
      return;
    }
    Node above = top;
    for (String name : names) {
      above = above.children.computeIfAbsent(name, _ -> new Node(TarEntry.Kind.FOLDER, "", 0, 0));
    }
    Node fresh = node(entry);
    Node known = above.children.put(last, fresh);
    if (known != null && fresh.kind == TarEntry.Kind.FOLDER) {
      fresh.children.putAll(known.children);
    }
  }

  private Node node(TarEntry entry) {
    if (entry.kind() == TarEntry.Kind.HARD_LINK) {
      Node target = at(names(entry.link()), 0);
      long size = target == null ? 0 : target.size;
      return new Node(TarEntry.Kind.FILE, "", size, entry.modified());
    }
    return new Node(entry.kind(), entry.link(), entry.size(), entry.modified());
  }

  private static Deque<String> names(String path) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return names;
  }

  /// Returns what is at a path below the root, links followed on the way, or `null`.
  private @Nullable Node at(Deque<String> path, int links) {
    Node node = top;
    Deque<String> here = new ArrayDeque<>();
    Deque<String> rest = new ArrayDeque<>(path);
    int followed = links;
    while (!rest.isEmpty()) {
      String name = rest.poll();
      Node child = node.children.get(name);
      if (child == null) {
        return null;
      }
      if (child.kind == TarEntry.Kind.SYMBOLIC_LINK) {
        Deque<String> target = ++followed > MOST_LINKS ? null : target(here, child.link);
        if (target == null) {
          return null;
        }
        target.addAll(rest);
        rest = target;
        here.clear();
        node = top;
      } else {
        here.add(name);
        node = child;
      }
    }
    return node;
  }

  /// Returns where a link leads below the root, or `null` if it leads out.
  private @Nullable Deque<String> target(Deque<String> folder, String link) {
    if (link.startsWith("/")) {
      String inside = root.endsWith("/") ? root : root + "/";
      return link.startsWith(inside) && !(link + "/").contains("/../")
          ? names(link.substring(inside.length()))
          : null;
    }
    Deque<String> names = new ArrayDeque<>(folder);
    for (String name : link.split("/", -1)) {
      if (name.equals("..")) {
        if (names.pollLast() == null) {
          return null;
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return names;
  }

  List<FileEntry> list(boolean followLinks, int max) throws IOException {
    List<FileEntry> entries = new ArrayList<>();
    list(top, new ArrayDeque<>(), "", followLinks, max, new HashSet<>(), entries);
    return entries;
  }

  private void list(
      Node folder,
      Deque<String> real,
      String prefix,
      boolean followLinks,
      int max,
      Set<Node> above,
      List<FileEntry> entries)
      throws IOException {
    if (!above.add(folder)) {
      return;
    }
    for (Map.Entry<String, Node> each : folder.children.entrySet()) {
      if (entries.size() == max) {
        throw new IOException("`" + root + "` holds more than " + max + " files");
      }
      String path = prefix + each.getKey();
      Deque<String> place = new ArrayDeque<>(real);
      place.add(each.getKey());
      Node node = each.getValue();
      if (followLinks && node.kind == TarEntry.Kind.SYMBOLIC_LINK) {
        Deque<String> target = target(real, node.link);
        Node led = target == null ? null : at(target, 0);
        if (target != null && led != null) {
          node = led;
          place = target;
        }
      }
      entries.add(entry(path, node));
      if (node.kind == TarEntry.Kind.FOLDER) {
        list(node, place, path + "/", followLinks, max, above, entries);
      }
    }
    above.remove(folder);
  }

  private static FileEntry entry(String path, Node node) {
    FileEntry.Kind kind =
        switch (node.kind) {
          case FILE, HARD_LINK -> FileEntry.Kind.FILE;
          case FOLDER -> FileEntry.Kind.FOLDER;
          case SYMBOLIC_LINK -> FileEntry.Kind.LINK;
        };
    return new FileEntry(path, kind, node.size, Instant.ofEpochSecond(node.modified));
  }
}
