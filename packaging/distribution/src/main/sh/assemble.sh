#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# assemble.sh TARGET SOURCES JAVA_HOME VERSION LOWERING: makes TARGET/berth out of TARGET/jars.
# The folder is made aside and moved into place, so that a running Berth never sees half of it. Only the
# start-up cache is made afterwards, in place: it names the jars, and where they are no longer found under
# those names the JVM asks for them once for every class, which takes longer than all of them together.
set -eu
target=$1 sources=$2 java_home=$3 version=$4 lowering=$5
new=$target/berth.new
berth=$target/berth
rm -rf "$new"
mkdir -p "$new/bin" "$new/lib"
# Of annotations that are read by compilers alone a program has no use.
for jar in "$target"/jars/*.jar; do
  case ${jar##*/} in
    *annotations-[0-9]* | jsr305-* | jspecify-* | listenablefuture-*) ;;
    *) cp "$jar" "$new/lib/" ;;
  esac
done
java() { "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$lowering" "$@"; }
java io.berth.lowering.Main "$new/lib"

# Two jars: what a run needs, and what plugins do besides, which no other command opens. The cases of backends
# stay by themselves.
set --
for jar in "$new"/lib/*.jar; do
  case ${jar##*/} in
    berth-cli-* | berth-conformance-backend-*) ;;
    berth-plugin-* | berth-protocol-*) set -- "$@" "$jar" ;;
    berth-* | snakeyaml-engine-*) ;;
    *) set -- "$@" "$jar" ;;
  esac
done
java io.berth.lowering.Merging "$new/plugins" '' "$@"
rm "$@"
set --
for jar in "$new"/lib/*.jar; do
  case ${jar##*/} in
    berth-cli-* | berth-conformance-backend-*) ;;
    *) set -- "$@" "$jar" ;;
  esac
done
java io.berth.lowering.Merging "$new/program" berth-plugins.jar "$new"/lib/berth-cli-*.jar "$@"
rm "$@" "$new"/lib/berth-cli-*.jar
mv "$new/plugins" "$new/lib/berth-plugins.jar"
mv "$new/program" "$new/lib/berth-cli.jar"

cp "$sources/find-java.sh" "$sources/java-options.sh" "$new/lib/"
cp "$sources/berth.sh" "$new/bin/berth"
chmod 755 "$new/bin/berth"

# The build id: the version and a digest of every jar, which is what the start-up cache was made from.
printf '%s %s\n' "$version" "$(cat "$new"/lib/*.jar | cksum | tr ' ' '-')" >"$new/build-id"

rm -rf "$target/berth.old"
[ ! -d "$berth" ] || mv "$berth" "$target/berth.old"
mv "$new" "$berth"
rm -rf "$target/berth.old"

. "$sources/java-options.sh"
# What is trained: `version`, `exec` in a folder without git and in a repository, and where git is found
# an action of the repository, one of another, a matrix and, where Node.js is found, a JavaScript action.
# The JVM loads at each start what was trained, so the services for jobs, whose HTTP no one-step run may
# load, are not. Not below the target, which lies in a repository itself.
training=$(mktemp -d)
trap 'rm -rf "$training"' EXIT
mkdir "$training/state"

# workflow NAME: makes the folder of that name, with a workflow of the jobs on standard input.
workflow() {
  mkdir -p "$training/$1/.github/workflows"
  { echo 'on: push' && echo 'jobs:' && cat; } >"$training/$1/.github/workflows/train.yml"
}

# repository NAME: makes that folder a repository with one commit.
repository() (
  cd "$training/$1"
  git init -q . && git add . && git -c user.name=berth -c user.email=berth@localhost commit -q -m train
) >/dev/null 2>&1

# train COMMANDS: makes the cache from one process that runs them, each ended by a `;`.
train() (
  cd "$training"
  rm -f "$target/berth.aot"
  # shellcheck disable=SC2086 # the options are words of ours
  XDG_STATE_HOME=$training/state XDG_CACHE_HOME=$training/state CI='' "$java_home/bin/java" \
    -XX:AOTCacheOutput="$target/berth.aot" $java_options -Dberth.home="$berth" -Dberth.training=true \
    -jar "$berth/lib/berth-cli.jar" "$@" >"$target/training.log" 2>&1
  [ -f "$target/berth.aot" ]
)

for folder in plain repository; do
  printf '  train:\n    runs-on: any\n    steps:\n      - run: echo trained\n' | workflow $folder
done
set -- version \; exec -C plain --plain \; exec -C repository --plain \;
if command -v git >/dev/null 2>&1 && repository repository; then
  mkdir -p "$training/server/own/it" "$training/local/it" "$training/javascript/it"
  echo 'runs: {using: composite, steps: [{run: echo trained, shell: bash}]}' >"$training/local/it/action.yml"
  cp "$training/local/it/action.yml" "$training/server/own/it/"
  workflow local <<'EOF'
  matrix:
    runs-on: any
    strategy: {matrix: {leg: [1, 2]}}
    outputs: {word: "${{ steps.word.outputs.word }}"}
    steps: [{id: word, run: 'echo word=${{ matrix.leg }} >>"$GITHUB_OUTPUT"'}]
  train:
    needs: matrix
    runs-on: any
    steps: [{uses: ./it}, {run: 'echo ${{ needs.matrix.outputs.word }}'}]
EOF
  if repository server/own/it; then
    commit=$(git -C "$training/server/own/it" rev-parse HEAD)
    git -C "$training/server/own/it" tag v1
    echo "  train: {runs-on: any, steps: [{uses: own/it@$commit}, {uses: own/it@v1}]}" | workflow remote
    # Twice: an action that is fetched and one that is there.
    for again in 1 2; do
      set -- "$@" exec -C remote --plain --actions-url "file://$training/server" \;
    done
  fi
  set -- "$@" exec -C local --plain \;
  if command -v node >/dev/null 2>&1; then
    echo 'runs: {using: node20, main: main.js}' >"$training/javascript/it/action.yml"
    echo 'console.log("trained")' >"$training/javascript/it/main.js"
    echo '  train: {runs-on: any, steps: [{uses: ./it}]}' | workflow javascript
    set -- "$@" exec -C javascript --plain --no-services \;
  fi
fi
# What cannot be run where this is built (no sockets, a strange git) is left out.
if train "$@" || train version \; exec -C plain --plain \;; then
  . "$sources/find-java.sh"
  accept_java "$java_home" 25 java
  printf '%s\n%s\n' "$(cat "$berth/build-id")" "$java_identity" >"$berth/lib/berth.aot.made-from"
  mv "$target/berth.aot" "$berth/lib/berth.aot"
else
  echo "no start-up cache was made (Berth starts slower without it); see $target/training.log" >&2
  [ "${BERTH_REQUIRE_STARTUP_CACHE:-}" != 1 ] || exit 1
  rm -f "$target/berth.aot"
fi

touch "$berth/build-id"
