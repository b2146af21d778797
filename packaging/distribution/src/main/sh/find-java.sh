# SPDX-License-Identifier: Apache-2.0
# Sets JAVA_HOME to the first Java of version $1 or newer that has bin/$2, looking at JAVA_HOME, PATH
# and the folders where packages put it. Returns 1 if there is none. Reads the `release` file instead
# of starting a Java, which would cost more than all of Berth's own start.

java_major() {
  [ -f "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%%[!0-9]*}
      [ -n "$value" ] && java_version=$value && return 0
    fi
  done <"$1/release"
  return 1
}

find_java() {
  for candidate in "${JAVA_HOME:-}" "$(path_java "$2")" \
    /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    if [ -n "$candidate" ] && [ -x "$candidate/bin/$2" ] && java_major "$candidate" \
      && [ "$java_version" -ge "$1" ]; then
      JAVA_HOME=$candidate
      return 0
    fi
  done
  return 1
}

# The home of the Java on PATH. A version manager's shim leads nowhere useful and is passed over.
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
