# SPDX-License-Identifier: Apache-2.0
# find_java VERSION PROGRAM: sets JAVA_HOME to the first Java of that version or newer that has
# bin/PROGRAM, looking at JAVA_HOME, PATH and the folders where packages put it, and java_identity to
# what tells its build from others. Returns 1 if there is none. It reads `release` files and starts no
# process unless it must: starting a Java to ask would cost more than all of Berth's own start.

find_java() {
  accept_java "${JAVA_HOME:-}" "$1" "$2" && return 0
  accept_java "$(path_java "$2")" "$1" "$2" && return 0
  for candidate in /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    accept_java "$candidate" "$1" "$2" && return 0
  done
  return 1
}

# accept_java HOME VERSION PROGRAM: is it one? Then JAVA_HOME is set to it.
accept_java() {
  [ -n "$1" ] && [ -x "$1/bin/$3" ] && [ -f "$1/release" ] || return 1
  java_version= java_identity=
  while read -r line; do
    case $line in
      JAVA_VERSION=*)
        java_version=${line#*=}
        java_version=${java_version#\"}
        java_version=${java_version%%[!0-9]*}
        ;;
      # The rest is long and tells nothing more of the build; the shell reads it byte by byte.
      MODULES=*) [ -z "$java_version" ] || break ;;
    esac
    java_identity=$java_identity$line
  done <"$1/release"
  [ -n "$java_version" ] && [ "$java_version" -ge "$2" ] || return 1
  JAVA_HOME=$1
}

# The home of the Java on PATH, through its links. The shim of a version manager leads nowhere.
path_java() {
  found=$(command -v "$1") || return 0
  while [ -L "$found" ]; do
    link=$(readlink "$found")
    case $link in
      /*) found=$link ;;
      *) found=${found%/*}/$link ;;
    esac
  done
  found=${found%/*}
  printf '%s\n' "${found%/*}"
}
