/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * floor_front_trace.h - what floor-front tells tracers, in tracefs under events/floor/:
 * so its times are taken in the same way as those of the drivers.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM floor

#if !defined(FLOOR_FRONT_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define FLOOR_FRONT_TRACE_H

#include <linux/tracepoint.h>

DECLARE_EVENT_CLASS(floor_event,
	TP_PROTO(const char *device, u64 seen),
	TP_ARGS(device, seen),
	TP_STRUCT__entry(
		__array(char, device, 16)
		__field(u64, seen)
	),
	TP_fast_assign(
		strscpy(__entry->device, device, sizeof(__entry->device));
		__entry->seen = seen;
	),
	TP_printk("device=%s seen=%llu", __entry->device, __entry->seen)
);

/* About to tell the other end. */
DEFINE_EVENT(floor_event, floor_ping,
	TP_PROTO(const char *device, u64 seen),
	TP_ARGS(device, seen)
);

/* It has answered; seen is when it had seen the ping, by its own clock. */
DEFINE_EVENT(floor_event, floor_pong,
	TP_PROTO(const char *device, u64 seen),
	TP_ARGS(device, seen)
);

#endif /* FLOOR_FRONT_TRACE_H */

/* Outside of the guard: it is read again and again. */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE floor_front_trace
#include <trace/define_trace.h>
