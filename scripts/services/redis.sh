# shellcheck shell=bash
# Redis from Debian, without persistence.

packages_redis() { echo redis-server; }

start_redis() {
  step "start Redis" run_redis && say "Redis: port $redis_port"
}

run_redis() {
  local home=$run_dir/redis tries
  port_free Redis "$redis_port" SERVICES_REDIS_PORT && mkdir -p "$home" || return 1
  setsid redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$home" --save '' --appendonly no \
    --logfile "$home/redis.log" </dev/null >/dev/null 2>&1 9>&- &
  remember redis $!
  for ((tries = 0; tries < 100; tries++)); do
    [[ $(redis-cli -p "$redis_port" ping 2>/dev/null) == PONG ]] && return 0
    alive redis || break
    sleep 0.1
  done
  tail -n 20 "$home/redis.log"
  end redis KILL
  return 1
}

running_redis() { alive redis; }

stop_redis() { end redis TERM; }

env_redis() {
  echo "export TEST_REDIS_URL=redis://127.0.0.1:$redis_port"
}
