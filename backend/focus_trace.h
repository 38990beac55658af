/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * focus_trace.h - what xen-focus tells tracers, in tracefs under events/xen_focus/.
 * Must not know why somebody looks.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM xen_focus

#if !defined(FOCUS_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define FOCUS_TRACE_H

#include <linux/tracepoint.h>

/* An event of an input device goes to a guest. Ends of frames are xen-inputback's to tell. */
TRACE_EVENT(focus_forwarded,
	TP_PROTO(unsigned int domid, unsigned int type, unsigned int code, int value),
	TP_ARGS(domid, type, code, value),
	TP_STRUCT__entry(
		__field(unsigned int, domid)
		__field(unsigned int, type)
		__field(unsigned int, code)
		__field(int, value)
	),
	TP_fast_assign(
		__entry->domid = domid;
		__entry->type = type;
		__entry->code = code;
		__entry->value = value;
	),
	TP_printk("domain=%u type=%u code=%u value=%d", __entry->domid, __entry->type,
		  __entry->code, __entry->value)
);

DECLARE_EVENT_CLASS(focus_change,
	TP_PROTO(unsigned int from, unsigned int to, int error),
	TP_ARGS(from, to, error),
	TP_STRUCT__entry(
		__field(unsigned int, from)
		__field(unsigned int, to)
		__field(int, error)
	),
	TP_fast_assign(
		__entry->from = from;
		__entry->to = to;
		__entry->error = error;
	),
	TP_printk("from=%u to=%u error=%d", __entry->from, __entry->to, __entry->error)
);

/* The change begins; nothing has moved. */
DEFINE_EVENT(focus_change, focus_changing,
	TP_PROTO(unsigned int from, unsigned int to, int error),
	TP_ARGS(from, to, error)
);

/* All has moved; or, with an error, nothing has. */
DEFINE_EVENT(focus_change, focus_changed,
	TP_PROTO(unsigned int from, unsigned int to, int error),
	TP_ARGS(from, to, error)
);

#endif /* FOCUS_TRACE_H */

/* Outside of the guard: it is read again and again. */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE focus_trace
#include <trace/define_trace.h>
