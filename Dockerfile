# The server, and with another command the worker (node dist/server/worker.js), migrations or tokens (node scripts/token.ts).
#
#   docker build --tag mnemograph .
#   docker run --init --read-only --tmpfs /tmp --volume mnemograph:/data --publish 127.0.0.1:4000:4000 --env JWT_SECRET mnemograph
#
# Without DATABASE_URL it keeps its data in /data. A worker is asked for its health on PROBE_PORT: set it, or give `--no-healthcheck`.

# The very Node that package.json names; a test compares. The packages' own copy of it stays out.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# `--build-arg OPTIONAL=include` adds onnxruntime (290 MB), which EMBEDDING_PROVIDER=onnx needs.
ARG OPTIONAL=omit
RUN npm ci --ignore-scripts --omit=dev "--${OPTIONAL}=optional" && rm -r node_modules/node

# What a server runs. The bundler has optional packages of its own.
FROM node:24.21.0-bookworm-slim AS built
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev
COPY migrations ./migrations
COPY scripts ./scripts
COPY src ./src
RUN node scripts/build.ts

FROM node:24.21.0-bookworm-slim AS code
WORKDIR /app
# What is made new lives in less room: as fast, and 50 MB less (docs/adr/0038). Compiled code lies where it can be read, not written.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
ENV NODE_OPTIONS=--max-semi-space-size=8 NODE_COMPILE_CACHE=/app/node_modules/.cache/compiled
# Has the C library give back what was freed, and keep one heap for all threads (docs/adr/0027, 0038).
ENV MALLOC_TRIM_THRESHOLD_=131072 MALLOC_ARENA_MAX=1
RUN install --directory --owner=node --group=node /data
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY assets ./assets
COPY examples ./examples
COPY migrations ./migrations
COPY models ./models
COPY scripts ./scripts
COPY src ./src
COPY --from=built /app/dist ./dist

# Compiles all that a server runs, as the user that will: half of each start's time. Another user's code is not taken.
FROM code AS compiled
RUN install --directory --owner=node --group=node /app/node_modules/.cache
USER 1000:1000
RUN node scripts/compile.ts

FROM code AS server
COPY --from=compiled --chown=1000:1000 /app/node_modules/.cache ./node_modules/.cache
# The image's user `node`, by number: platforms that demand a user other than root look for one.
USER 1000:1000
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD node scripts/probe.ts "http://127.0.0.1:${PORT:-4000}/ready" ${PROBE_PORT:+"http://127.0.0.1:$PROBE_PORT/ready"}
CMD ["node", "dist/server/main.js"]
