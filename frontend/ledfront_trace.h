/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ledfront_trace.h - what xen-ledfront tells tracers, in tracefs under
 * events/xen_ledfront/: a LED's way from the LED class to the back-end's answer.
 * Must not know why somebody looks.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM xen_ledfront

#if !defined(LEDFRONT_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define LEDFRONT_TRACE_H

#include <linux/tracepoint.h>
#include <xen/io/ledif.h>

/* The LED class wants a LED to be so; only the last that waits is sent. */
TRACE_EVENT(ledfront_queued,
	TP_PROTO(const char *device, unsigned int led, unsigned int brightness,
		 unsigned long delay_on, unsigned long delay_off),
	TP_ARGS(device, led, brightness, delay_on, delay_off),
	TP_STRUCT__entry(
		__array(char, device, 16)
		__field(unsigned int, led)
		__field(unsigned int, brightness)
		__field(unsigned long, delay_on)
		__field(unsigned long, delay_off)
	),
	TP_fast_assign(
		strscpy(__entry->device, device, sizeof(__entry->device));
		__entry->led = led;
		__entry->brightness = brightness;
		__entry->delay_on = delay_on;
		__entry->delay_off = delay_off;
	),
	TP_printk("device=%s led=%u brightness=%u on=%lu off=%lu", __entry->device,
		  __entry->led, __entry->brightness, __entry->delay_on, __entry->delay_off)
);

/* A request is in the ring. */
TRACE_EVENT(ledfront_sent,
	TP_PROTO(const char *device, const struct xenled_request *req),
	TP_ARGS(device, req),
	TP_STRUCT__entry(
		__array(char, device, 16)
		__field(unsigned int, led)
		__field(unsigned int, brightness)
	),
	TP_fast_assign(
		strscpy(__entry->device, device, sizeof(__entry->device));
		__entry->led = req->led;
		__entry->brightness = req->brightness;
	),
	TP_printk("device=%s led=%u brightness=%u", __entry->device, __entry->led,
		  __entry->brightness)
);

/* The back-end has answered, and the answer is believed. A request's id is its LED. */
TRACE_EVENT(ledfront_answered,
	TP_PROTO(const char *device, const struct xenled_response *rsp),
	TP_ARGS(device, rsp),
	TP_STRUCT__entry(
		__array(char, device, 16)
		__field(unsigned int, led)
		__field(int, status)
	),
	TP_fast_assign(
		strscpy(__entry->device, device, sizeof(__entry->device));
		__entry->led = rsp->id;
		__entry->status = rsp->status;
	),
	TP_printk("device=%s led=%u status=%d", __entry->device, __entry->led, __entry->status)
);

#endif /* LEDFRONT_TRACE_H */

/* Outside of the guard: it is read again and again. */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE ledfront_trace
#include <trace/define_trace.h>
