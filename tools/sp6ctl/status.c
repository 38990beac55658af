// SPDX-License-Identifier: GPL-2.0-only
/* status.c - "sp6ctl status": gathers a report and prints it. */
#include <stdlib.h>

#include "report.h"
#include "sp6ctl.h"

static bool show(const struct report *report, bool json)
{
	if (json)
		return report_print_json(report);
	report_print(report);
	return true;
}

int command_status(const struct options *options)
{
	struct xs_handle *xs = store_open();
	struct domain domain;
	struct report report;
	bool good;

	if (!xs)
		return EXIT_FAILURE;
	good = !options->domain || domain_find(xs, options->domain, &domain);
	if (good) {
		good = report_gather(xs, options->domain ? &domain : NULL, &report) &&
		       show(&report, options->json);
		report_free(&report);
	}
	xs_close(xs);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
