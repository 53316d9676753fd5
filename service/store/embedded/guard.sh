# Runs a server that does not outlive the service, whichever way the service ends.
# usage: sh guard.sh LOCK_FILE PATIENCE_S SERVER [ARGUMENT...]
# Standard input is a pipe whose other end only the service holds: when it closes, the server is asked to stop,
# and killed after PATIENCE_S. Ends with the server's own status as soon as the server has ended.

umask 077 # what comments say is for the service alone
exec 3<&0 </dev/null # a command in the background gets /dev/null as its input; descriptor 3 stays the pipe
echo "$$" >"$1"      # also the number of the process group of everything started here
patience_s=$2
shift 2

"$@" 3<&- &
server=$!

(
  while read -r _ <&3; do :; done
  trap 'kill "$sleeper"; wait "$sleeper"; exit' TERM
  kill -TERM "$server"
  while [ "$patience_s" -gt 0 ]; do
    kill -0 "$server" || exit # only if the guard itself was killed: it ends this loop otherwise
    sleep 1 3<&- &
    sleeper=$!
    wait "$sleeper"
    patience_s=$((patience_s - 1))
  done
  kill -KILL "$server"
) 2>/dev/null &
watcher=$!

exec 3<&-
wait "$server"
status=$?
exec 2>/dev/null # the log needs no word of what follows
kill "$watcher"
wait "$watcher"
exit "$status"
