// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.List;

/// Something about the world that an evaluation needs and cannot know, such as the hash of files.
///
/// @param kind what is asked: the name of the function, for example `hashFiles`
/// @param arguments what it is asked of, in order
public record Fact(String kind, List<String> arguments) {

  public Fact {
    arguments = List.copyOf(arguments);
  }
}
