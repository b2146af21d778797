// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

/// The other repository that a workflow file comes from.
///
/// @param file the file: its repository, its path in it, and the ref at which it was asked for
/// @param commit the commit that the ref named, or an empty text if a folder of the user stands in
public record Origin(ActionReference.Repository file, String commit) {

  /// Returns the file of a path of the same repository, at the same ref.
  public ActionReference.Repository sibling(String path) {
    return new ActionReference.Own(path).in(file);
  }
}
