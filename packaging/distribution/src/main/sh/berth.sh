#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts Berth from the folder that this file lies in, wherever that was moved to.
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
case $self in
  */*) home=${self%/*}/.. ;;
  *) home=.. ;;
esac
lib=$home/lib

. "$lib/find-java.sh"
if ! find_java 25 java; then
  echo 'berth: Java 25 or newer is needed, and none was found in JAVA_HOME, on PATH or in the usual folders.' >&2
  echo '       Install one, for example `apt install openjdk-25-jdk`, or set JAVA_HOME.' >&2
  exit 3
fi

# The start-up cache fits only the Java that made it and the jars it was made from. A misfit would be
# reported on standard output by the JVM, so it is looked at here.
cache=
if [ -f "$lib/berth.aot" ] && [ -z "${BERTH_NO_STARTUP_CACHE:-}" ]; then
  { read -r cached_build && read -r cached_java; } <"$lib/berth.aot.made-from"
  read -r build <"$home/build-id"
  if [ "$cached_build" = "$build" ] && [ "$cached_java" = "$java_identity" ]; then
    cache=-XX:AOTCache=$lib/berth.aot
  fi
fi

# The JVM can name files only in the encoding of the locale, and names are UTF-8 wherever Berth runs. What
# was set before goes on to the steps.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
  *) export BERTH_LC_ALL="${LC_ALL-}" LC_ALL=C.UTF-8 ;;
esac

. "$lib/java-options.sh"
# What plugins need is a lot of code for every piece of output, and slow until it is compiled.
case " $* " in
  ' plugin '* | *' --backend '* | *' --backend='*) java_options="$java_options -XX:CompileThresholdScaling=1" ;;
esac
# shellcheck disable=SC2086 # the options are words of ours
exec "$JAVA_HOME/bin/java" $cache $java_options ${BERTH_JAVA_OPTIONS:-} -Dberth.home="$home" -jar "$lib/berth-cli.jar" "$@"
