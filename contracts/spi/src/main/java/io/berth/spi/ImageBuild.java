// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.util.Map;

/// An image to build.
///
/// @param id chosen by the caller, unique within its environment
/// @param context the folder to build from, an absolute path inside the environment
/// @param recipe the `Dockerfile`, relative to the context
/// @param arguments the build arguments
@Experimental
public record ImageBuild(String id, String context, String recipe, Map<String, String> arguments) {

  public ImageBuild {
    Ids.check("image", id);
    arguments = Map.copyOf(arguments);
  }
}
