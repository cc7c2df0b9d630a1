# shellcheck shell=bash
# Neo4j Community from its Maven artifacts, using the repository that Maven is configured with.

neo4j_jars=$cache_dir/neo4j-$neo4j_version

packages_neo4j() {
  echo openjdk-17-jre-headless
  [[ -d $neo4j_jars ]] || echo maven
}

start_neo4j() {
  { [[ -d $neo4j_jars ]] || step "fetch Neo4j" fetch_neo4j; } &&
    step "start Neo4j" run_neo4j && say "Neo4j $neo4j_version: port $neo4j_port"
}

fetch_neo4j() {
  local work status
  work=$(mktemp -d) && neo4j_pom >"$work/pom.xml" && mkdir -p "$cache_dir" &&
    (cd "$work" && mvn -B -q -Dstyle.color=never -Dmaven.artifact.threads=16 dependency:copy-dependencies -DincludeScope=runtime \
      -Dmdep.prependGroupId=true -DoutputDirectory="$neo4j_jars.new") &&
    mv "$neo4j_jars.new" "$neo4j_jars"
  status=$?
  rm -rf "$work"
  return "$status"
}

# Maven copies the dependencies of a project, so this project depends only on Neo4j.
neo4j_pom() {
  cat <<END
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>mnemograph</groupId>
  <artifactId>neo4j-for-tests</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>$neo4j_version</version></dependency>
  </dependencies>
</project>
END
}

run_neo4j() {
  local home=$run_dir/neo4j
  export NEO4J_HOME=$home NEO4J_CONF=$home/conf
  port_free Neo4j "$neo4j_port" SERVICES_NEO4J_PORT &&
    rm -rf "$home" && mkdir -p "$home/conf" && neo4j_settings >"$home/conf/neo4j.conf" &&
    (exec_neo4j org.neo4j.cli.AdminTool dbms set-initial-password "$neo4j_password") || return 1
  exec_neo4j org.neo4j.server.CommunityEntryPoint --home-dir="$home" --config-dir="$home/conf" >"$home/console.log" 2>&1 &
  remember neo4j $!
  await_neo4j "$home" && return 0
  tail -n 20 "$home/console.log" "$home/logs/neo4j.log"
  end neo4j KILL
  return 1
}

# Readiness appears only in its log; its console stays empty.
await_neo4j() {
  local tries
  for ((tries = 0; tries < 240; tries++)); do
    grep -qs 'Started\.$' "$1/logs/neo4j.log" && return 0
    alive neo4j || return 1
    sleep 0.5
  done
  return 1
}

# Replaces the calling (sub)shell, in a session of its own, so that Neo4j outlives the terminal.
exec_neo4j() {
  exec setsid java "${neo4j_options[@]}" -cp "$neo4j_jars/*" "$@" </dev/null 9>&-
}

neo4j_options=(
  -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
  --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED
  --add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED
  --add-opens=java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED
)

neo4j_settings() {
  cat <<END
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:$neo4j_port
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=64m
dbms.usage_report.enabled=false
END
}

running_neo4j() { alive neo4j; }

# A clean shutdown takes long, and the data is deleted anyway.
stop_neo4j() { end neo4j KILL; }

env_neo4j() {
  cat <<END
export TEST_NEO4J_URL=bolt://127.0.0.1:$neo4j_port
export TEST_NEO4J_USER=neo4j
export TEST_NEO4J_PASSWORD=$neo4j_password
END
}
