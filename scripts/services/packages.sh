# shellcheck shell=bash
# Debian packages, always from the mirror that this machine is configured with.

apt_options=(-q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)

# install_packages STEP PACKAGE…
install_packages() {
  local name=$1 package missing=()
  shift
  for package in "$@"; do
    installed "$package" || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] || step "$name" install_missing "${missing[@]}"
}

installed() {
  [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

install_missing() {
  echo "missing: $*"
  without_autostart apt-get "${apt_options[@]}" update &&
    without_autostart apt-get "${apt_options[@]}" install --no-install-recommends "$@"
}

# Debian starts a server on its default port when its package is installed. Prevents that, since we start our own.
without_autostart() (
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  DEBIAN_FRONTEND=noninteractive "$@"
)

# URL of the mirror from which this machine takes its own release. Known once its package lists exist.
debian_mirror() {
  own_release_site | grep . && return 0
  apt-get "${apt_options[@]}" update >&2 && own_release_site | grep .
}

own_release_site() {
  local codename
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(CODENAME) $(SITE)' 'Created-By: Packages' |
    awk -v codename="$codename" '$1 == codename && !found++ { print $2 }'
}

# fetch_source PACKAGE VERSION RELEASE DIRECTORY: fetches the upstream archive of a source package of another release (no version:
# its newest). A separate apt state keeps that release out of the machine's configuration.
fetch_source() {
  local package=$1 version=$2 release=$3 target=$4 work mirror
  if ! mirror=$(debian_mirror); then
    echo "apt has no source of this machine's own release"
    return 1
  fi
  work=$(mktemp -d) && rm -rf "$target" || return 1
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$target" &&
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" >"$work/sources.list" &&
    (
      cd "$target" || exit 1
      private_apt "$work" update && private_apt "$work" source --download-only "$package${version:+=$version}"
    )
  local status=$?
  rm -rf "$work"
  return "$status"
}

private_apt() {
  local work=$1
  shift
  apt-get -q -o APT::Sandbox::User=root -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" "$@"
}
