# shellcheck shell=bash disable=SC2034
# Versions, ports and paths. The environment can override all but the versions.

postgres_version=15
pgvector_version=0.8.0
neo4j_version=5.26.30
e5_version=1.11.0-beta19

# Not the default ports, and below the kernel's ephemeral range.
postgres_port=${SERVICES_POSTGRES_PORT:-25432}
redis_port=${SERVICES_REDIS_PORT:-26379}
neo4j_port=${SERVICES_NEO4J_PORT:-27687}
neo4j_password=${SERVICES_NEO4J_PASSWORD:-mnemograph-test}

# Not under the home of root: the user postgres needs access.
run_dir=${SERVICES_RUN_DIR:-/tmp/mnemograph-services}
cache_dir=${SERVICES_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/mnemograph-services}
