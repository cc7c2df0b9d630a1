# shellcheck shell=bash
# PgBouncer, built from the source package of the next Debian release: Debian 12's is older than 1.21, the first version that
# supports named prepared statements.

pgbouncer_build=$cache_dir/pgbouncer-$(uname -m)

packages_pgbouncer() {
  [[ -x $pgbouncer_build/pgbouncer ]] || printf '%s\n' gcc libc6-dev make pkg-config libevent-dev
}

prepare_pgbouncer() {
  [[ -x $pgbouncer_build/pgbouncer ]] && return 0
  { [[ -d $cache_dir/pgbouncer-source ]] || step "fetch PgBouncer" fetch_pgbouncer; } &&
    step "build PgBouncer" build_pgbouncer
}

fetch_pgbouncer() {
  local target=$cache_dir/pgbouncer-source
  fetch_source pgbouncer "" trixie "$target.new" && mv "$target.new" "$target"
}

build_pgbouncer() {
  local work
  work=$(mktemp -d) && mkdir -p "$pgbouncer_build" &&
    tar -xf "$cache_dir"/pgbouncer-source/pgbouncer_*.orig.tar.* -C "$work" --strip-components=1 &&
    (cd "$work" && ./configure --without-openssl --without-cares --disable-debug) &&
    make -C "$work" -j2 pgbouncer &&
    install -m 755 "$work/pgbouncer" "$pgbouncer_build/pgbouncer"
  local status=$?
  rm -rf "$work"
  return "$status"
}
