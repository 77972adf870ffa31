# Signalbox keyframe: shows in a tmux pane what a terminal shows after some bytes, and says so by its title.
#
#   keyframe.sh FOLDER FROM COUNT TITLE
#
# First the bytes of `keyframe-before`, then COUNT bytes of `out`, from byte FROM on (the first is 1). The title comes
# behind them, so whoever sees it knows that all of them were taken.

set -u
cd -- "$1" || exit 1
stty raw -echo
cat keyframe-before
tail -c "+$2" out | head -c "$3"
printf '\033]2;%s\033\\' "$4"
exec sleep 20
