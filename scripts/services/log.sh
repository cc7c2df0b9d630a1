# shellcheck shell=bash
# Progress goes to stderr, with the seconds since the start.

say() {
  printf 'services %4d s  %s\n' "$SECONDS" "$*" >&2
}

# step NAME COMMAND…: runs the command with its output in a log; on failure shows the end of that log.
step() {
  local name=$1 log="$run_dir/logs/${1// /-}.log" began=$SECONDS
  shift
  say "$name …"
  if "$@" </dev/null >"$log" 2>&1; then
    say "$name: done in $((SECONDS - began)) s"
    return 0
  fi
  {
    say "$name: FAILED after $((SECONDS - began)) s. The end of $log:"
    tail -n 30 "$log" | sed 's/^/    /'
  } 2>&1 | cat >&2
  return 1
}
