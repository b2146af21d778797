# SPDX-License-Identifier: Apache-2.0
# The step agent, POSIX sh edition: owns executions inside an environment.
#
#   sh agent.sh BASE FENCE      requests on standard input, answers on standard output, until the input ends
#   sh agent.sh BASE FENCE -w   the warden: ends everything when the lease has run out
#
# BASE is a folder of its own, closed to others. docs/reference/agent.md describes the requests and the files.

usual=$(umask)
umask 077
base=$1 fence=$2
LC_ALL=C PS4=
export LC_ALL
block=4096 blocks=256 room=4194304 zero=1000000000000000
nl='
'

# How this system does what sh cannot.
shell=sh
[ ! -x /bin/sh ] || shell=/bin/sh
setsid=
command -v setsid >/dev/null 2>&1 && setsid=setsid

# --- files -----------------------------------------------------------------------------------------------------

# Reads the first line of a file into $got; empty if there is none.
got=
line() {
  got=
  [ -r "$1" ] && read -r got 2>/dev/null <"$1"
  return 0
}

# Copies exactly $1 bytes of the standard input to $2, or fails: half a request must not be taken for a whole one.
take() {
  dd bs="$1" count=1 iflag=fullblock 2>"$base/taken" >"$2" || return 1
  while read -r got; do
    case $got in "1+0 records in") return 0 ;; esac
  done <"$base/taken"
  return 1
}

# Sets $now to the seconds since the machine started, and $ticks to the hundredths.
clock() {
  read -r now _ </proc/uptime
  ticks=${now%.*}${now#*.}
  now=${now%.*}
}

# Sets $oom to how often the kernel ended something here for want of memory, as far as that can be seen.
ooms() {
  oom=0
  path=
  while IFS= read -r entry; do
    case $entry in 0::*) path=${entry#0::} ;; esac
  done 2>/dev/null </proc/self/cgroup
  for events in "/sys/fs/cgroup$path/memory.events" /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
    [ -r "$events" ] || continue
    while read -r key value; do
      [ "$key" = oom_kill ] && oom=$value
    done <"$events"
    return 0
  done
}

# --- processes -------------------------------------------------------------------------------------------------

# Sets $began to when process $1 started, in hundredths of a second since the machine did; empty if it is gone.
birth() {
  began=
  text=
  while IFS= read -r part; do text=$text$part; done 2>/dev/null <"/proc/$1/stat"
  [ -n "$text" ] || return 0
  set -f
  set -- ${text##*) }
  set +f
  began=${20}
}

# Sets $table to all living processes, as PID:PARENT:SESSION.
look() {
  [ -n "$sessions" ] || ! grep -q '^NSsid:' /proc/self/status 2>/dev/null || sessions=yes
  table=
  state= parent=
  while IFS="/:	 " read -r _ _ id _ key value _; do
    case $key in
      State) state=$value ;;
      PPid)
        parent=$value
        [ -n "$sessions" ] || [ "$state" = Z ] || table="$table $id:$parent:0"
        ;;
      NSsid) [ "$state" = Z ] || table="$table $id:$parent:$value" ;;
    esac
  done <<END
$(grep -s -e '^State:' -e '^PPid:' -e '^NSsid:' /proc/[0-9]*/status /dev/null)
END
}
sessions=

# Sets $marked to those that were started with the variable of this environment: with exactly that, for what is
# found here may be killed.
marks() {
  marked=' '
  line "$base/mark"
  mark=$got
  [ -n "$mark" ] || return 0
  # The grep of BusyBox sees nothing behind a NUL, so all have to be looked at there.
  if printf 'a\000b' | grep -q -F b; then
    near=$(grep -l -F -s -e "$mark" /proc/[0-9]*/environ)
  else
    near=$(echo /proc/[0-9]*/environ)
  fi
  for file in $near; do
    tr '\0' '\n' 2>/dev/null <"$file" | grep -q -x -F -e "$mark" || continue
    file=${file#/proc/}
    marked="$marked${file%/environ} "
  done
}

# Returns whether variable $1 is one that nothing else on this machine can have by chance.
telling() {
  case $1 in
    *[!A-Za-z0-9_.=-]*) return 1 ;;
    [A-Z]*=????????????????????????*) return 0 ;;
    *) return 1 ;;
  esac
}

# Sets $found to the living processes of the execution in folder $1: what descends from its keeper or is in its
# session, and what detached itself but can have come of no other execution.
tree() {
  look
  related "$1"
  [ "$leader" != none ] || return 0
  marks
  for id in $marked; do
    case $found in *" $id "*) continue ;; esac
    birth "$id"
    [ -n "$began" ] && only "$1" && found="$found$id "
  done
  return 0
}

# Sets $found to those of $table that descend from the keeper of an execution or are in its session.
related() {
  found=' '
  line "$1/keeper"
  keeper=${got:-none}
  # A keeper whose command has ended has no children but those it needs itself.
  [ ! -e "$1/cause" ] || keeper=none
  line "$1/leader"
  leader=${got%% *} start=${got#* }
  [ -n "$leader" ] || leader=none
  case $table in *" $leader:"*)
    birth "$leader"
    [ "$began" = "$start" ] || return 0
    ;;
  esac
  more=yes
  while [ -n "$more" ]; do
    more=
    for entry in $table; do
      id=${entry%%:*} entry=${entry#*:}
      case $found in *" $id "*) continue ;; esac
      case "$found$keeper " in
        *" ${entry%:*} "*) ;;
        *) [ "${entry#*:}" = "$leader" ] || continue ;;
      esac
      found="$found$id "
      more=yes
    done
  done
}

# Returns whether the execution in folder $1 ran at $began and no other did.
only() {
  during "$1" || return 1
  for other in "$base"/x/*; do
    [ "$other" = "$1" ] && continue
    during "$other" && return 1
  done
  return 0
}

during() {
  line "$1/leader"
  [ -n "$got" ] && [ "${got#* }" -le "$began" ] || return 1
  line "$1/ended"
  [ -z "$got" ] || [ "$began" -le "$got" ]
}

# Sends signal $1 to the processes that follow, one by one: one that is gone must not spare the others.
send() {
  number=$1
  shift
  for id; do
    [ "$id" -le 1 ] || [ "$id" = $$ ] || kill -s "$number" "$id" 2>/dev/null
  done
  return 0
}

# Ends the tree of the execution in folder $1 and what it starts meanwhile.
fell() {
  round=0
  while tree "$1" && [ "$found" != ' ' ] && [ $round -lt 100 ]; do
    send STOP $found
    tree "$1"
    send KILL $found
    round=$((round + 1))
    [ $round -lt 3 ] || pause
  done
}

# Waits for a moment.
pause() { sleep 0.05 2>/dev/null || sleep 1; }

# --- one execution ---------------------------------------------------------------------------------------------

# Runs the launcher in folder $d as two processes that outlive this one: the keeper, which waits for the command,
# and the copier, which keeps its output. They are made in the foreground, for what is made with "&" ignores the
# interrupt for ever; so that nobody waits for them, the copier, which is made last, kills the shell that would.
run() {
  (
    {
      read -r self _ </proc/self/stat
      trap : HUP
      echo "$self" >"$d/keeper"
      keep
    } </dev/null 2>"$d/note" | {
      read -r self _ _ shell _ </proc/self/stat
      trap : HUP
      echo "$self" >"$d/copier"
      kill -s KILL "$shell"
      copy
    } >/dev/null 2>&1
  ) 2>/dev/null
}

keep() {
  ooms
  before=$oom
  umask "$usual"
  $setsid $shell "$d/launch" "$d"
  code=$?
  umask 077
  clock
  echo "$ticks" >"$d/ended"
  cause="exited $code"
  # A shell tells of every signal that ended a command, except of these two.
  if [ $code -gt 128 ] && [ -s "$d/note" ]; then
    cause="signalled $((code - 128))"
  elif [ $code -eq 130 ] && [ -e "$d/asked.INT" ]; then
    cause="signalled 2"
  fi
  ooms
  [ "$cause" = "signalled 9" ] && [ "$oom" -gt "$before" ] && [ ! -e "$d/asked" ] && cause=oom
  echo "$cause" >"$d/cause"
  exec >/dev/null
  seconds=0
  # A folder that was deleted meanwhile is nothing to wait for, even if it is there anew.
  while [ -e "$d/cause" ] && [ ! -e "$d/closed" ] && [ $seconds -lt 5 ]; do
    sleep 1
    seconds=$((seconds + 1))
  done
  if [ -e "$d/closed" ] || [ ! -e "$d/cause" ]; then exit; fi
  : >"$d/cut"
  line "$d/copier"
  [ -z "$got" ] || kill -s USR1 "$got"
  finish
  exit
}

# Keeps the output in files of at most a megabyte, each named by where it starts, until it is said to be durable;
# when there is too much of it, waits for that, and so does the command.
copy() {
  exec 3<&0 </dev/null
  cut= reader=
  trap 'cut=yes; [ -z "$reader" ] || kill "$reader"' USR1
  at=0 end=
  [ -e "$d/cut" ] && cut=yes
  while :; do
    part=$d/o.$((zero + at))
    dd bs=$block count=$blocks <&3 >"$part" 2>"$d/dd" &
    reader=$!
    # What was cut while there was no room is still to be read; it is there, so that takes no time.
    [ -z "$cut" ] || { pause; kill $reader; }
    wait $reader
    failed=$?
    wait $reader
    reader=
    count= size=
    while read -r got; do
      case $got in
        *" records in") count=${got%% *} ;;
        *" bytes"*) size=${got%% *} ;;
      esac
    done <"$d/dd"
    case $count in
      "$blocks+0") at=$((at + block * blocks)) ;;
      *+*)
        [ $failed -eq 0 ] || [ -n "$cut" ] || { fault "the place for its output is full"; break; }
        at=$((at + ${size:-$(wc -c <"$part")}))
        if [ $((${count%+*} + ${count#*+})) -lt $blocks ]; then
          [ $failed -ne 0 ] || end=$at
          break
        fi
        ;;
      *)
        [ -n "$cut" ] || fault "its output can no longer be kept"
        break
        ;;
    esac
    make_room
  done
  # Where the output ends, unless something is left that nobody wants.
  echo "$end" >"$d/closed"
  [ -n "$cut" ] || finish
  [ -n "$end" ] || exec cat <&3
}

make_room() {
  durable
  while [ $((at - durable)) -ge $room ]; do
    [ -p "$d/go" ] || mkfifo "$d/go"
    : >"$d/full"
    durable
    [ $((at - durable)) -lt $room ] || read -r _ <>"$d/go"
    durable
  done
  [ ! -e "$d/full" ] || rm -f "$d/full"
}

# Sets $durable to the position before which nobody reads any more.
durable() {
  line "$d/durable"
  durable=${got:-0}
}

# Ends a command whose output cannot be kept: it must not go on as if it were.
fault() {
  echo "$1" >"$d/fault"
  fell "$d"
}

# Writes the result, once.
finish() {
  set -C
  true 2>/dev/null >"$d/finish" || exit
  set +C
  if [ -e "$d/asked" ] || [ -e "$d/limit" ]; then fell "$d"; fi
  line "$d/cause"
  cause=${got:-lost the process that waited for the command was ended}
  if [ -e "$d/limit" ]; then
    line "$d/deadline"
    cause="timeout ${got#* }"
  fi
  line "$d/refused"
  [ -z "$got" ] || cause="refused $got"
  line "$d/fault"
  [ -z "$got" ] || cause="lost $got"
  [ ! -e "$base/over" ] || cause="over the environment has ended"
  echo "$cause" >"$d/result.new"
  mv -f "$d/result.new" "$d/result"
}

# --- requests --------------------------------------------------------------------------------------------------

# start ID BYTES MILLIS: runs the launcher that follows. Whoever asked ends it after so many milliseconds (0: no
# limit); if nobody does, the warden does a little later.
start() {
  d=$base/x/$1
  if [ -e "$base/over" ]; then
    take "$2" /dev/null
    echo "over"
  elif [ -d "$d" ] || ! mkdir "$d" 2>/dev/null; then
    take "$2" /dev/null
    [ -d "$d" ] && echo known || echo "failed $d cannot be made"
  elif take "$2" "$d/launch"; then
    if [ "$3" -gt 0 ]; then
      clock
      echo "$((now + $3 / 1000 + 2)) $3" >"$d/deadline"
    fi
    run
    echo started
  else
    rm -rf "$d"
    echo "failed $d/launch cannot be written"
  fi
}

# read ID FROM MAX DURABLE: what follows FROM; nothing before DURABLE is asked for again.
output() {
  d=$base/x/$1 from=$2 max=$3 keep=$4
  [ -d "$d" ] || { echo unknown; return; }
  durable
  if [ "$keep" -gt "$durable" ]; then
    durable=$keep
    echo "$durable" >"$d/durable"
    release
  fi
  closed= part= next=
  line "$d/closed"
  end=$got
  [ -e "$d/closed" ] && closed=yes
  [ -e "$d/lost" ] && closed=yes
  for each in "$d"/o.*; do
    [ -e "$each" ] || break
    first=$((${each##*/o.} - zero))
    if [ $first -le "$from" ]; then
      part=$each at=$first next=
    elif [ -z "$next" ]; then
      next=$first
    fi
  done
  if [ "$from" -lt "$durable" ]; then
    echo "bad $durable"
  elif [ -z "$part" ]; then
    quiet 0
  else
    whole
  fi
}

# Answers from the part that holds the position.
whole() {
  if [ -n "${next:-$end}" ]; then
    size=$((${next:-$end} - at))
  elif [ ! -s "$part" ]; then
    size=0
  else
    line "$d/size"
    # Its size is known if nothing was written since it was looked at, or nothing ever will be.
    if [ "$got" = "$from" ] && { [ -e "$d/sized" ] || [ "$d/looked" -nt "$part" ]; }; then
      quiet "$from"
      return
    fi
    : >"$d/looked"
    size=$(wc -c <"$part")
    size=$((size))
    echo $((at + size)) >"$d/size"
    [ ! -e "$d/closed" ] || [ -z "$closed" ] || : >"$d/sized"
  fi
  left=$((at + size - from))
  if [ $left -le 0 ]; then
    quiet $((at + size))
    return
  fi
  [ $left -le "$max" ] || left=$max
  echo "data $left"
  if [ "$from" -eq "$at" ]; then
    head -c $left "$part"
  else
    tail -c +$((from - at + 1)) "$part" | head -c $left
  fi
}

# Answers that there is nothing after the position, at least not yet; $1 is the end of what there is.
quiet() {
  if [ "$from" -gt "$1" ]; then
    echo "bad $1"
  elif [ -n "$closed" ]; then
    echo end
  else
    alive && echo none || echo end
  fi
}

# Deletes the parts that are durable as a whole and wakes the copier if it waits for room.
release() {
  last=
  set --
  for each in "$d"/o.*; do
    [ -z "$last" ] || [ $((${each##*/o.} - zero)) -gt "$durable" ] || set -- "$@" "$last"
    last=$each
  done
  [ $# -eq 0 ] || rm -f "$@"
  [ ! -e "$d/full" ] || echo <>"$d/go" >&0
}

# Returns whether somebody still waits for the end of the execution in $d; notes that it is lost if not.
alive() {
  [ -e "$d/result" ] && return 0
  for each in keeper copier; do
    line "$d/$each"
    [ -z "$got" ] || ! kill -s 0 "$got" 2>/dev/null || return 0
  done
  [ -e "$d/result" ] && return 0
  : >"$d/lost"
  echo "lost the agent inside the environment was ended" >"$d/result"
  return 1
}

# result ID: how it ended.
result() {
  d=$base/x/$1
  [ -d "$d" ] || { echo unknown; return; }
  alive
  line "$d/result"
  [ -n "$got" ] && echo "ended $got" || echo running
}

# signal ID NAME CAUSE: to the whole tree. CAUSE is asked or limit.
signal() {
  d=$base/x/$1
  [ -d "$d" ] || { echo unknown; return; }
  if [ ! -e "$d/cause" ]; then
    # It has begun, but its first process may not be there yet.
    tries=0
    while [ ! -e "$d/leader" ] && [ ! -e "$d/cause" ] && [ $tries -lt 100 ]; do
      pause
      tries=$((tries + 1))
    done
    : >"$d/$3"
    : >"$d/asked.$2"
  fi
  if [ "$2" = KILL ]; then
    fell "$d"
  elif [ ! -e "$d/cause" ]; then
    tree "$d"
    send "$2" $found
  fi
  echo done
}

# put COUNT BYTES: writes files with the folders above them. For each follow a line with "x" for a program or "-"
# and its size, a line with its path, and what is to be in it; all of that is BYTES long.
put() {
  count=$1 wrong=
  umask "$usual"
  while [ "$count" -gt 0 ]; do
    count=$((count - 1))
    read -r kind size
    IFS= read -r path
    [ -d "${path%/*}/" ] || mkdir -p "${path%/*}/"
    # What waits for a reader would hold up every other request.
    if { [ -e "$path" ] && [ ! -f "$path" ]; } || ! true >"$path"; then
      wrong=$path
      [ "$size" -eq 0 ] || take "$size" /dev/null
    elif [ "$size" -gt 0 ] && ! take "$size" "$path"; then
      wrong=$path
    elif [ "$kind" = x ] && ! chmod +x "$path"; then
      wrong=$path
    fi
  done
  umask 077
  [ -z "$wrong" ] && echo done || echo "failed $wrong cannot be written"
}

# get FROM MAX, and a line with a path: so much of a file, and its size. If it becomes shorter meanwhile, zeros
# follow, for as many bytes as were promised have to come.
get() {
  IFS= read -r path
  [ -f "$path" ] || { echo none; return; }
  [ -s "$path" ] || { echo "empty 0"; return; }
  [ -r "$path" ] || { echo "failed $path cannot be read"; return; }
  size=$(wc -c <"$path")
  size=$((size)) left=$((size - $1))
  [ "$left" -le "$2" ] || left=$2
  if [ "$left" -le 0 ]; then
    echo "empty $size"
    return
  fi
  echo "data $left $size"
  if [ "$1" -eq 0 ]; then
    { head -c "$left" "$path"; head -c "$left" /dev/zero; } | head -c "$left"
  else
    { tail -c +$(($1 + 1)) "$path" | head -c "$left"; head -c "$left" /dev/zero; } | head -c "$left"
  fi
}

# folders COUNT, and a line with the path of each: makes them with those above them.
folders() {
  count=$1
  set --
  while [ "$count" -gt 0 ]; do
    count=$((count - 1))
    IFS= read -r path
    set -- "$@" "$path"
  done
  (umask "$usual"; mkdir -p -- "$@") && echo done || echo "failed $* cannot be made"
}

# forget ID: an execution that has ended, and its output.
forget() {
  d=$base/x/$1
  if [ -e "$d/result" ]; then rm -rf "$d"; fi
  echo done
}

# list: all executions.
list() {
  set --
  for each in "$base"/x/*; do
    [ -d "$each" ] && set -- "$@" "${each##*/}"
  done
  echo "list $*"
}

# renew SECONDS: the lease, counted from now.
renew() {
  clock
  echo $((now + $1)) >"$base/lease.new"
  mv -f "$base/lease.new" "$base/lease"
  echo done
}

# init SECONDS BYTES: begins. What follows is three lines: a variable that all is started with, the folder of
# the environment, and that folder again if the warden is to delete it at the end of the lease.
init() {
  take "$2" "$base/about" || { echo "failed $base/about cannot be written"; return; }
  { read -r mark && read -r home && read -r wipe; } <"$base/about"
  telling "$mark" || { echo "failed the variable is not one of a kind"; return; }
  mkdir -p "$base/x"
  echo "$mark" >"$base/mark"
  echo "$home" >"$base/home"
  [ -z "$wipe" ] || echo "$wipe" >"$base/wipe"
  echo "$fence" >"$base/fence"
  renew "$1"
  guard
}

# adopt SECONDS: takes over for the fence that this agent was started with.
adopt() {
  [ ! -e "$base/over" ] || { echo over; return; }
  echo "$fence" >"$base/fence.new"
  mv -f "$base/fence.new" "$base/fence"
  renew "$1"
  guard
}

# Starts the warden unless it lives.
guard() {
  line "$base/warden"
  [ -n "$got" ] && kill -s 0 "$got" 2>/dev/null && return
  $setsid sh "$base/agent.sh" "$base" "$fence" -w </dev/null >/dev/null 2>&1 &
}

# end: everything that was started here, for good.
end() {
  : >"$base/over"
  fellAll
  [ "$found" = ' ' ] && echo done || echo "left$found"
}

fellAll() {
  line "$base/home"
  home=$got
  round=0
  while everybody && [ "$found" != ' ' ] && [ $round -lt 200 ]; do
    send STOP $found
    everybody
    send KILL $found
    round=$((round + 1))
    [ $round -lt 3 ] || pause
  done
  for d in "$base"/x/*; do
    [ -e "$d/result" ] || ! [ -d "$d" ] || { line "$d/copier"; [ -z "$got" ] || kill "$got" 2>/dev/null; }
  done
}

# Sets $found to all that belongs to the environment.
everybody() {
  all=' '
  look
  for each in "$base"/x/*; do
    [ -d "$each" ] || continue
    related "$each"
    all="$all${found# }"
  done
  marks
  for id in $marked; do
    case $all in *" $id "*) continue ;; esac
    # What has ended keeps its variables for as long as nobody has asked for it, but is none of the living.
    case $table in *" $id:"*) all="$all$id " ;; esac
  done
  found=$all
}

# --- the warden ------------------------------------------------------------------------------------------------

warden() {
  read -r self _ </proc/self/stat
  echo "$self" >"$base/warden"
  trap : HUP
  while sleep 1; do
    [ -e "$base/lease" ] && [ ! -e "$base/over" ] || exit 0
    clock
    line "$base/lease"
    if [ "$now" -ge "${got:-0}" ]; then
      end >/dev/null
      line "$base/wipe"
      # Read to its end before it deletes itself.
      { [ -z "$got" ] || rm -rf "$got"; exit 0; }
    fi
    for deadline in "$base"/x/*/deadline; do
      d=${deadline%/deadline}
      [ -e "$deadline" ] && [ ! -e "$d/cause" ] || continue
      line "$deadline"
      [ "$now" -ge "${got%% *}" ] || continue
      : >"$d/limit"
      fell "$d"
    done
  done
}

# --- the loop --------------------------------------------------------------------------------------------------

# Refuses what would change something if a later owner has taken over.
mine() {
  line "$base/fence"
  [ "${got:-0}" -le "$fence" ] || { echo "stale $got"; return 1; }
}

serve() {
  exec 2>/dev/null
  while read -r verb a b c e; do
    case $verb in
      start)
        if mine >/dev/null; then start "$a" "$b" "$c"; else take "$b" /dev/null; mine; fi ;;
      read) output "$a" "$b" "$c" "$e" ;;
      result) result "$a" ;;
      signal) mine && signal "$a" "$b" "$c" ;;
      put) if mine >/dev/null; then put "$a"; else take "$b" /dev/null; mine; fi ;;
      get) get "$a" "$b" ;;
      folders) folders "$a" ;;
      who) echo "who $(id -u) $(id -g)" ;;
      forget) mine && forget "$a" ;;
      list) list ;;
      renew) mine && renew "$a" ;;
      init) init "$a" "$b" ;;
      adopt) mine && adopt "$a" ;;
      end) mine && end ;;
      hello) echo "agent 1" ;;
      *) echo "failed no such request: $verb" ;;
    esac
  done
}

case $3 in
  -w) warden ;;
  *) serve ;;
esac
