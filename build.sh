#!/usr/bin/env bash
# The one entry: builds, runs, tests, checks, measures and packs Halfminute. `./build.sh help` says how.
set -euo pipefail
# What a caller names is meant from where they stand.
CALLED_FROM=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

TOOLCHAIN=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
WASM_TARGET=wasm32-unknown-unknown
# How many test files run beside each other: they wait for a part of their time, and five keep two cores busy.
LANES=5

help() {
  cat <<'TEXT'
./build.sh                    builds dist/chromium and dist/firefox, unpacked extensions to load into a browser
./build.sh demo [--headless]  opens Chromium at a demonstration portal with Halfminute installed; with --headless, or
                              without a display, does the whole job by itself and leaves screenshots in dist/demo
./build.sh test               runs the linters and every test, in Rust, in Node, in real Chromium and in real Firefox
./build.sh test NAME ...      builds what these tests need and runs them alone: a Rust test or module (rfc6238), a file in
                              tests/ (filling, attacks/f05_frame_of_an_ad), or the beginning of several (f05)
./build.sh watch [--headless] opens Chromium with Halfminute installed, with a profile of its own in target/watch, and
                              after each change in extension/ or src/ builds and loads the extension anew
./build.sh types              writes extension/core: the types and the limits that the shell shares with the core
./build.sh check              runs the linters: rustfmt, clippy, tsc, eslint, web-ext lint; and cargo deny and npm audit
                              signatures, where they are installed and reach what they need
./build.sh bench popup        measures the time from the toolbar button to the first code
./build.sh bench qr --data DIR [--data DIR ...] [--peers] [--budget MS] [--json FILE] [-v]
                              reads the pictures that manifest-*.jsonl in each DIR names, with the reader that ships:
                              what is read, misread, missed (-v) and how long it takes; --peers measures other decoders
                              beside it; --budget is the deep tier's (300); --json writes every text that was read
./build.sh bench autofill --data DIR [--json FILE]
                              loads every page that manifest.jsonl in DIR names into Chromium, and counts which field the
                              collector and the core choose; --json writes one line a page
./build.sh bench decide       measures how long the core takes to choose a field, natively and in wasm
./build.sh bench fill         measures the time from the press to the filled field, and the same as above
./build.sh bench vault        measures unlocking against the key derivation alone, adding 10,000 accounts, a vault that has
                              them, and the worker's memory
./build.sh bench transfer --data DIR [--json FILE]
                              reads the files of other apps that EXPECTED.json in each folder of DIR names, in wasm:
                              entries right, wrong and missing, files refused rightly, and each difference; what sealed
                              files say that they cost, and the time of ten thousand links; --json writes one line a file
./build.sh torture [N] [--seed S]
                              kills a real Chromium with SIGKILL at N (200) random moments while a vault is edited, and
                              counts what the vault holds after each start; the seed that is printed repeats a run
./build.sh qr-debug PICTURE [--at X,Y] [--show-text]
                              draws what the QR reader saw in a picture, and how far it came, as an SVG in dist/qr-debug;
                              --at looks only for a symbol around that point, --show-text writes out what was read
./build.sh fuzz [TARGET] [--minutes N] [--keep]
                              hostile input, driven by coverage: qr_pixels, otpauth, migration, envelope, and transfer_text,
                              _csv, _xml, _zip, _sqlite, _kdbx, _java for files of other apps; 10 minutes each.
                              --keep adds what reached new code to fuzz/corpus
./build.sh weigh              prints what each part of the modules of wasm weighs
./build.sh package            packs dist/halfminute-chromium.zip and dist/halfminute-firefox.zip, the same bytes each time
./build.sh help               this text

CHROMIUM and FIREFOX name other browsers than the ones on the path.
TEXT
}

die() {
  echo "build.sh: $*" >&2
  exit 1
}

step() {
  printf '\033[1m%s\033[0m\n' "$*" >&2
}

need_rust() {
  command -v rustup >/dev/null || die "rustup is missing: install it from https://rustup.rs"
  rustup run "$TOOLCHAIN" rustc --version >/dev/null 2>&1 || rustup toolchain install "$TOOLCHAIN" --profile minimal
  rustup target list --toolchain "$TOOLCHAIN" --installed | grep -qx "$WASM_TARGET" \
    || rustup target add "$WASM_TARGET" --toolchain "$TOOLCHAIN"
}

need_lints() {
  rustup component list --toolchain "$TOOLCHAIN" --installed | grep -q '^clippy' \
    || rustup component add clippy rustfmt --toolchain "$TOOLCHAIN"
}

need_node() {
  command -v node >/dev/null || die "Node is missing: install Node 20.19 or later from https://nodejs.org"
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
    || die "Node $(node --version) is too old: Node 20.19 or later is needed"
  # The lock file is copied in after a complete install, so a broken-off one is done again.
  if ! cmp -s package-lock.json node_modules/.installed-lock; then
    step "Installing the development tools"
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.installed-lock
  fi
}

# need_program COMMAND PACKAGE
need_program() {
  command -v "$1" >/dev/null || need_package "$1" "$2"
}

# need_package WHAT PACKAGE: installs a Debian package when that is possible, else says what to do.
need_package() {
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || die "$1 is missing: run 'sudo apt-get install $2'"
    as_root=(sudo -n)
  fi
  command -v apt-get >/dev/null || die "$1 is missing: install it, or name it by the variables in './build.sh help'"
  step "Installing $2"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

# What the independent reader of the vault stands on, in a folder of its own.
need_python() {
  local wanted=tests/independent/requirements.txt folder=target/python
  cmp -s $wanted $folder/.installed-requirements && return
  need_program python3 python3
  # Debian has this part of Python in another package.
  python3 -c 'import ensurepip, venv' 2>/dev/null || need_package "Python's venv" python3-venv
  step "Installing the independent reader's libraries"
  python3 -m venv --clear $folder
  $folder/bin/pip install --quiet --disable-pip-version-check --requirement $wanted
  cp $wanted $folder/.installed-requirements
}

# What only the bench of the QR reader uses, so that nobody else has to fetch it.
need_bench() {
  if ! cmp -s bench/package-lock.json bench/node_modules/.installed-lock; then
    step "Installing what is measured against"
    npm ci --prefix bench --no-audit --no-fund --loglevel=error
    cp bench/package-lock.json bench/node_modules/.installed-lock
  fi
}

# The frameworks of the pages that the extension is tested on.
need_frameworks() {
  local folder=tests/browser/frameworks
  if ! cmp -s $folder/package-lock.json $folder/node_modules/.installed-lock; then
    step "Installing the frameworks of the test pages"
    npm ci --prefix $folder --no-audit --no-fund --loglevel=error
    cp $folder/package-lock.json $folder/node_modules/.installed-lock
  fi
}

need_chromium() {
  [ -n "${CHROMIUM:-}" ] || need_program chromium chromium
  export CHROMIUM=${CHROMIUM:-$(command -v chromium)}
}

need_firefox() {
  [ -n "${FIREFOX:-}" ] || need_program firefox-esr firefox-esr
  export FIREFOX=${FIREFOX:-$(command -v firefox-esr)}
}

# By itself wasm-opt puts a function that has one caller into it. The large functions that come of it repeat little that
# deflate could fold: the core was 16 KiB heavier gzipped, and unlocked no faster.
# `--converge` repeats until nothing gets smaller.
AS_CORE=(--one-caller-inline-max-function-size=0 --converge)

# crate_of FEATURE: the crate whose feature a module is built of.
crate_of() {
  case "$1" in
    transfer | databases) echo halfminute-transfer ;;
    *) echo halfminute ;;
  esac
}

# compile FEATURE PROFILE [OPTION ...]: one module of wasm as the compiler leaves it. The options are rustc's, for our crate.
compile() {
  # Without this machine's paths in it, the wasm is the same wherever it is built.
  local flags=(-Ctarget-feature=+simd128 "--remap-path-prefix=$PWD=." "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo")
  CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${flags[*]}") \
    cargo rustc --quiet --locked -p "$(crate_of "$1")" --profile "$2" --lib --target "$WASM_TARGET" --target-dir "target/$1" \
    --no-default-features --features "$1" -- "${@:3}"
}

# bind_module FEATURE PROFILE FOLDER: the module and the JavaScript that loads it.
bind_module() {
  local crate
  crate=$(crate_of "$1")
  cargo run --quiet --locked -p bindgen -- "target/$1/$WASM_TARGET/$2/${crate//-/_}.wasm" "$3" "$1"
}

# build_module FEATURE PROFILE [OPTION ...]: one module, optimised, in dist/core or dist/transfer. The options are wasm-opt's.
build_module() {
  local folder=dist/core
  [ "$(crate_of "$1")" = halfminute ] || folder=dist/transfer
  compile "$1" "$2"
  bind_module "$1" "$2" "$folder"
  optimise "$folder/$1_bg.wasm" "${@:3}"
}

# weigh_module FEATURE PROFILE [OPTION ...]: as it ships, but with the names of functions and of the types they are made for.
weigh_module() {
  compile "$1" "$2" -Csymbol-mangling-version=v0
  bind_module "$1" "$2" target/weigh
  optimise_with_names "target/weigh/$1_bg.wasm" --debuginfo "${@:3}"
}

# optimise FILE [OPTION ...]: what wasm-opt makes of a module. Its first 1,024 bytes hold nothing but the far end of the stack.
optimise() {
  optimise_with_names "$1" --strip-debug "${@:2}"
}

optimise_with_names() {
  npx wasm-opt -O3 --low-memory-unused --strip-producers --strip-target-features "${@:2}" "$1" -o "$1"
}

MODULES=(core judge reader transfer databases)

# each_module FUNCTION: calls it for each module that ships, with its profile. Two are made at a time, since the linker and
# wasm-opt leave a core idle.
each_module() {
  local some others
  # What all of them run, so that neither of two compiles it beside the other.
  cargo build --quiet --locked -p bindgen
  (
    "$1" core small "${AS_CORE[@]}"
    "$1" judge small "${AS_CORE[@]}"
  ) &
  some=$!
  (
    "$1" reader release
    "$1" transfer small "${AS_CORE[@]}"
    "$1" databases small "${AS_CORE[@]}"
  ) &
  others=$!
  wait "$some" || die "a module was not built"
  wait "$others" || die "a module was not built"
}

build_core() {
  step "Compiling the core"
  rm -rf dist/core dist/transfer
  mkdir -p dist/core dist/transfer
  touch dist/core/.begun
  each_module build_module
  # It keeps the time of the beginning, so that what was changed during the build counts as newer.
  mv dist/core/.begun dist/core/.built
}

build() {
  need_rust
  need_node
  build_core
  step "Laying out dist/chromium and dist/firefox"
  node tools/lay_out.mjs
}

# Builds what has changed since the last build: the core takes minutes, the shell seconds.
build_what_changed() {
  need_rust
  need_node
  local built=dist/core/.built
  if [ -f $built ] && [ -z "$(find src crates tools/bindgen build.rs Cargo.toml Cargo.lock rust-toolchain.toml -newer $built -type f -print -quit)" ]; then
    node tools/lay_out.mjs
  else
    build
  fi
}

not_run() {
  printf 'Not run: %s\n' "$*" >&2
}

CARGO_DENY_VERSION=0.20.2

# What others have found out about the dependencies, those of tools and benches too. A finding fails; what can't be reached is
# said in one line.
check_dependencies() {
  if cargo deny --version >/dev/null 2>&1; then
    cargo deny --workspace --locked --log-level error check bans licenses sources
    if timeout 60 cargo deny --workspace --locked --log-level off fetch db >/dev/null 2>&1; then
      cargo deny --workspace --locked --log-level error check --disable-fetch advisories
    else
      not_run "cargo deny check advisories (the advisory database can't be reached)"
    fi
  else
    not_run "cargo deny (install it with 'cargo install cargo-deny --locked --version $CARGO_DENY_VERSION')"
  fi
  local said status=0
  said=$(timeout 60 npm audit signatures --fetch-retries=0 2>&1) || status=$?
  if [ $status = 124 ] || grep -qE 'npm error code (E(NOTFOUND|AI_AGAIN|CONN[A-Z]+|TIMEDOUT|NETUNREACH|HOSTUNREACH)|ERR_SOCKET_TIMEOUT|FETCH_ERROR)' <<<"$said"; then
    not_run "npm audit signatures (the registry's keys can't be reached)"
  elif [ $status != 0 ]; then
    echo "$said" >&2
    die "npm audit signatures found something"
  fi
}

# What the shell shares with the core, written anew from the core's source.
types() {
  need_rust
  cargo run --quiet --locked -p types
}

check() {
  need_rust
  need_lints
  need_node
  # The build declares the core's functions for tsc: declarations that are older than the core would hide an error.
  if ! [ -f dist/firefox/manifest.json ] || [ -n "$(find src crates Cargo.lock -newer dist/core/core.d.ts -print -quit)" ]; then
    build
  fi
  step "Linting"
  cargo fmt --all --check
  # With the drawing of what the QR reader saw, which ships in no module.
  cargo clippy --quiet --locked --workspace --all-targets --features qr-debug -- -D warnings
  # Each module that ships has one feature alone.
  local feature
  for feature in "${MODULES[@]}"; do
    cargo clippy --quiet --locked -p "$(crate_of "$feature")" --lib --target "$WASM_TARGET" --no-default-features --features "$feature" -- -D warnings
  done
  RUSTDOCFLAGS="-D warnings -D rustdoc::broken_intra_doc_links" cargo doc --quiet --locked --workspace --no-deps
  # The fuzzers are a workspace of their own, whose lock file nothing else would miss.
  cargo metadata --quiet --locked --format-version 1 --manifest-path fuzz/Cargo.toml >/dev/null
  # No circle of files, and no import from a lower part to a higher one.
  node tools/imports.mjs
  cargo run --quiet --locked -p types -- --check
  npx tsc --project .
  npx eslint --max-warnings 0 .
  # The rules that need types: eslint's own plugin for them does not run with TypeScript 7.
  npx oxlint --type-aware
  npx web-ext lint --source-dir dist/firefox --warnings-as-errors --output text
  check_dependencies
}

need_browsers() {
  need_chromium
  need_firefox
  need_program Xvfb xvfb
  need_program xdotool xdotool
  need_program xset x11-xserver-utils
  need_strangers
}

# What opens what leaves, and makes the codes that ours are compared with.
need_strangers() {
  need_program age age
  need_program oathtool oathtool
}

run_tests() {
  build_what_changed
  check
  need_frameworks
  need_python
  need_browsers
  step "Testing the core"
  local rust=$SECONDS
  # With the drawing of what the QR reader saw, which ships in no module.
  cargo test --quiet --locked --workspace --features qr-debug
  rust=$((SECONDS - rust))
  step "Testing the shell, the portals and the extension in real browsers"
  node tools/run_tests.mjs --lanes "$LANES" --rust "$rust" --before "$SECONDS"
}

# The choice of a field by itself, for the tests that judge pages.
build_decide() {
  need_rust
  cargo build --quiet --locked --example decide
}

# Runs the tests of these names alone.
run_named_tests() {
  need_node
  local found kind what tests files=()
  found=$(node tools/find_tests.mjs "$@") || exit 1
  while IFS=$'\t' read -r kind what tests; do
    # Words without spaces on both sides: options of cargo, paths of modules and files.
    # shellcheck disable=SC2086
    if [ "$kind" = cargo ]; then
      need_rust
      cargo test --locked $what -- --exact $tests
    else
      [[ $what != *dist* ]] || build_what_changed
      [[ $what != *browsers* ]] || need_browsers
      [[ $what != *python* ]] || need_python
      [[ $what != *strangers* ]] || need_strangers
      [[ $what != *decide* ]] || build_decide
      [[ $what != *frameworks* ]] || need_frameworks
      files+=($tests)
    fi
  done <<<"$found"
  [ ${#files[@]} = 0 ] || node --test --test-concurrency=$LANES --test-timeout=600000 --test-reporter=spec "${files[@]}"
}

watch() {
  need_chromium
  build_what_changed
  node tools/watch.mjs "$@"
}

demo() {
  need_chromium
  build
  node tests/browser/demo.mjs "$@"
}

# rqrr by itself, as a page would have to build it.
build_rqrr() {
  step "Compiling rqrr for comparison"
  RUSTFLAGS=-Ctarget-feature=+simd128 rustup run "$TOOLCHAIN" cargo build --quiet --locked --release \
    --manifest-path bench/rqrr-wasm/Cargo.toml --target "$WASM_TARGET" --target-dir target/rqrr
  mkdir -p dist/bench
  cargo run --quiet --locked -p bindgen -- "target/rqrr/$WASM_TARGET/release/rqrr_wasm.wasm" dist/bench rqrr
  optimise dist/bench/rqrr_bg.wasm
}

bench_qr() {
  need_rust
  need_node
  need_bench
  build
  [[ " $* " != *" --peers "* ]] || build_rqrr
  CALLED_FROM=$CALLED_FROM node bench/qr.mjs "$@"
}

bench_autofill() {
  need_rust
  need_node
  need_chromium
  step "Compiling the decision"
  rustup run "$TOOLCHAIN" cargo build --quiet --locked --profile small --example decide
  CALLED_FROM=$CALLED_FROM node bench/autofill.mjs "$@"
}

# The decision by itself: native, and in wasm as the core is built.
bench_decide() {
  need_rust
  need_node
  step "Compiling the decision"
  rustup run "$TOOLCHAIN" cargo build --quiet --locked --profile small --example decide
  rustup run "$TOOLCHAIN" cargo build --quiet --locked --profile small --package decide-wasm --target "$WASM_TARGET" --target-dir target/decide
  mkdir -p dist/bench
  cargo run --quiet --locked -p bindgen -- "target/decide/$WASM_TARGET/small/decide_wasm.wasm" dist/bench decide
  optimise dist/bench/decide_bg.wasm "${AS_CORE[@]}"
  node bench/autofill/speed.mjs
}

# Argon2 by itself, in wasm as fast as the compiler makes it; and the vault in the browser.
bench_vault() {
  need_chromium
  build
  step "Compiling the key derivation"
  RUSTFLAGS=-Ctarget-feature=+simd128 rustup run "$TOOLCHAIN" cargo build --quiet --locked --release \
    --package kdf-wasm --target "$WASM_TARGET" --target-dir target/kdf
  mkdir -p dist/bench
  cargo run --quiet --locked -p bindgen -- "target/kdf/$WASM_TARGET/release/kdf_wasm.wasm" dist/bench kdf
  optimise dist/bench/kdf_bg.wasm
  node bench/vault.mjs
}

bench_transfer() {
  need_rust
  need_node
  need_bench
  build
  CALLED_FROM=$CALLED_FROM node bench/transfer.mjs "$@"
}

bench() {
  case "${1:-}" in
    popup) shift; need_chromium; build; node bench/popup.mjs "$@" ;;
    qr) shift; bench_qr "$@" ;;
    autofill) shift; bench_autofill "$@" ;;
    decide) bench_decide ;;
    vault) bench_vault ;;
    transfer) shift; bench_transfer "$@" ;;
    fill) need_chromium; build; node bench/fill.mjs; bench_decide ;;
    *) die "bench what? './build.sh help' lists them" ;;
  esac
}

torture() {
  need_chromium
  build
  CALLED_FROM=$CALLED_FROM node tests/browser/torture.mjs "$@"
}

qr_debug() {
  local picture=${1:-} options=("${@:2}")
  [ -n "$picture" ] || die "qr-debug which picture?"
  [[ $picture = /* ]] || picture=$CALLED_FROM/$picture
  [ -f "$picture" ] || die "no such picture: $picture"
  need_rust
  local name out png=$picture
  name=$(basename "${picture%.*}")
  out=$PWD/dist/qr-debug/$name.svg
  mkdir -p dist/qr-debug
  if [ "$(head -c 4 "$picture" | tail -c 3)" != PNG ]; then
    need_node
    need_bench
    png=dist/qr-debug/$name.png
    node bench/qr/to_png.mjs "$picture" "$png"
  fi
  cargo run --quiet --locked --features qr-debug --example qr_debug -- "$png" "$out" "${options[@]}"
  echo "$out"
}

# libFuzzer needs no more of the compiler than what the stable one has: instrumentation is a pass of LLVM's.
fuzz() {
  local targets=() minutes=10 keep=
  while [ $# -gt 0 ]; do
    case "$1" in
      --minutes) minutes=${2:-}; shift 2 || die "--minutes needs a number" ;;
      --keep) keep=1; shift ;;
      *) targets+=("$1"); shift ;;
    esac
  done
  [[ $minutes =~ ^[0-9]+$ ]] || die "--minutes needs a whole number"
  local known=(qr_pixels otpauth migration envelope transfer_text transfer_csv transfer_xml transfer_zip transfer_sqlite transfer_kdbx transfer_java) target
  [ ${#targets[@]} -gt 0 ] || targets=("${known[@]}")
  for target in "${targets[@]}"; do
    [[ " ${known[*]} " == *" $target "* ]] || die "no such target: $target (${known[*]})"
  done
  need_rust
  need_program c++ g++
  local host
  host=$(rustup run "$TOOLCHAIN" rustc -vV | sed -n 's/^host: //p')
  step "Compiling the fuzzers"
  # The host is named so that build scripts are not instrumented.
  RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing" \
    rustup run "$TOOLCHAIN" cargo build --quiet --locked --release --manifest-path fuzz/Cargo.toml \
    --target "$host" --target-dir target/fuzz
  for target in "${targets[@]}"; do
    step "Fuzzing $target for $minutes minutes"
    local program=target/fuzz/$host/release/$target
    mkdir -p "target/fuzz/found/$target" "fuzz/artifacts/$target" "fuzz/corpus/$target"
    local seeds=("fuzz/corpus/$target")
    # The readers of other apps' files begin with the files of their tests.
    [[ $target != transfer_* ]] || seeds+=(crates/transfer/tests/data)
    # A picture of 96 x 96 luminance values; a limit also for memory, and 20 s for one input.
    "$program" -max_total_time=$((minutes * 60)) -max_len=9300 -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 \
      -verbosity=0 -artifact_prefix="fuzz/artifacts/$target/" "target/fuzz/found/$target" "${seeds[@]}"
    if [ -n "$keep" ]; then
      "$program" -merge=1 -verbosity=0 -max_len=9300 "fuzz/corpus/$target" "target/fuzz/found/$target"
    fi
  done
}

weigh() {
  need_rust
  need_node
  step "Compiling the core with names"
  each_module weigh_module
  node tools/weigh.mjs target/weigh "${MODULES[@]}"
}

package() {
  build
  node tools/pack.mjs
}

command=${1:-build}
[ $# = 0 ] || shift
case "$command" in
  build | watch | check | types | demo | bench | fuzz | weigh | package | torture | help) "$command" "$@" ;;
  # What `watch` runs when only the shell may have changed.
  build-what-changed) build_what_changed ;;
  test) if [ $# = 0 ]; then run_tests; else run_named_tests "$@"; fi ;;
  qr-debug) qr_debug "$@" ;;
  *) die "no such command: $command ('./build.sh help' lists them)" ;;
esac
