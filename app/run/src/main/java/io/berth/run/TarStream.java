// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Files and folders as a POSIX tar stream, packed while it is read. Long names and big sizes go
/// into extended headers; modes and links are kept, owners are not.
final class TarStream extends InputStream {

  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final long LARGEST_SIZE = 077777777777L;

  private final Path root;
  private final Iterator<Path> files;
  private InputStream part = InputStream.nullInputStream();
  private long padding;
  private boolean ended;

  /// @param files what is packed, relative to `root`
  TarStream(Path root, List<Path> files) {
    this.root = root;
    this.files = files.iterator();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      int count = part.read(into, offset, length);
      if (count > 0) {
        return count;
      }
      part.close();
      if (padding > 0) {
        part = new ByteArrayInputStream(new byte[(int) padding]);
        padding = 0;
      } else if (!nextFile()) {
        return -1;
      }
    }
  }

  @Override
  public void close() throws IOException {
    part.close();
  }

  private boolean nextFile() throws IOException {
    if (files.hasNext()) {
      part = entry(files.next());
      return true;
    }
    if (ended) {
      return false;
    }
    ended = true;
    part = new ByteArrayInputStream(new byte[2 * BLOCK]);
    return true;
  }

  private InputStream entry(Path file) throws IOException {
    Path path = root.resolve(file);
    var attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String name = file.toString().replace('\\', '/');
    long time = attributes.lastModifiedTime().toMillis() / 1000;
    if (attributes.isSymbolicLink()) {
      String target = Files.readSymbolicLink(path).toString();
      return new ByteArrayInputStream(header(name, 0777, 0, time, '2', target));
    }
    if (attributes.isDirectory()) {
      int mode = mode(attributes.permissions());
      return new ByteArrayInputStream(header(name + "/", mode, 0, time, '5', ""));
    }
    long size = attributes.size();
    padding = (BLOCK - size % BLOCK) % BLOCK;
    byte[] header = header(name, mode(attributes.permissions()), size, time, '0', "");
    return new java.io.SequenceInputStream(
        new ByteArrayInputStream(header), new Exactly(Files.newInputStream(path), size, path));
  }

  private static int mode(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (PosixFilePermission permission : permissions) {
      mode |=
          switch (permission) {
            case OWNER_READ -> 0400;
            case OWNER_WRITE -> 0200;
            case OWNER_EXECUTE -> 0100;
            case GROUP_READ -> 0040;
            case GROUP_WRITE -> 0020;
            case GROUP_EXECUTE -> 0010;
            case OTHERS_READ -> 0004;
            case OTHERS_WRITE -> 0002;
            case OTHERS_EXECUTE -> 0001;
          };
    }
    return mode;
  }

  private static byte[] header(
      String name, int mode, long size, long time, char type, String link) {
    var out = new ByteArrayOutputStream();
    var extended = new StringBuilder();
    if (bytes(name).length > NAME) {
      record(extended, "path", name);
    }
    if (bytes(link).length > NAME) {
      record(extended, "linkpath", link);
    }
    if (size > LARGEST_SIZE) {
      record(extended, "size", Long.toString(size));
    }
    if (!extended.isEmpty()) {
      byte[] records = bytes(extended.toString());
      out.writeBytes(block("././@PaxHeader", 0644, records.length, time, 'x', ""));
      out.writeBytes(records);
      out.writeBytes(new byte[(BLOCK - records.length % BLOCK) % BLOCK]);
    }
    out.writeBytes(block(name, mode, Math.min(size, LARGEST_SIZE), time, type, link));
    return out.toByteArray();
  }

  /// A record says its own length, which counts too.
  private static void record(StringBuilder records, String key, String value) {
    int rest = bytes(value).length + key.length() + 3;
    int length = rest + String.valueOf(rest).length();
    if (String.valueOf(length).length() > String.valueOf(rest).length()) {
      length++;
    }
    records.append(length).append(' ').append(key).append('=').append(value).append('\n');
  }

  private static byte[] block(String name, int mode, long size, long time, char type, String link) {
    byte[] block = new byte[BLOCK];
    put(block, 0, NAME, bytes(name));
    octal(block, 100, 8, mode);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size);
    octal(block, 136, 12, time);
    block[156] = (byte) type;
    put(block, 157, NAME, bytes(link));
    put(block, 257, 8, bytes("ustar\u000000"));
    put(block, 148, 8, bytes("        "));
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 7, sum);
    return block;
  }

  private static void octal(byte[] block, int at, int width, long number) {
    String digits = Long.toOctalString(number);
    for (int i = 0; i < width - 1; i++) {
      int digit = digits.length() - (width - 1) + i;
      block[at + i] = (byte) (digit < 0 ? '0' : digits.charAt(digit));
    }
    block[at + width - 1] = 0;
  }

  private static void put(byte[] block, int at, int width, byte[] text) {
    System.arraycopy(text, 0, block, at, Math.min(width, text.length));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A file that has as many bytes as its header says, whatever happens to it meanwhile.
  private static final class Exactly extends InputStream {

    private final InputStream in;
    private final Path file;
    private long left;

    Exactly(InputStream in, long size, Path file) {
      this.in = in;
      this.left = size;
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(into, offset, (int) Math.min(left, length));
      if (count < 0) {
        throw new IOException("the file `" + file + "` became shorter while it was copied");
      }
      left -= count;
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
