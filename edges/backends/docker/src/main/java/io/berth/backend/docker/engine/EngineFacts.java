// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import io.berth.expressions.Value;

/// What an engine says of itself. It is asked once in the life of an endpoint.
///
/// @param product its name and version, for a person; nothing is decided by it
/// @param api the version that is spoken with it
/// @param os as `linux`
/// @param arch as `amd64` or `x86_64`
/// @param cgroups `1`, `2`, or empty if it does not say
/// @param rootless whether it runs without the rights of root
/// @param limits whether the memory and processes of a container can be limited
/// @param storage the driver of its images
public record EngineFacts(
    String product,
    ApiVersion api,
    String os,
    String arch,
    String cgroups,
    boolean rootless,
    boolean limits,
    String storage) {

  static EngineFacts of(ApiVersion api, Value version, Value info) {
    String product = "an engine";
    for (Value component : Members.items(version, "Components")) {
      String name = Members.text(component, "Name");
      if (name.contains("Engine")) {
        product = name.equals("Engine") ? "Docker Engine" : name;
      }
    }
    return new EngineFacts(
        product + " " + Members.text(version, "Version"),
        api,
        Members.text(version, "Os"),
        Members.text(version, "Arch"),
        Members.text(info, "CgroupVersion"),
        Members.texts(info, "SecurityOptions").contains("name=rootless"),
        Members.flag(info, "MemoryLimit") && Members.flag(info, "PidsLimit"),
        Members.text(info, "Driver"));
  }
}
