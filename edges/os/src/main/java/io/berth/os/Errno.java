// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

/// The errors of Linux that Berth tells apart.
final class Errno {

  static final int PERM = 1;
  static final int NOENT = 2;
  static final int SRCH = 3;
  static final int INTR = 4;
  static final int TOO_BIG = 7;
  static final int NOEXEC = 8;
  static final int CHILD = 10;
  static final int AGAIN = 11;
  static final int NOMEM = 12;
  static final int ACCES = 13;
  static final int NFILE = 23;
  static final int MFILE = 24;
  static final int TXTBSY = 26;

  private Errno() {}

  /// Returns it in words.
  static String text(int number) {
    return switch (number) {
      case PERM -> "operation not permitted";
      case NOENT -> "no such file, or its interpreter is missing";
      case TOO_BIG -> "its arguments and variables are too long";
      case NOEXEC -> "it is no program for this machine, and names no interpreter by `#!`";
      case AGAIN -> "the limit on processes is reached";
      case NOMEM -> "there is no memory left";
      case ACCES -> "permission denied";
      case NFILE, MFILE -> "the limit on open files is reached";
      case TXTBSY -> "the file is being written";
      default -> "error " + number + " of the operating system";
    };
  }
}
