#!/bin/sh
# Installs what is missing to build and test Prony on Debian 12: the packages
# that debian/control names. Does nothing, and needs no network, when all are
# there. Sourced by tools/run and tools/test from the project's folder.

# Without any locale, as on a system just installed, the terminal still shows UTF-8.
[ -n "${LC_ALL:-}${LC_CTYPE:-}${LANG:-}" ] || export LC_CTYPE=C.UTF-8

missing_packages () {
  command -v dpkg-checkbuilddeps > /dev/null || return 0
  ! dpkg-checkbuilddeps debian/control 2> /dev/null
}

as_root () {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo > /dev/null; then
    sudo "$@"
  else
    echo "Prony needs packages that are not installed, and sudo is not there to install them." >&2
    echo "As root, run: apt-get update && apt-get build-dep --no-install-recommends $PWD" >&2
    return 1
  fi
}

# Asks nothing: answers come from Debian's defaults, and a file that somebody
# changed stays as it is.
apt_get () {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    "$@" >&2
}

install_missing_packages () {
  missing_packages || return 0

  echo "Installing what Prony is built with (the packages in debian/control)…" >&2
  apt_get update && apt_get --no-install-recommends build-dep ./ || {
    echo "The packages could not be installed; the lines above say why." >&2
    return 1
  }
}

# configure FOLDER [MESON OPTION...]: once; shows what meson said when it fails.
configure () {
  folder=$1
  shift
  mkdir -p "$folder" || return 1
  if [ ! -f "$folder/build.ninja" ]; then
    meson setup "$@" "$folder" . > "$folder/setup.log" 2>&1 || {
      tail -n 20 "$folder/setup.log" >&2
      echo "Prony could not be configured; the lines above say why." >&2
      return 1
    }
  fi
}

# build FOLDER [MESON OPTION...]: configures once, builds everything quietly, shows what
# the tools said when it fails.
build () {
  configure "$@" || return 1
  ninja --quiet -C "$folder" > "$folder/build.log" 2>&1 || {
    cat "$folder/build.log" >&2
    echo "Prony could not be built; the lines above say why." >&2
    return 1
  }
}
