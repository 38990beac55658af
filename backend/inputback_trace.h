/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * inputback_trace.h - what xen-inputback tells tracers, in tracefs under
 * events/xen_inputback/. Must not know why somebody looks.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM xen_inputback

#if !defined(INPUTBACK_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define INPUTBACK_TRACE_H

#include <linux/tracepoint.h>

/* So many events are in the ring since the last time, with one notification. */
TRACE_EVENT(inputback_sent,
	TP_PROTO(unsigned int domid, unsigned int events),
	TP_ARGS(domid, events),
	TP_STRUCT__entry(
		__field(unsigned int, domid)
		__field(unsigned int, events)
	),
	TP_fast_assign(
		__entry->domid = domid;
		__entry->events = events;
	),
	TP_printk("domain=%u events=%u", __entry->domid, __entry->events)
);

#endif /* INPUTBACK_TRACE_H */

/* Outside of the guard: it is read again and again. */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE inputback_trace
#include <trace/define_trace.h>
