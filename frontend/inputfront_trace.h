/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * inputfront_trace.h - what xen-inputfront tells tracers, in tracefs under
 * events/xen_inputfront/. Must not know why somebody looks.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM xen_inputfront

#if !defined(INPUTFRONT_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define INPUTFRONT_TRACE_H

#include <linux/tracepoint.h>

/* So many events are taken out of the ring, and go to the guest's input system. */
TRACE_EVENT(inputfront_received,
	TP_PROTO(const char *device, unsigned int events),
	TP_ARGS(device, events),
	TP_STRUCT__entry(
		__array(char, device, 16)
		__field(unsigned int, events)
	),
	TP_fast_assign(
		strscpy(__entry->device, device, sizeof(__entry->device));
		__entry->events = events;
	),
	TP_printk("device=%s events=%u", __entry->device, __entry->events)
);

#endif /* INPUTFRONT_TRACE_H */

/* Outside of the guard: it is read again and again. */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE inputfront_trace
#include <trace/define_trace.h>
