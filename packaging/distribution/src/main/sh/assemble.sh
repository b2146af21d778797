#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# assemble.sh TARGET SOURCES JAVA_HOME VERSION LOWERING: makes TARGET/berth out of TARGET/jars.
# The folder is made aside and moved into place, so that a running Berth never sees half of it.
set -eu
target=$1 sources=$2 java_home=$3 version=$4 lowering=$5
new=$target/berth.new
rm -rf "$new"
mkdir -p "$new/bin" "$new/lib"
for jar in "$target"/jars/*.jar; do
  name=${jar##*/}
  case $name in
    berth-cli-*) cp "$jar" "$new/lib/berth-cli.jar" ;;
    *) cp "$jar" "$new/lib/$name" ;;
  esac
done
"$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$lowering" io.berth.lowering.Main "$new/lib"
cp "$sources/find-java.sh" "$sources/java-options.sh" "$new/lib/"
cp "$sources/berth.sh" "$new/bin/berth"
chmod 755 "$new/bin/berth"

# The build id: the version and a digest of every jar, which is what the start-up cache was made from.
printf '%s %s\n' "$version" "$(cat "$new"/lib/*.jar | cksum | tr ' ' '-')" >"$new/build-id"

. "$sources/java-options.sh"
# What is trained: `version`, and `exec` in a folder without git and in a repository. Not below the
# target, which lies in a repository itself.
training=$(mktemp -d)
trap 'rm -rf "$training"' EXIT
mkdir -p "$training/plain/.github/workflows" "$training/state"
printf 'on: push\njobs:\n  train:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo trained\n' \
  >"$training/plain/.github/workflows/train.yml"
cp -R "$training/plain" "$training/repository"
if command -v git >/dev/null 2>&1; then
  (
    cd "$training/repository"
    git init -q . && git add . && git -c user.name=berth -c user.email=berth@localhost commit -q -m train
  ) >/dev/null 2>&1 || rm -rf "$training/repository/.git"
fi
if (
  cd "$training"
  # shellcheck disable=SC2086 # the options are words of ours
  XDG_STATE_HOME=$training/state XDG_CACHE_HOME=$training/state CI='' "$java_home/bin/java" \
    -XX:AOTCacheOutput="$new/lib/berth.aot" $java_options -Dberth.home="$new" -Dberth.training=true \
    -jar "$new/lib/berth-cli.jar" version \; exec -C plain --plain \; exec -C repository --plain \; \
    >"$target/training.log" 2>&1
) && [ -f "$new/lib/berth.aot" ]; then
  . "$sources/find-java.sh"
  accept_java "$java_home" 25 java
  printf '%s\n%s\n' "$(cat "$new/build-id")" "$java_identity" >"$new/lib/berth.aot.made-from"
else
  echo "no start-up cache was made (Berth starts slower without it); see $target/training.log" >&2
  [ "${BERTH_REQUIRE_STARTUP_CACHE:-}" != 1 ] || exit 1
  rm -f "$new/lib/berth.aot"
fi

rm -rf "$target/berth.old"
[ ! -d "$target/berth" ] || mv "$target/berth" "$target/berth.old"
mv "$new" "$target/berth"
rm -rf "$target/berth.old"
touch "$target/berth/build-id"
