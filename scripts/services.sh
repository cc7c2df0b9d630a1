#!/usr/bin/env bash
# The services that the tests run against: Postgres with pgvector, Redis, Neo4j, a Chromium, and an embedding model.
# For a Debian 12 machine, as root, without Docker. With Docker, docker-compose.yml does the same.
set -uo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source-path=SCRIPTDIR
{
  source "$here/services/settings.sh"
  source "$here/services/log.sh"
  source "$here/services/processes.sh"
  source "$here/services/packages.sh"
  source "$here/services/postgres.sh"
  source "$here/services/redis.sh"
  source "$here/services/neo4j.sh"
  source "$here/services/chromium.sh"
  source "$here/services/e5.sh"
}

usage() {
  cat >&2 <<'TEXT'
usage: scripts/services.sh COMMAND [SERVICE…]      services: postgres redis neo4j chromium e5 (default: all)

  start    install what is missing, start what is not running
  stop     end what start started, and throw its data away
  status   say what runs; exit 1 when something does not
  env      print the variables for the tests: eval "$(scripts/services.sh env)"

Settings (environment): SERVICES_POSTGRES_PORT, SERVICES_POSTGRES_OPTIONS, SERVICES_REDIS_PORT,
SERVICES_NEO4J_PORT, SERVICES_RUN_DIR (data and logs), SERVICES_CACHE_DIR (what was fetched and built).
TEXT
  exit 2
}

# Starts the services that are not running. Installs all their packages at once, then starts the services in parallel.
start() {
  require_debian_root && prepare_run_dir || return 1
  exec 9>"$run_dir/lock"
  flock 9
  local service job missing=() packages=() jobs=() failed=0
  for service in "$@"; do
    "running_$service" || missing+=("$service")
  done
  if [[ ${#missing[@]} -eq 0 ]]; then
    say "running already: $*"
    return 0
  fi
  for service in "${missing[@]}"; do
    mapfile -t -O "${#packages[@]}" packages < <("packages_$service")
  done
  install_packages "install packages" "${packages[@]}" || return 1
  for service in "${missing[@]}"; do
    "start_$service" &
    jobs+=($!)
  done
  for job in "${jobs[@]}"; do
    wait "$job" || failed=1
  done
  [[ $failed -eq 0 ]] && say "all there: $*"
  return "$failed"
}

stop() {
  local service
  for service in "$@"; do
    "stop_$service"
  done
}

status() {
  local service failed=0
  for service in "$@"; do
    if "running_$service"; then
      echo "$service: running"
    else
      echo "$service: not running"
      failed=1
    fi
  done
  return "$failed"
}

print_env() {
  local service
  for service in "$@"; do
    "running_$service" && "env_$service"
  done
  return 0
}

[[ $# -ge 1 ]] || usage
command=$1
shift
[[ $# -ge 1 ]] || set -- postgres redis neo4j chromium e5
for service in "$@"; do
  [[ " postgres redis neo4j chromium e5 " == *" $service "* ]] || usage
done

case $command in
  start) start "$@" ;;
  stop) stop "$@" ;;
  status) status "$@" ;;
  env) print_env "$@" ;;
  *) usage ;;
esac
