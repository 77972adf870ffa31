# Signalbox screen: shows a session's terminal in a tmux pane and hands on what is typed there.
#
#   screen.sh FOLDER
#
# The pane is only a screen. The program runs in a terminal of its own under the shim; its bytes come from `out`, and what
# is typed here goes into `in`. When tmux dies the program does not notice, and another screen can take over.

set -u
cd -- "$1" || exit 1
stty raw -echo
exec 3<>in 4<&0

# What is in the spool already is shown first, its end at most. The terminal's answers to questions that the program
# asked back then (colours, cursor position) would come too late and are dropped.
size=$(wc -c <out)
shown=262144
if [ "$size" -gt 0 ]; then
  from=1
  [ "$size" -gt "$shown" ] && from=$((size - shown + 1))
  tail -c "+$from" out | head -c $((size - from + 1))
  if [ -e screen-seen ]; then
    timeout --foreground 0.2 cat <&4 >/dev/null
  fi
fi
: >screen-seen

cat <&4 >&3 &
: >screen-ready
exec tail -c "+$((size + 1))" -f out
