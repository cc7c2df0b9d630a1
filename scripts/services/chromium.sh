# shellcheck shell=bash
# Chromium is only installed: the tests that need it start it themselves. It is installed after the
# packages of the servers, since no server waits for it.

packages_chromium() { :; }

start_chromium() {
  install_packages "install Chromium" chromium && say "Chromium: $(command -v chromium)"
}

running_chromium() { command -v chromium >/dev/null; }

stop_chromium() { :; }

env_chromium() {
  echo "export TEST_CHROMIUM=$(command -v chromium)"
}
