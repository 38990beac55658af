// SPDX-License-Identifier: GPL-2.0-only
/*
 * What sp6-bench makes of the kernel's traces: which events it understands, and which times
 * and counts it takes from them.
 *
 * Includes the sources: what is tested is their own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define main bench_main
#include "bench/programs/bench.c"
#undef main
#include "bench/programs/led.c"
#include "bench/programs/trace.c"

/* Those that are not tested here. */
#define COMMAND(name)	int command_##name(char *arguments[]) { (void)arguments; return 1; }
COMMAND(press)
COMMAND(keys)
COMMAND(loop)
COMMAND(store_loop)
COMMAND(store_serve)
COMMAND(net_loop)
COMMAND(net_serve)
COMMAND(focus)

#define LINE(time, event)	"       sp6-bench-97      [000] d..1.    " time ": " event "\n"
#define LED			"device=vled-0 led="

static void take_last(void *data, const struct trace_event *event)
{
	*(struct trace_event *)data = *event;
}

static bool read_trace(const char *text, void (*take)(void *data, const struct trace_event *event),
		       void *data)
{
	FILE *file = fmemopen((char *)text, strlen(text), "r");
	bool good;

	assert_non_null(file);
	good = trace_read(file, take, data);
	fclose(file);
	return good;
}

static void an_event_is_understood(void **state)
{
	struct trace_event event = { 0 };

	(void)state;
	assert_true(read_trace("# tracer: nop\n#\n" LINE("12.000345", "floor_pong: device=floor-1 seen=12000200123"),
			       take_last, &event));
	assert_int_equal(event.us, 12000345);
	assert_string_equal(event.name, "floor_pong");
	assert_int_equal(trace_number(&event, "seen"), 12000200123);
	assert_int_equal(trace_number(&event, "een"), -1);
	assert_true(trace_text_is(&event, "device", "floor-1"));
	assert_false(trace_text_is(&event, "device", "floor-"));
	assert_false(trace_text_is(&event, "device", "floor-10"));
	assert_false(trace_text_is(&event, "name", "floor-1"));
}

/* A task may be called anything. */
static void other_lines_are_none(void **state)
{
	struct trace_event event = { 0 };

	(void)state;
	assert_true(read_trace("# a-1 [000] d..1. 1.000001: a: b=1\n\nCPU:0 [LOST 3 EVENTS]\n"
			       " a-1 [000] d..1. 1.000001\n a-1 [000] d..1. never: a: b=1\n",
			       take_last, &event));
	assert_int_equal(event.us, 0);
}

static void lost_events_are_told(void **state)
{
	struct trace_event event = { 0 };

	(void)state;
	assert_true(read_trace("# entries-in-buffer/entries-written: 1/1   #P:1\n"
			       LINE("1.000002", "a: b=1"), take_last, &event));
	assert_int_equal(event.us, 1000002);
	assert_false(read_trace("# entries-in-buffer/entries-written: 1/2   #P:1\n"
				LINE("1.000003", "a: b=1"), take_last, &event));
	assert_int_equal(event.us, 1000002);
}

static void begin_run(struct run *run, unsigned int num_leds)
{
	*run = (struct run){ .num_leds = num_leds };
	assert_true(samples_init(&run->us, "test", 2) &&
		    samples_init(&run->floor.thread_us, "thread", 2) &&
		    samples_init(&run->floor.hard_us, "hard", 2) &&
		    samples_init(&run->floor.ahead_us, "ahead", 2));
}

static void end_run(struct run *run)
{
	samples_free(&run->us);
	samples_free(&run->floor.thread_us);
	samples_free(&run->floor.hard_us);
	samples_free(&run->floor.ahead_us);
}

/* An answer to what was written before it began is none; a write meanwhile is the same run. */
static void a_led_is_answered(void **state)
{
	struct run run;

	(void)state;
	begin_run(&run, 1);
	assert_true(read_trace(LINE("1.000001", "ledfront_answered: " LED "0 status=0")
			       LINE("1.000010", "ledfront_queued: " LED "0 brightness=1 on=0 off=0")
			       LINE("1.000020", "ledfront_queued: " LED "0 brightness=0 on=0 off=0")
			       LINE("1.000040", "ledfront_answered: " LED "0 status=0")
			       LINE("1.000050", "ledfront_answered: " LED "0 status=0")
			       LINE("1.000060", "ledfront_queued: " LED "0 brightness=1 on=0 off=0")
			       LINE("1.000067", "ledfront_answered: " LED "0 status=0"),
			       take, &run));
	assert_int_equal(run.us.num, 2);
	assert_int_equal(run.us.us[0], 30);
	assert_int_equal(run.us.us[1], 7);
	end_run(&run);
}

static void the_last_of_two_leds_is_answered(void **state)
{
	struct run run;

	(void)state;
	begin_run(&run, 2);
	assert_true(read_trace(LINE("1.000010", "ledfront_queued: " LED "0 brightness=1 on=0 off=0")
			       LINE("1.000020", "ledfront_answered: " LED "0 status=0")
			       LINE("1.000030", "ledfront_queued: " LED "1 brightness=1 on=0 off=0")
			       LINE("1.000050", "ledfront_answered: " LED "1 status=0"),
			       take, &run));
	assert_int_equal(run.us.num, 1);
	assert_int_equal(run.us.us[0], 40);
	end_run(&run);
}

/* The other end's clock is 5 ms ahead. */
static void the_floor_is_measured(void **state)
{
	struct run run;

	(void)state;
	begin_run(&run, 1);
	assert_true(read_trace(LINE("1.000001", "floor_pong: device=floor-1 seen=7")
			       LINE("1.000010", "floor_ping: device=floor-0 seen=0")
			       LINE("1.000040", "floor_pong: device=floor-0 seen=9")
			       LINE("2.000010", "floor_ping: device=floor-1 seen=0")
			       LINE("2.000030", "floor_pong: device=floor-1 seen=2005020000"),
			       take, &run));
	assert_int_equal(run.floor.thread_us.num, 1);
	assert_int_equal(run.floor.thread_us.us[0], 30);
	assert_int_equal(run.floor.hard_us.num, 1);
	assert_int_equal(run.floor.hard_us.us[0], 20);
	assert_int_equal(run.floor.ahead_us.num, 1);
	assert_int_equal(run.floor.ahead_us.us[0], 5000);
	assert_int_equal(run.us.num, 0);
	end_run(&run);
}

static void one_led_has_most_in_flight(void **state)
{
	struct flight flight = { 0 };

	(void)state;
	assert_true(read_trace(LINE("1.000001", "ledfront_sent: " LED "0 brightness=1")
			       LINE("1.000002", "ledfront_sent: " LED "31 brightness=1")
			       LINE("1.000003", "ledfront_sent: " LED "32 brightness=1")
			       LINE("1.000004", "ledfront_answered: " LED "0 status=0")
			       LINE("1.000005", "ledfront_sent: " LED "0 brightness=0"),
			       take_flight, &flight));
	assert_int_equal(flight.most, 1);
	assert_true(read_trace(LINE("1.000006", "ledfront_sent: " LED "0 brightness=1"),
			       take_flight, &flight));
	assert_int_equal(flight.most, 2);
}

static void counts_are_numbers_within_limits(void **state)
{
	(void)state;
	assert_int_equal(read_count("1", 10), 1);
	assert_int_equal(read_count("10", 10), 10);
	assert_int_equal(read_count("11", 10), 0);
	assert_int_equal(read_count("0", 10), 0);
	assert_int_equal(read_count("-1", 10), 0);
	assert_int_equal(read_count("", 10), 0);
	assert_int_equal(read_count("1s", 10), 0);
	assert_int_equal(read_count("99999999999999999999", 10), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_is_understood),
		cmocka_unit_test(other_lines_are_none),
		cmocka_unit_test(lost_events_are_told),
		cmocka_unit_test(a_led_is_answered),
		cmocka_unit_test(the_last_of_two_leds_is_answered),
		cmocka_unit_test(the_floor_is_measured),
		cmocka_unit_test(one_led_has_most_in_flight),
		cmocka_unit_test(counts_are_numbers_within_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
