# Finds a JDK that Tidemill builds and runs with: 25 or newer. POSIX sh; mvnw and tidemill source it.
#
# Out: JAVA_HOME is exported and 0 returned, or 1 and a message on stderr that says what was looked
# at and what to do. Order: JAVA_HOME, `java` on the PATH, then the places where JDKs are usually
# installed, there 25 itself before anything newer. Only files are read (`release` of each JDK), so
# that it costs no process start; only a `java` without such a file is asked itself.

tidemill_jdk_needed=25

# The feature release of the JDK at $1 ("25"), or nothing when there is no usable JDK.
tidemill_jdk_version() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r tidemill_line || [ -n "$tidemill_line" ]; do
    case $tidemill_line in
    JAVA_VERSION=*)
      tidemill_line=${tidemill_line#JAVA_VERSION=}
      tidemill_line=${tidemill_line#\"}
      case $tidemill_line in 1.*) tidemill_line=${tidemill_line#1.} ;; esac
      printf '%s\n' "${tidemill_line%%[!0-9]*}"
      return 0
      ;;
    esac
  done <"$1/release"
}

# The home of the `java` on the PATH, or nothing.
tidemill_jdk_on_path() {
  tidemill_java=$(command -v java 2>/dev/null) || return 0
  tidemill_real=$(readlink -f "$tidemill_java" 2>/dev/null) || tidemill_real=$tidemill_java
  tidemill_home=${tidemill_real%/bin/java}
  if [ "$tidemill_home" != "$tidemill_real" ] && [ -r "$tidemill_home/release" ]; then
    printf '%s\n' "$tidemill_home"
  else # a shim (jenv, asdf, macOS): only the program itself knows
    "$tidemill_java" -XshowSettings:properties -version 2>&1 </dev/null |
      sed -n 's/^ *java\.home = //p'
  fi
}

# What to say of a version found: "version 17", or that nothing was.
tidemill_jdk_what() { [ -n "$1" ] && printf 'version %s' "$1" || printf 'not a whole JDK'; }

# Every place worth a look, one a line.
tidemill_jdk_places() (
  set +f
  for tidemill_place in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/jdk* /opt/java/* \
    /opt/jdk* /opt/*/jdk* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR:-${HOME:-/}/.sdkman}"/candidates/java/* "${HOME:-/}"/.jdks/* \
    "${HOME:-/}"/.asdf/installs/java/* "${HOME:-/}"/.local/share/mise/installs/java/* \
    "${HOME:-/}"/.jenv/versions/* "${HOME:-/}"/.gradle/jdks/* "${HOME:-/}"/jdk*; do
    [ -x "$tidemill_place/bin/java" ] && printf '%s\n' "$tidemill_place"
  done
  return 0
)

# Prints the home of the JDK to use; 1 if there is none, then the report is what was printed.
tidemill_jdk_choose() {
  tidemill_report=
  tidemill_path_home=$(tidemill_jdk_on_path)
  for tidemill_candidate in "JAVA_HOME=${JAVA_HOME-}" "java on the PATH=$tidemill_path_home"; do
    tidemill_home=${tidemill_candidate#*=}
    tidemill_version=$(tidemill_jdk_version "$tidemill_home")
    if [ "${tidemill_version:-0}" -ge "$tidemill_jdk_needed" ]; then
      printf '%s\n' "$tidemill_home"
      return 0
    fi
    tidemill_report="$tidemill_report  ${tidemill_candidate%%=*}: ${tidemill_home:-not set}${tidemill_home:+ ($(tidemill_jdk_what "$tidemill_version"))}
"
  done
  tidemill_newer=
  tidemill_places=$(tidemill_jdk_places)
  while IFS= read -r tidemill_home; do
    [ -n "$tidemill_home" ] || continue
    tidemill_version=$(tidemill_jdk_version "$tidemill_home")
    if [ "${tidemill_version:-0}" -eq "$tidemill_jdk_needed" ]; then
      printf '%s\n' "$tidemill_home"
      return 0
    elif [ "${tidemill_version:-0}" -gt "$tidemill_jdk_needed" ]; then
      tidemill_newer=${tidemill_newer:-$tidemill_home}
    fi
    tidemill_report="$tidemill_report  $tidemill_home ($(tidemill_jdk_what "$tidemill_version"))
"
  done <<PLACES
$tidemill_places
PLACES
  if [ -n "$tidemill_newer" ]; then
    printf '%s\n' "$tidemill_newer"
    return 0
  fi
  printf '%s' "$tidemill_report"
  return 1
}

if tidemill_chosen=$(tidemill_jdk_choose); then
  JAVA_HOME=$tidemill_chosen
  export JAVA_HOME
else
  {
    printf 'Tidemill needs a JDK of version %s or newer and found none. Looked at:\n' \
      "$tidemill_jdk_needed"
    printf '%s\n' "$tidemill_chosen"
    printf 'Also /usr/lib/jvm, /opt, /Library/Java/JavaVirtualMachines, ~/.sdkman, ~/.jdks and others.\n'
    printf 'Install one (Debian: apt install openjdk-25-jdk; macOS: brew install openjdk; anywhere:\n'
    printf 'https://adoptium.net), or set JAVA_HOME to the folder of one that has bin/javac in it.\n'
  } >&2
  return 1
fi
