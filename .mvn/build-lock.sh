# One build at a time in one clone. POSIX sh; mvnw and tidemill source it.
#
# The lock is the directory .tidemill/build.lock with the holder's process id in it. It is not
# released by a trap but ends with its process: whoever finds a holder that no longer runs takes it
# away. So a build that was killed leaves nothing to clean up.

# Waits until this process holds the lock of the clone at $1. A build started by a build (a test that
# starts the command) has its parent's lock already.
tidemill_build_lock() {
  [ -z "${TIDEMILL_BUILD_LOCKED-}" ] || return 0
  tidemill_lock=$1/.tidemill/build.lock
  mkdir -p "$1/.tidemill" 2>/dev/null || return 0 # read-only clone: Maven itself will say so
  tidemill_told=
  tidemill_empty=0
  until mkdir "$tidemill_lock" 2>/dev/null; do
    tidemill_holder=$(cat "$tidemill_lock/pid" 2>/dev/null) || tidemill_holder=
    if [ -n "$tidemill_holder" ] && kill -0 "$tidemill_holder" 2>/dev/null; then
      if [ -z "$tidemill_told" ]; then
        printf 'Waiting for the build of process %s to end (%s) ...\n' \
          "$tidemill_holder" "$tidemill_lock" >&2
        tidemill_told=yes
      fi
    elif [ -n "$tidemill_holder" ] || [ "$tidemill_empty" -ge 10 ]; then
      # Ended without us. Moved, not removed: only one of those who wait can move it.
      if mv "$tidemill_lock" "$tidemill_lock.$$" 2>/dev/null; then
        rm -rf "$tidemill_lock.$$"
      fi
      tidemill_empty=0
      continue
    else
      tidemill_empty=$((tidemill_empty + 1)) # made a moment ago, its number not yet written
    fi
    sleep 0.2
  done
  printf '%s\n' "$$" >"$tidemill_lock/pid"
  TIDEMILL_BUILD_LOCKED=$$
  export TIDEMILL_BUILD_LOCKED
}

# Gives the lock back early, by the process that took it.
tidemill_build_unlock() {
  if [ "${TIDEMILL_BUILD_LOCKED-}" = "$$" ]; then
    rm -rf "$1/.tidemill/build.lock"
    unset TIDEMILL_BUILD_LOCKED
  fi
}
