# shellcheck shell=bash disable=SC2034
# Where things are. Every value can be set from outside.

postgres_version=15
pgvector_version=0.8.0
neo4j_version=5.26.30
e5_version=1.11.0-beta19

# Ports beside the usual ones, below the range that the kernel hands out.
postgres_port=${SERVICES_POSTGRES_PORT:-25432}
redis_port=${SERVICES_REDIS_PORT:-26379}
neo4j_port=${SERVICES_NEO4J_PORT:-27687}
neo4j_password=${SERVICES_NEO4J_PASSWORD:-mnemograph-test}

# Not under the home of root: the user postgres must reach it.
run_dir=${SERVICES_RUN_DIR:-/tmp/mnemograph-services}
cache_dir=${SERVICES_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/mnemograph-services}
