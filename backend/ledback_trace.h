/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ledback_trace.h - what xen-ledback tells tracers, in tracefs under
 * events/xen_ledback/. Must not know why somebody looks.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM xen_ledback

#if !defined(LEDBACK_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define LEDBACK_TRACE_H

#include <linux/tracepoint.h>
#include <xen/io/ledif.h>

/* A request was copied out of the ring, and is not judged yet. */
TRACE_EVENT(ledback_request,
	TP_PROTO(unsigned int domid, const struct xenled_request *req),
	TP_ARGS(domid, req),
	TP_STRUCT__entry(
		__field(unsigned int, domid)
		__field(unsigned int, id)
		__field(unsigned int, led)
		__field(unsigned int, brightness)
		__field(unsigned int, delay_on)
		__field(unsigned int, delay_off)
	),
	TP_fast_assign(
		__entry->domid = domid;
		__entry->id = req->id;
		__entry->led = req->led;
		__entry->brightness = req->brightness;
		__entry->delay_on = req->delay_on;
		__entry->delay_off = req->delay_off;
	),
	TP_printk("domain=%u id=%u led=%u brightness=%u on=%u off=%u", __entry->domid,
		  __entry->id, __entry->led, __entry->brightness, __entry->delay_on,
		  __entry->delay_off)
);

/* The answer is in the ring; the state, if it is good, is shown after it. */
TRACE_EVENT(ledback_answered,
	TP_PROTO(unsigned int domid, const struct xenled_request *req, int status),
	TP_ARGS(domid, req, status),
	TP_STRUCT__entry(
		__field(unsigned int, domid)
		__field(unsigned int, id)
		__field(int, status)
	),
	TP_fast_assign(
		__entry->domid = domid;
		__entry->id = req->id;
		__entry->status = status;
	),
	TP_printk("domain=%u id=%u status=%d", __entry->domid, __entry->id, __entry->status)
);

#endif /* LEDBACK_TRACE_H */

/* Outside of the guard: it is read again and again. */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE ledback_trace
#include <trace/define_trace.h>
