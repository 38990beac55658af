/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fbback_trace.h - what xen-fbback tells tracers, in tracefs under events/xen_fbback/.
 * Must not know why somebody looks.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM xen_fbback

#if !defined(FBBACK_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define FBBACK_TRACE_H

#include <linux/tracepoint.h>

/* So many rectangles of a guest's screen are to be copied to the display. */
TRACE_EVENT(fbback_copy_begun,
	TP_PROTO(unsigned int domid, unsigned int rectangles),
	TP_ARGS(domid, rectangles),
	TP_STRUCT__entry(
		__field(unsigned int, domid)
		__field(unsigned int, rectangles)
	),
	TP_fast_assign(
		__entry->domid = domid;
		__entry->rectangles = rectangles;
	),
	TP_printk("domain=%u rectangles=%u", __entry->domid, __entry->rectangles)
);

/* They are copied. The bytes are all that were copied since the driver was bound. */
TRACE_EVENT(fbback_copy_done,
	TP_PROTO(unsigned int domid, unsigned long bytes),
	TP_ARGS(domid, bytes),
	TP_STRUCT__entry(
		__field(unsigned int, domid)
		__field(unsigned long, bytes)
	),
	TP_fast_assign(
		__entry->domid = domid;
		__entry->bytes = bytes;
	),
	TP_printk("domain=%u bytes=%lu", __entry->domid, __entry->bytes)
);

#endif /* FBBACK_TRACE_H */

/* Outside of the guard: it is read again and again. */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE fbback_trace
#include <trace/define_trace.h>
