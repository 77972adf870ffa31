# Signalbox shim: runs the one process of a session, holds its standard input open, and records how it ended, whatever
# becomes of the host agent.
#
#   shim.sh FOLDER open|closed merged|separate|terminal SECONDS|-
#
# With SECONDS the session has a guard, which ends it when the host agent was not in contact with the log for so long, even
# when there is no host agent any more.
#
# In FOLDER it reads `launch`; it makes `claim` (so that no second shim starts), `shim` (itself), `in` (a FIFO),
# `holder` (who keeps the FIFO open), `out`, `err`, and, at the end, `exit.json`. Nothing that a user wrote is on a
# command line here or read as shell: the user's words stand in `launch`, each in single quotes.
#
# awk waits for the process, because its system() tells a signal (256 + number) from an exit code of 128 + number, which
# the shell's $? does not. Its exit status comes first in `status` where a terminal lies between, and in `exit.json` once
# the terminal has handed over every byte.

set -u

if [ "$1" = inner ]; then
  # It is in the process group of the program, so whatever that is sent comes here too.
  trap '' HUP INT QUIT TERM TSTP USR1 USR2 ALRM PIPE CONT TTIN TTOU VTALRM PROF XCPU XFSZ
  exec awk 'BEGIN { print system("exec env -i --default-signal /bin/sh ./launch") > "status" }'
fi

if [ "$1" = guard ]; then
  session=${PWD##*/}
  group=-
  terminal=-

  # The fields behind the program's name, which may contain spaces: state, parent, group, and so on.
  main_alive() {
    [ "$group" != - ] && read -r stat <"/proc/$main/stat" || return 1
    set -- ${stat##*) }
    [ "$1" != Z ] && [ "${20}" = "$start" ]
  } 2>/dev/null

  marked() {
    grep -lzxF "SIGNALBOX_SESSION=$session" /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3
  }

  # Its main process proves that the group is the session's; when it is gone, what it left carries the marker.
  ask() {
    if main_alive; then
      kill -s "$1" -- "-$group"
      kill -s CONT -- "-$group"
    else
      left=$(marked)
      [ -z "$left" ] || kill -s "$1" $left
    fi
  }

  # It may have been asleep with the machine, so it looks at least twice a minute.
  while :; do
    read -r contact boot <../../contact || contact=0
    read -r up idle </proc/uptime
    left=$((contact + $2 - ${up%.*}))
    [ "$left" -gt 0 ] || break
    sleep $((left < 30 ? left : 30))
    [ ! -e pid ] || read -r main group kernel start boot terminal <pid
    [ ! -e exit.json ] || main_alive || [ -n "$(marked)" ] || exit 0
  done

  [ ! -e pid ] || read -r main group kernel start boot terminal <pid
  : >overdue
  ask TERM
  for second in 1 2 3 4 5 6 7 8 9 10; do
    # What it leaves behind is asked in its turn.
    main_alive || ask TERM
    main_alive || [ -n "$(marked)" ] || exit 0
    sleep 1
    [ "$second" != 1 ] || [ "$terminal" = - ] || ask HUP
  done
  for second in 1 2 3 4 5 6 7 8 9 10; do
    if main_alive; then kill -s KILL -- "-$group"; fi
    left=$(marked)
    [ -n "$left" ] || exit 0
    kill -s KILL $left
    sleep 1
  done
  exit 1
fi

SIGNALBOX_SHIM=$0
export SIGNALBOX_SHIM
input=$2
streams=$3
guard=$4
cd -- "$1" || exit 1
exec </dev/null >/dev/null 2>>shim.log
(set -C && : >claim) || exit 1

# The shim outlives what is meant for its session. env --default-signal undoes this for the process itself.
trap '' HUP INT QUIT TERM TSTP

read -r stat </proc/$$/stat
read -r boot </proc/sys/kernel/random/boot_id
set -- $stat
printf '%s %s %s\n' "$$" "${22}" "$boot" >shim

holder=0
stdin='</dev/null'
if [ "$input" = open ]; then
  mkfifo -m 600 in || exit 1
  sleep 2147483647 3<>in &
  holder=$!
  read -r stat </proc/$holder/stat
  set -- $stat
  printf '%s %s %s\n' "$holder" "${22}" "$boot" >holder
  stdin='<in'
fi

# In a kernel session of its own: nothing that is meant for the session reaches it.
[ "$guard" = - ] || setsid /bin/sh "$SIGNALBOX_SHIM" guard "$guard" &

process='exec setsid env -i --default-signal /bin/sh ./launch'
case $streams in
  merged) run="$process $stdin >>out 2>&1" ;;
  separate) run="$process $stdin >>out 2>>err" ;;
  terminal) run='exec script -q -e -c "exec /bin/sh \"\$SIGNALBOX_SHIM\" inner" /dev/null <>in >>out 2>>shim.log' ;;
esac

# exit.tmp was made with its full length beforehand and is written over, so that a full disk does not lose the exit.
exec awk -v run="$run" -v holder="$holder" '
BEGIN {
  status = system(run)
  if (run ~ /^exec script /) {
    # Without a status the inner half was killed with its whole group; script says so in the way of the shell.
    if ((getline line < "status") > 0) status = line
    else if (status > 128 && status < 256) status += 128
  }
  code = "null"
  signal = "null"
  if (status >= 512) signal = status - 512
  else if (status >= 256) signal = status - 256
  else code = status + 0
  system("printf \"{\\\"code\\\":%s,\\\"signal\\\":%s,\\\"endedAtMillis\\\":%s}\\n\" " code " " signal \
    " \"$(date +%s%3N)\" 1<>exit.tmp && sync exit.tmp && mv exit.tmp exit.json && sync .")
  if (holder > 0) system("kill -s KILL " holder)
}'
