// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts a program by `posix_spawn`: in a session of its own, with default signals, nothing to
/// read and both outputs in one pipe, or with a terminal, and no other file descriptor of Berth.
final class Spawn {

  private static final short SET_SIGNAL_DEFAULT = 0x04;
  private static final short SET_SIGNAL_MASK = 0x08;
  private static final short SET_SESSION = 0x80;
  private static final int OUTPUT = 1;
  private static final int ERROR = 2;
  private static final int FIRST_OTHER = 3;
  private static final int KILL = 9;
  private static final int READ_WRITE = 2;

  /// More than any C library needs for one of its own structures.
  private static final int STRUCTURE = 1024;

  private static final int SIGNAL_SET = 128;

  /// More than any kernel takes; below it the kernel itself decides.
  private static final int MAX_BLOCK = 16 << 20;

  private Spawn() {}

  /// What came of it.
  ///
  /// @param pid the process, or 0
  /// @param error why there is none, or 0
  private record Spawned(long pid, int error) {}

  /// Goes all the way to starting a program that is not there.
  static void prepare() throws IOException {
    of(new Program(List.of("/"), Map.of("", ""), "/"), "/");
  }

  static Launch of(Program program, String file) throws IOException {
    Descriptors.Pipe pipe = Descriptors.pipe();
    Spawned spawned;
    try {
      spawned = spawn(program, file, new Streams.Piped(pipe, pipe));
    } finally {
      Descriptors.close(pipe.writer());
    }
    return launched(program, file, spawned, pipe.reader());
  }

  /// Starts a program with a pipe for its output and one for its errors.
  static Launch apart(Program program, String file) throws IOException {
    Descriptors.Pipe errors = Descriptors.pipe();
    Launch launch;
    try {
      launch = apart(program, file, errors);
      if (launch instanceof Launch.Running running
          && running.child() instanceof NativeChild child) {
        // Opened anew, because the end that the pipe was made with never waits.
        child.errors(new FileInputStream("/proc/self/fd/" + errors.reader()));
      }
    } finally {
      Descriptors.close(errors.reader());
      Descriptors.close(errors.writer());
    }
    return launch;
  }

  private static Launch apart(Program program, String file, Descriptors.Pipe errors)
      throws IOException {
    Descriptors.Pipe pipe = Descriptors.pipe();
    Spawned spawned;
    try {
      spawned = spawn(program, file, new Streams.Piped(pipe, errors));
    } finally {
      Descriptors.close(pipe.writer());
    }
    return launched(program, file, spawned, pipe.reader());
  }

  /// Starts a program with a terminal of its own as all of its streams.
  static Launch of(Program program, String file, PseudoTerminal terminal) throws IOException {
    int reader = terminal.duplicate();
    Spawned spawned = spawn(program, file, new Streams.AtTerminal(terminal.name()));
    return launched(program, file, spawned, reader);
  }

  /// What a program is given to read and write.
  private sealed interface Streams {
    /// Nothing to read, and pipes for both outputs, which may be the same.
    record Piped(Descriptors.Pipe output, Descriptors.Pipe errors) implements Streams {}

    /// A terminal, which a program that leads its session gets as its own by opening it.
    record AtTerminal(String path) implements Streams {}
  }

  private static Launch launched(Program program, String file, Spawned spawned, int reader)
      throws IOException {
    if (spawned.error != 0) {
      Descriptors.close(reader);
      return refused(program, file, spawned.error);
    }
    try {
      return new Launch.Running(NativeChild.of(spawned.pid, reader));
    } catch (IOException e) {
      NativeFunction.KILL.call(spawned.pid, KILL);
      NativeFunction.WAITPID.call(spawned.pid, 0, 0);
      Descriptors.close(reader);
      throw e;
    }
  }

  private static Launch refused(Program program, String file, int error) throws IOException {
    return switch (error) {
      case Errno.AGAIN, Errno.NOMEM, Errno.NFILE, Errno.MFILE ->
          throw new IOException("a process cannot be started: " + Errno.text(error));
      case Errno.TOO_BIG ->
          new Launch.Refused(
              126,
              "`"
                  + file
                  + "` cannot be executed: "
                  + Errno.text(error)
                  + " ("
                  + size(program)
                  + " bytes)");
      default -> new Launch.Refused(126, "`" + file + "` cannot be executed: " + Errno.text(error));
    };
  }

  private static long size(Program program) {
    long size = 0;
    for (String argument : program.command()) {
      size += argument.length() + 1L;
    }
    for (Map.Entry<String, String> variable : program.env().entrySet()) {
      size += variable.getKey().length() + variable.getValue().length() + 2L;
    }
    return size;
  }

  private static Spawned spawn(Program program, String file, Streams streams) {
    if (size(program) > MAX_BLOCK) {
      return new Spawned(0, Errno.TOO_BIG);
    }
    try (Arena arena = Arena.ofConfined()) {
      List<String> variables = new ArrayList<>(program.env().size());
      for (Map.Entry<String, String> variable : program.env().entrySet()) {
        variables.add(variable.getKey() + "=" + variable.getValue());
      }
      MemorySegment pid = arena.allocate(Integer.BYTES, Integer.BYTES);
      MemorySegment actions = arena.allocate(STRUCTURE, Long.BYTES);
      NativeFunction.ACTIONS_INIT.error(actions.address());
      try {
        prepare(actions, program, streams, arena);
        int error =
            NativeFunction.SPAWN.error(
                pid.address(),
                text(arena, file),
                actions.address(),
                attributes(arena).address(),
                block(arena, program.command()).address(),
                block(arena, variables).address());
        return new Spawned(Words.intAt(pid, 0), error);
      } finally {
        NativeFunction.ACTIONS_DESTROY.error(actions.address());
      }
    }
  }

  private static void prepare(
      MemorySegment actions, Program program, Streams streams, Arena arena) {
    long at = actions.address();
    // Not a pattern switch: the start-up cache keeps no call site of one.
    if (streams instanceof Streams.Piped piped) {
      NativeFunction.ACTIONS_OPEN.error(at, 0, text(arena, "/dev/null"), 0, 0);
      NativeFunction.ACTIONS_DUP2.error(at, piped.output.writer(), OUTPUT);
      NativeFunction.ACTIONS_DUP2.error(at, piped.errors.writer(), ERROR);
    } else {
      String path = ((Streams.AtTerminal) streams).path;
      NativeFunction.ACTIONS_OPEN.error(at, 0, text(arena, path), READ_WRITE, 0);
      NativeFunction.ACTIONS_DUP2.error(at, 0, OUTPUT);
      NativeFunction.ACTIONS_DUP2.error(at, 0, ERROR);
    }
    NativeFunction.ACTIONS_CHDIR.error(at, text(arena, program.directory()));
    if (NativeFunction.ACTIONS_CLOSE_FROM.exists()) {
      NativeFunction.ACTIONS_CLOSE_FROM.error(at, FIRST_OTHER);
    } else {
      int last = OpenFiles.last();
      for (int descriptor = FIRST_OTHER; descriptor <= last; descriptor++) {
        NativeFunction.ACTIONS_CLOSE.error(at, descriptor);
      }
    }
  }

  /// Returns the address of a text that ends with a zero.
  private static long text(Arena arena, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    MemorySegment memory = arena.allocate(bytes.length + 1L);
    Words.setBytes(memory, 0, bytes);
    return memory.address();
  }

  private static MemorySegment attributes(Arena arena) {
    MemorySegment attributes = arena.allocate(STRUCTURE, Long.BYTES);
    MemorySegment none = arena.allocate(SIGNAL_SET, Long.BYTES);
    MemorySegment all = arena.allocate(SIGNAL_SET, Long.BYTES).fill((byte) 0xff);
    long at = attributes.address();
    NativeFunction.ATTR_INIT.error(at);
    NativeFunction.ATTR_MASK.error(at, none.address());
    NativeFunction.ATTR_DEFAULT.error(at, all.address());
    NativeFunction.ATTR_FLAGS.error(at, SET_SESSION | SET_SIGNAL_MASK | SET_SIGNAL_DEFAULT);
    return attributes;
  }

  /// Lays strings out as `char *[]` that ends with a null pointer, their bytes in one piece.
  private static MemorySegment block(Arena arena, List<String> strings) {
    byte[][] encoded = new byte[strings.size()][];
    long size = 0;
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = strings.get(i).getBytes(StandardCharsets.UTF_8);
      size += encoded[i].length + 1L;
    }
    MemorySegment pointers = arena.allocate((encoded.length + 1L) * Long.BYTES, Long.BYTES);
    MemorySegment bytes = arena.allocate(Math.max(size, 1));
    int offset = 0;
    for (int i = 0; i < encoded.length; i++) {
      Words.setLong(pointers, i * Long.BYTES, bytes.address() + offset);
      Words.setBytes(bytes, offset, encoded[i]);
      offset += encoded[i].length + 1;
    }
    return pointers;
  }
}
