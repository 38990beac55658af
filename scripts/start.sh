# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# Boots the machine with one of its two cards, and gives the terminal to the serial
# console: what stex and st have in common. Sourced by them, after lib.sh, with their
# arguments; must not know what the domains do.
#
# The caller has set
#   SYSTEM  the card: xen or native
#   BOOTS   what it boots, in words
#   DEPLOY  the argument of ./deploy that makes the card
#   KEYS    what the keyboard does besides, in words; may be empty
# and lib.sh $me, the caller's name.

port=
panel=
panel_port=4480
display=none

usage() {
	cat <<-EOF
		usage: ./$me [--panel] [--panel-port N] [--port N] [--display WHERE]

		Boots $BOOTS in QEMU, with the SP6 board beside it.
		The first time it builds everything; ./deploy $DEPLOY brings later changes in.

		  --panel     the board's front panel and screen as a web page, on loopback only;
		              its address is printed
		  --panel-port N
		              the page's port (4480)
		  --port N    port of the board's panel on loopback (4443; 0 for none)
		  --display gtk | sdl | vnc=HOST:N | none
		              where the board's screen is shown: in a window, to VNC viewers (N: the
		              port is 5900 + N), or nowhere (none, the default). scripts/screenshot
		              takes a picture of it in any case

		On the console
		  a key at "Hit any key"   stops in U-Boot; type boot to go on${KEYS:+
		  $KEYS}
		  Ctrl-]                   ends QEMU at once (poweroff${KEYS:+ in Dom0} is gentler)
		Login: root, password root. In another terminal: build/host/sp6-panel leds
	EOF
}

usage_error() {
	warn "$1"
	usage >&2
	exit 2
}

while [ $# -gt 0 ]; do
	case $1 in
	-h | --help) usage; exit 0 ;;
	--port | --panel-port)
		case ${2:-} in
		"" | *[!0-9]*) usage_error "$1 needs a number" ;;
		esac
		case $1 in
		--port) port=$2 ;;
		*) panel_port=$2 ;;
		esac
		shift
		;;
	--panel) panel=yes ;;
	--display)
		case ${2:-} in
		none | gtk | gtk,* | sdl | sdl,* | vnc=?*) ;;
		*) usage_error "--display wants gtk, sdl, vnc=HOST:N or none" ;;
		esac
		display=$2
		shift
		;;
	*) usage_error "unknown argument: $1" ;;
	esac
	shift
done

[ -n "$board_panel" ] || [ -z "$panel$port" ] || die "the board $BOARD has no front panel"

case $display in
gtk* | sdl*) scripts/host-packages --window ;;
*) scripts/host-packages ;;
esac
[ -z "$panel" ] || scripts/host-packages --panel
. scripts/running.sh
running_lock

make -s --no-print-directory host ${panel:+panel}
. scripts/card.sh
if [ ! -e "$CARD" ]; then
	make -s --no-print-directory all
	scripts/card-update
fi
card_bootable "$CARD" ||
	die "$CARD is not an SD card made here: move it away, and ./$me makes a new one"
card_repair "$CARD"
. scripts/machine.sh
trap machine_end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
step "Starting the board, then QEMU"
[ -z "$panel" ] || machine_panel "$panel_port"
machine_start "${port:-4443}" "$display"
[ -z "$panel" ] || say "The front panel: $(cat "$RUN/panel.url")"
say "Ctrl-] ends QEMU${KEYS:+, Ctrl-A three times goes to the next domain}, login root/root"
machine_console
