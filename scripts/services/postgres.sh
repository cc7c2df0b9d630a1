# shellcheck shell=bash
# Postgres from Debian, and pgvector built from the source package of the next release: Debian 12 has none.

postgres_home=/usr/lib/postgresql/$postgres_version
pgvector_build=$cache_dir/pgvector-$pgvector_version-pg$postgres_version-$(uname -m)

packages_postgres() {
  printf '%s\n' "postgresql-$postgres_version" pgbouncer
  [[ -d $pgvector_build ]] || printf '%s\n' "postgresql-server-dev-$postgres_version" gcc libc6-dev make
}

start_postgres() {
  prepare_pgvector && step "start Postgres" run_postgres &&
    say "Postgres $postgres_version with pgvector $pgvector_version: port $postgres_port"
}

prepare_pgvector() {
  [[ -d $pgvector_build ]] && return 0
  { [[ -d $cache_dir/pgvector-source ]] || step "fetch pgvector" fetch_pgvector; } &&
    step "build pgvector" build_pgvector
}

fetch_pgvector() {
  local target=$cache_dir/pgvector-source
  fetch_source pgvector "$pgvector_version-1" trixie "$target.new" && mv "$target.new" "$target"
}

build_pgvector() {
  local work config=$postgres_home/bin/pg_config
  work=$(mktemp -d) && rm -rf "$pgvector_build.new" &&
    tar -xf "$cache_dir"/pgvector-source/pgvector_*.orig.tar.* -C "$work" --strip-components=1 &&
    make -C "$work" -j2 OPTFLAGS="" with_llvm=no PG_CONFIG="$config" &&
    make -C "$work" with_llvm=no PG_CONFIG="$config" DESTDIR="$pgvector_build.new" install &&
    mv "$pgvector_build.new" "$pgvector_build"
  local status=$?
  rm -rf "$work"
  return "$status"
}

# Replaces libraries by new files or leaves them alone: overwriting one that a running server has loaded crashes the server.
run_postgres() {
  local home=$run_dir/postgres
  port_free Postgres "$postgres_port" SERVICES_POSTGRES_PORT &&
    cp -a --update --remove-destination "$pgvector_build/." / &&
    rm -rf "$home" && install -d -o postgres -m 700 "$home" &&
    as_postgres "$postgres_home/bin/initdb" --pgdata="$home/data" --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
      --no-sync --no-instructions &&
    postgres_settings >>"$home/data/postgresql.conf" &&
    as_postgres "$postgres_home/bin/pg_ctl" start --pgdata="$home/data" --wait --log="$home/postgres.log" \
      --options="${SERVICES_POSTGRES_OPTIONS:-}" &&
    remember postgres "$(head -n 1 "$home/data/postmaster.pid")" &&
    as_postgres createdb --host="$home" --port="$postgres_port" mnemograph && return 0
  tail -n 20 "$home/postgres.log" 2>/dev/null
  end postgres QUIT
  return 1
}

as_postgres() {
  (cd / && exec runuser -u postgres -- "$@" 9>&-)
}

# The data is disposable, so nothing waits for the disk. SERVICES_POSTGRES_OPTIONS='-c fsync=on …' overrides this.
postgres_settings() {
  cat <<END
listen_addresses = '127.0.0.1,::1'
port = $postgres_port
unix_socket_directories = '$run_dir/postgres'
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
fsync = off
full_page_writes = off
END
}

running_postgres() { alive postgres || restarted_postgres; }

# A restart by pg_ctl changes the pid; the new one is in postmaster.pid. Its working directory, the data folder, identifies it.
restarted_postgres() {
  local pid data=$run_dir/postgres/data
  { read -r pid <"$data/postmaster.pid"; } 2>/dev/null || return 1
  [[ /proc/$pid/cwd -ef $data ]] && remember postgres "$pid"
}

# SIGQUIT: stops at once, regardless of connections.
stop_postgres() {
  running_postgres
  end postgres QUIT
}

env_postgres() {
  echo "export TEST_DATABASE_URL=postgres://postgres@127.0.0.1:$postgres_port/mnemograph"
}
