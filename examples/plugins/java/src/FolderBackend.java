// SPDX-License-Identifier: Apache-2.0

import io.berth.kit.Marks;
import io.berth.kit.Place;
import io.berth.kit.RetainedOutput;
import io.berth.kit.SmallBackend;
import io.berth.spi.Capabilities;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Setting;
import io.berth.spi.Signal;
import io.berth.spi.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A backend whose environments are folders, and whose commands are processes of this machine. It
/// declares what it lacks: isolation, recovery, containers.
final class FolderBackend implements SmallBackend {

  static final String OS = "Linux";
  static final String ARCH = System.getProperty("os.arch").equals("aarch64") ? "ARM64" : "X64";

  private static final LabelVerdict.Platform PLATFORM =
      new LabelVerdict.Platform(OS, ARCH, null, List.of());
  private static final Capabilities CAPABILITIES =
      new Capabilities(
          Map.of(),
          Capabilities.Isolation.NONE,
          Capabilities.Recovery.NONE,
          Set.of(Signal.values()),
          Set.of(),
          Map.of(),
          new Capabilities.Limits(
              1000, 1000, 1000, RetainedOutput.ROOM, 2 << 20, Duration.ofDays(1)));

  private final Path base;
  private final ConcurrentLinkedQueue<Folder> made = new ConcurrentLinkedQueue<>();

  FolderBackend(Path base) {
    this.base = base;
  }

  @Override
  public String name() {
    return "berth-backend-example";
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    return labels.stream().map(label -> verdict(label.form())).toList();
  }

  /// A label has no settings: there is only one kind of folder.
  private static LabelVerdict verdict(LabelConfiguration.Form form) {
    List<Violation> wrong =
        switch (form) {
          case LabelConfiguration.Form.Struct(Setting.Section settings) ->
              settings.entries().keySet().stream()
                  .map(key -> new Violation(key, "this key is not known", "remove it"))
                  .toList();
          case LabelConfiguration.Form.Legacy(String text) ->
              text.isEmpty()
                  ? List.of()
                  : List.of(new Violation("", "`" + text + "` is not known", "remove it"));
        };
    return wrong.isEmpty()
        ? new LabelVerdict.Valid(Setting.Section.EMPTY, PLATFORM, CAPABILITIES, "a folder")
        : new LabelVerdict.Invalid(wrong);
  }

  @Override
  public Place make(EnvironmentRequest request, Marks marks) throws IOException {
    Folder folder = Folder.make(Files.createTempDirectory(base, "env"), request);
    made.add(folder);
    return folder;
  }

  /// Ends the environments: nobody could find them again.
  @Override
  public void close() {
    try {
      for (Folder folder : made) {
        folder.remove();
      }
      Files.deleteIfExists(base);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
