// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a pipeline delivers.
final class Heard implements OutputListener {

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<String> blocks = new ArrayList<>();
  private final List<CommandEffect> effects = new ArrayList<>();

  @Override
  public void onLog(byte[] bytes, int from, int to) {
    if (from >= to) {
      throw new IllegalStateException("an empty block");
    }
    log.write(bytes, from, to - from);
    blocks.add(new String(bytes, from, to - from, ISO_8859_1));
  }

  @Override
  public void onEffect(CommandEffect effect) {
    effects.add(effect);
  }

  byte[] bytes() {
    return log.toByteArray();
  }

  String text() {
    return log.toString(UTF_8);
  }

  List<String> blocks() {
    return blocks;
  }

  List<CommandEffect> effects() {
    return effects;
  }
}
