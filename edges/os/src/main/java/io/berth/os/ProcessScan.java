// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One look at everything below Berth, and whose it is.
///
/// A process with a parent is its parent's. An orphan, which is a child of Berth that Berth did not
/// start, is recognised by having been seen before, by its session, by the variable or the folder
/// of a family, or because only one family can have started it. If several can have, it lives until
/// only one of them is left.
///
/// @param members the living whose family is known
/// @param deadOrphans the dead that nobody but Berth can reap
record ProcessScan(List<Member> members, List<ProcessEntry> deadOrphans) {

  static final ProcessScan EMPTY = new ProcessScan(List.of(), List.of());

  /// A living process and whose it is.
  ///
  /// @param tree the child that it came of, or null if that is not certain
  record Member(ProcessEntry process, ProcessFamily family, @Nullable ProcessTree tree) {}

  private record Owner(ProcessFamily family, @Nullable ProcessTree tree) {}

  static ProcessScan of(ProcessSpace space, List<ProcessEntry> all) {
    long self = ProcessHandle.current().pid();
    long ownSession = -1;
    Map<Long, List<ProcessEntry>> byParent = new HashMap<>();
    for (ProcessEntry process : all) {
      List<ProcessEntry> siblings = byParent.get(process.parent());
      if (siblings == null) {
        siblings = new ArrayList<>();
        byParent.put(process.parent(), siblings);
      }
      siblings.add(process);
      if (process.pid() == self) {
        ownSession = process.session();
      }
    }
    ProcessScan scan = new ProcessScan(new ArrayList<>(), new ArrayList<>());
    for (ProcessEntry top : byParent.getOrDefault(self, List.of())) {
      ProcessSpace.Root root = space.root(top);
      if (root == null && top.session() == ownSession) {
        continue;
      }
      if (root == null && top.zombie()) {
        scan.deadOrphans.add(top);
        continue;
      }
      Owner owner = root == null ? owner(space.trees(), top) : owner(root.tree());
      if (owner != null) {
        scan.add(top, owner, byParent);
      }
    }
    return scan;
  }

  private void add(ProcessEntry process, Owner owner, Map<Long, List<ProcessEntry>> byParent) {
    if (owner.tree != null) {
      owner.tree.remember(process);
    }
    if (!process.zombie()) {
      members.add(new Member(process, owner.family, owner.tree));
    }
    for (ProcessEntry child : byParent.getOrDefault(process.pid(), List.of())) {
      add(child, owner, byParent);
    }
  }

  private static @Nullable Owner owner(@Nullable ProcessTree tree) {
    return tree == null ? null : new Owner(tree.family(), tree);
  }

  private static @Nullable Owner owner(List<ProcessTree> trees, ProcessEntry orphan) {
    for (ProcessTree tree : trees) {
      if (tree.knows(orphan)) {
        return owner(tree);
      }
    }
    Set<ProcessFamily> candidates = new HashSet<>();
    for (ProcessTree tree : trees) {
      if (tree.beganBefore(orphan)) {
        candidates.add(tree.family());
      }
    }
    for (ProcessFamily family : candidates) {
      if (family.owns(orphan)) {
        return new Owner(family, treeOf(family, trees, orphan));
      }
    }
    if (candidates.size() != 1) {
      return null;
    }
    ProcessFamily only = candidates.iterator().next();
    if (!only.claims()) {
      return null;
    }
    return new Owner(only, treeOf(only, trees, orphan));
  }

  /// Returns the only tree of the family that can have made the orphan, or null.
  private static @Nullable ProcessTree treeOf(
      ProcessFamily family, List<ProcessTree> trees, ProcessEntry orphan) {
    ProcessTree only = null;
    for (ProcessTree tree : trees) {
      if (tree.family() == family && tree.ranWhenStarted(orphan)) {
        if (only != null) {
          return null;
        }
        only = tree;
      }
    }
    return only;
  }
}
