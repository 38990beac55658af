# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The emulated machine: the board, its web page, QEMU and the serial console, as processes.
# Sourced after lib.sh and card.sh by start.sh, which holds the lock; must not know what boots.
# Ends only what it started.

RUN=$VAR/run
QEMU_LOG=$VAR/qemu.log
BOARD_LOG=$VAR/board.log
WEB_LOG=$VAR/web.log

# The board's screen, in pixels.
SCREEN_WIDTH=800
SCREEN_HEIGHT=480

web_pid=
vnc=
board_pid=
qemu_pid=
console_pid=

# Waits until COMMAND succeeds, as long as process PID lives.
wait_for() { # PID COMMAND...
	pid=$1
	shift
	until "$@"; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.05
	done
}

# The board's front panel as a web page; board and QEMU go before it, and it does not hold
# the lock. Comes before machine_start, which then lets QEMU show the screen there as well:
# at a socket that no other web page can reach. Its address is in panel.url as long as it runs.
machine_panel() { # PORT
	: >"$RUN/web.out"
	nice -n 10 build/host/sp6-web --port "$1" --panel "$RUN/panel.sock" --screen "$RUN/vnc.sock" \
		>"$RUN/web.out" 2>"$WEB_LOG" </dev/null 9>&- &
	web_pid=$!
	vnc=$RUN/vnc.sock
	echo "http://127.0.0.1:$1/" >"$RUN/panel.url"
	wait_for "$web_pid" grep -q ready "$RUN/web.out" && return
	! grep -q 'in use' "$WEB_LOG" ||
		die "port $1 is in use: choose another for the front panel with --panel-port N"
	die "the front panel did not start: $(tail -n 1 "$WEB_LOG")"
}

machine_board() { # PORT
	: >"$RUN/board.out"
	build/host/sp6-board --once --port "$1" --ivshmem "$RUN/ivshmem.sock" \
		--panel "$RUN/panel.sock" >"$RUN/board.out" 2>"$BOARD_LOG" </dev/null &
	board_pid=$!
	wait_for "$board_pid" grep -q ready "$RUN/board.out" ||
		die "the board did not start: $(tail -n 1 "$BOARD_LOG")"
}

# DISPLAY is where QEMU shows the board's screen, in its own words. QEMU_OPTIONS in the
# environment are further options of QEMU's, for who measures.
machine_start() { # PORT DISPLAY
	rm -f "$RUN"/*.sock
	: >"$QEMU_LOG"
	display=$2
	if [ -n "$board_panel" ]; then
		machine_board "$1"
		# By the virtio-serial port Dom0 tells the board who has the focus and who drives a LED.
		set -- -chardev "socket,id=board,path=$RUN/ivshmem.sock" \
			-device ivshmem-doorbell,vectors=2,chardev=board \
			-chardev "socket,id=names,path=$RUN/panel.sock" \
			-device virtio-serial-pci,max_ports=2 \
			-device virtserialport,chardev=names,name=xen-sp6.panel
	else
		set --
	fi

	# shellcheck disable=SC2086 # lists of words
	"$QEMU" $QEMU_MACHINE ${QEMU_OPTIONS:-} -m "$MEMORY_MIB" -nodefaults -display "$display" ${vnc:+-vnc "unix:$vnc"} -bios "$UBOOT" \
		-drive "if=none,id=card,format=raw,file=$CARD" \
		-device virtio-blk-pci,drive=card \
		"$@" \
		-device "bochs-display,xres=$SCREEN_WIDTH,yres=$SCREEN_HEIGHT,romfile=" \
		-chardev "socket,id=console,path=$RUN/console.sock,server=on,wait=on,logfile=$VAR/console.log" \
		-serial chardev:console \
		-qmp "unix:$RUN/qmp.sock,server=on,wait=off" >>"$QEMU_LOG" 2>&1 </dev/null &
	qemu_pid=$!
	# QEMU says so when it listens for the console; until then it does not begin.
	wait_for "$qemu_pid" grep -qs 'waiting for connection' "$QEMU_LOG" ||
		die "QEMU did not start: $(grep -v 'waiting for connection' "$QEMU_LOG" | tail -n 1)"
}

# Joins the terminal to the console until QEMU or the user ends it. In the
# background, because the shell hears signals only while it waits.
machine_console() {
	exec 3<&0 # a background process would get /dev/null
	build/host/sp6-console "$RUN/console.sock" <&3 &
	console_pid=$!
	wait "$console_pid" || die "the console ended with an error"
	console_pid=
	say ""
	sleep 0.2 # a QEMU that ends closes the console a moment before it is gone
	if ! kill -0 "$qemu_pid" 2>/dev/null; then
		wait "$qemu_pid" || die "QEMU ended with an error: $(grep -v 'waiting for connection' "$QEMU_LOG" | tail -n 1)"
	fi
	say "${0##*/}: the system has ended"
}

# Ends what still runs; the board ends with QEMU.
machine_end() {
	for pid in $console_pid $qemu_pid $board_pid $web_pid; do
		kill "$pid" 2>/dev/null || continue
		tries=100
		while kill -0 "$pid" 2>/dev/null && [ $tries -gt 0 ]; do
			tries=$((tries - 1))
			sleep 0.05
		done
		kill -KILL "$pid" 2>/dev/null || :
	done
	rm -f "$RUN"/*.sock "$RUN/panel.url"
}
