#!/usr/bin/env bash
# Runs the topology of docs/scaling.md on this machine: two API processes and a worker behind HAProxy, PgBouncer, a primary and a
# replica of Postgres, Redis; loads it, breaks parts of it, and prints the results. For a Debian 12 machine, as root, without Docker.
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
  source "$here/services/pgbouncer.sh"
}

require_debian_root && prepare_run_dir || exit 1
exec 9>"$run_dir/lock"
flock 9
mapfile -t packages < <(packages_postgres; packages_redis; packages_pgbouncer; echo haproxy; echo wrk)
install_packages "install packages" "${packages[@]}" &&
  prepare_pgvector && cp -a --update --remove-destination "$pgvector_build/." / &&
  prepare_pgbouncer && install -m 755 "$pgbouncer_build/pgbouncer" "$run_dir/pgbouncer" || exit 1
exec 9>&-
PGBOUNCER=$run_dir/pgbouncer exec node "$here/../bench/scale.ts" "$@"
