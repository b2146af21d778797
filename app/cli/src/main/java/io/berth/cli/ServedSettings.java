// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Setting;
import org.snakeyaml.engine.v2.nodes.Node;

/// A backend whose settings stand in a file beside it, so that runners give none.
///
/// @param factory of the backend
/// @param settings of it
record ServedSettings(BackendFactory factory, Setting.Section settings) implements BackendFactory {

  /// @throws BerthException if the file is no mapping in YAML or JSON, or the backend does not take
  ///     it
  static ServedSettings read(BackendFactory factory, String file, Invocation invocation) {
    var read = new SettingsFile(file, InputFile.text(file, invocation));
    Node document = read.document();
    Setting.Section settings =
        document == null ? Setting.Section.EMPTY : read.section(document, "`" + file + "`");
    read.check();
    var served = new ServedSettings(factory, settings);
    try {
      served.create(Setting.Section.EMPTY);
    } catch (BerthException e) {
      throw new BerthException(e.errors().stream().map(read::placed).toList(), e);
    }
    return served;
  }

  @Override
  public String id() {
    return factory.id();
  }

  @Override
  public Backend create(Setting.Section given) {
    if (!given.entries().isEmpty()) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "backend `" + id() + "` has settings of its own and takes none from runners",
              "remove them from the runner's configuration"));
    }
    return factory.create(settings);
  }
}
