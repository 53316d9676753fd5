# Runs a server that does not outlive the service, whichever way the service ends.
# usage: sh guard.sh LOCK_FILE SERVER [ARGUMENT...]
# Standard input is a pipe whose other end only the service holds: when it closes, the server is asked to stop.
# Ends with the server's own status as soon as the server has ended.

exec 3<&0 </dev/null # a command in the background gets /dev/null as its input; descriptor 3 stays the pipe
echo "$$" >"$1"      # also the number of the process group of everything started here
shift

"$@" 3<&- &
server=$!

(
  while read -r _ <&3; do :; done
  kill -TERM "$server"
) 2>/dev/null &
watcher=$!

exec 3<&-
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
wait "$watcher"
exit "$status"
