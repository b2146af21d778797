// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an agent may find where it is brought to.
enum Ground {
  /// The programs of this machine.
  USUAL,
  /// Nothing but BusyBox, its shell included.
  BUSYBOX,
  /// No `setsid`.
  NO_SETSID,
  /// A user who owns nothing but the folder of the agent.
  STRANGER,
  /// A file system on which only one folder can be written.
  READ_ONLY;

  private static final List<String> PROGRAMS =
      List.of(
          "sh", "env", "dd", "mkdir", "mkfifo", "mv", "rm", "wc", "head", "tail", "grep", "tr",
          "sleep", "cat", "yes", "true", "chmod");

  /// A place to bring an agent to, and where programs are found there.
  record Prepared(Agent.Place place, String path) {}

  /// Prepares it below `folder`, or skips the test saying what is missing.
  Prepared prepare(Path folder) throws IOException {
    String path = System.getenv("PATH");
    Path home = Files.createDirectory(folder.resolve("home"));
    Carrier usual = new ProcessCarrier(path);
    return switch (this) {
      case USUAL -> at(usual, home, path);
      case BUSYBOX -> {
        String busybox = find("busybox");
        assumeThat(busybox).as("busybox is installed").isNotNull();
        List<String> all = new ArrayList<>(PROGRAMS);
        all.add("setsid");
        String only = programs(folder, all, busybox);
        yield at(new ProcessCarrier(only), home, only);
      }
      case NO_SETSID -> {
        String only = programs(folder, PROGRAMS, null);
        yield at(new ProcessCarrier(only), home, only);
      }
      case STRANGER -> {
        assumeThat(System.getProperty("user.name")).as("the tests run as root").isEqualTo("root");
        assumeThat(find("setpriv")).as("setpriv is installed").isNotNull();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        yield at(
            within(
                usual,
                List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")),
            home,
            path);
      }
      case READ_ONLY -> {
        String script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro / && exec \"$@\"";
        List<String> command = List.of("unshare", "-m", "sh", "-c", script, home.toString());
        assumeThat(works(command, home)).as("a mount namespace can be made").isTrue();
        yield at(within(usual, command), home, path);
      }
    };
  }

  private static Prepared at(Carrier carrier, Path home, String path) {
    return new Prepared(new Agent.Place(carrier, home.resolve("agent").toString(), true), path);
  }

  private static Carrier within(Carrier carrier, List<String> prefix) {
    return command -> {
      List<String> all = new ArrayList<>(prefix);
      all.addAll(command);
      return carrier.run(all);
    };
  }

  private static boolean works(List<String> prefix, Path home) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(List.of("sh", "-c", "! touch /berth-probe 2>/dev/null && touch " + home + "/probe"));
    try {
      var builder = new ProcessBuilder(all).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      return builder.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String programs(Path folder, List<String> names, @Nullable String all)
      throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String name : names) {
      String program = all == null ? find(name) : all;
      if (program != null) {
        Files.createSymbolicLink(bin.resolve(name), Path.of(program));
      }
    }
    return bin.toString();
  }

  private static @Nullable String find(String program) {
    for (String place : System.getenv("PATH").split(":", -1)) {
      File file = new File(place, program);
      if (file.canExecute()) {
        return file.getPath();
      }
    }
    return null;
  }
}
