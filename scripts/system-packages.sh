#!/bin/sh
# Installs the Debian packages the tests need and this machine lacks. With nothing missing it only
# looks, so that `make test` can call it every time.
#
# PYTHON names the Python the Makefile uses; its venv module must work.
set -eu

PYTHON=${PYTHON:-python3}

# ---- What is missing ----------------------------------------------------------------------------

# A package counts as present when dpkg has it, or when the program it is wanted for is there anyway
# (built by hand, or from another source).
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' \
    chromium postgresql redis-server nginx-light caddy libreoffice-writer libreoffice-calc poppler-utils fonts-liberation strace \
    2>/dev/null || true)

missing=""

want() { # want <package> [<program>]
    case "
$installed
" in
    *"
installed $1
"*) return ;;
    esac
    if [ -n "${2:-}" ] && command -v "$2" >/dev/null 2>&1; then
        return
    fi
    missing="$missing $1"
}

want chromium chromium
# Debian keeps the server programs out of PATH, so only the package itself tells.
want postgresql
want redis-server redis-server
# An ordinary user's PATH may lack the folder in which nginx lies.
[ -x /usr/sbin/nginx ] || want nginx-light nginx
want caddy caddy
want libreoffice-writer
want libreoffice-calc
want poppler-utils pdftotext
want fonts-liberation
want strace strace
if ! command -v node >/dev/null 2>&1; then
    missing="$missing nodejs"
fi
# Debian ships Python without the part that puts pip into a new environment.
if ! "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    missing="$missing python3-venv"
fi

missing=${missing# }
if [ -z "$missing" ]; then
    exit 0
fi

# ---- May we install? ----------------------------------------------------------------------------

if ! command -v apt-get >/dev/null 2>&1; then
    echo "These Debian packages are missing: $missing; there is no apt-get here, so please install their equivalents by hand." >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; then
        exec sudo -n env PATH="$PATH" PYTHON="$PYTHON" sh "$0"
    fi
    echo "These Debian packages are missing: $missing; please run: sudo apt-get install --no-install-recommends $missing" >&2
    exit 1
fi

# ---- Keep services stopped ----------------------------------------------------------------------

# The tests start their own PostgreSQL, Redis, nginx and Caddy on their own ports. Debian's packages would
# also start one of each for the whole machine, on the standard ports and with nobody looking after them.
policy=/usr/sbin/policy-rc.d
no_cluster=/etc/postgresql-common/createcluster.d/circlekeeper.conf
services=""
added=""
made_dirs=""

clean_up() {
    # shellcheck disable=SC2086  # a list of paths without spaces
    [ -z "$added" ] || rm -f $added
    # shellcheck disable=SC2086
    [ -z "$made_dirs" ] || rmdir $made_dirs 2>/dev/null || true
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

for package in $missing; do
    case $package in
    postgresql)
        services="$services postgresql.service"
        # Without this the package also makes an empty database cluster. Only the programs are wanted.
        if [ ! -e "$no_cluster" ]; then
            if [ ! -d "${no_cluster%/*}" ]; then
                mkdir -p "${no_cluster%/*}"
                made_dirs="${no_cluster%/*}"
            fi
            added="$added $no_cluster"
            echo "create_main_cluster = false" >"$no_cluster"
        fi
        ;;
    redis-server) services="$services redis-server.service" ;;
    nginx-light) services="$services nginx.service" ;;
    caddy) services="$services caddy.service" ;;
    esac
done

if [ -n "$services" ]; then
    if [ ! -e "$policy" ] && [ ! -L "$policy" ]; then
        added="$added $policy"
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    else
        # Somebody else's policy stays as it is. 101 is its way of saying "do not start".
        answer=0
        "$policy" redis-server start >/dev/null 2>&1 || answer=$?
        if [ "$answer" -ne 101 ]; then
            echo "These Debian packages are missing: $missing; $policy on this machine would let their services start, so please install them by hand: apt-get install --no-install-recommends $missing" >&2
            exit 1
        fi
    fi
fi

# ---- Install ------------------------------------------------------------------------------------

echo "Installing Debian packages: $missing"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
# shellcheck disable=SC2086  # a list of package names
apt-get -qq -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 install --no-install-recommends $missing >/dev/null

# Nor should they start by themselves at the next boot.
if command -v systemctl >/dev/null 2>&1; then
    for service in $services; do
        systemctl disable --quiet "$service" >/dev/null 2>&1 || true
    done
fi
