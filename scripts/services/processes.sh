# shellcheck shell=bash
# A started process is identified by its pid and its start time, so that a pid that was reused
# by another process is never mistaken for ours.

require_debian_root() {
  if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then return 0; fi
  say "this script installs Debian packages and needs root on a Debian machine."
  say "With Docker, use instead: docker compose up --detach --wait postgres redis neo4j   (docker-compose.yml lists the variables)"
  return 1
}

prepare_run_dir() {
  if [[ -e $run_dir && ! -O $run_dir ]]; then
    say "$run_dir belongs to somebody else; set SERVICES_RUN_DIR"
    return 1
  fi
  mkdir -p "$run_dir/logs" "$cache_dir" && chmod 755 "$run_dir"
}

# Field 22 of /proc/PID/stat, unless the process is a zombie.
# The second field, the name, may contain spaces, so fields are counted after it.
start_time() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  [[ $1 != Z ]] && echo "${20}"
}

# remember NAME PID
remember() {
  echo "$2 $(start_time "$2")" >"$run_dir/$1.pid"
}

# alive NAME
alive() {
  local pid began
  { read -r pid began <"$run_dir/$1.pid"; } 2>/dev/null || return 1
  [[ -n $began && $(start_time "$pid") == "$began" ]]
}

# end NAME SIGNAL: returns when the process is gone; deletes its data.
end() {
  local pid tries
  if alive "$1"; then
    read -r pid _ <"$run_dir/$1.pid"
    kill "-$2" "$pid"
    for ((tries = 0; tries < 100; tries++)); do
      alive "$1" || break
      sleep 0.1
    done
    alive "$1" && kill -KILL "$pid"
    say "$1: stopped"
  fi
  rm -rf "${run_dir:?}/$1" "$run_dir/$1.pid"
}

# port_free NAME PORT VARIABLE
port_free() {
  if (: <"/dev/tcp/127.0.0.1/$2") 2>/dev/null; then
    echo "$1: port $2 is taken by another program; set $3 to a free one"
    return 1
  fi
}
