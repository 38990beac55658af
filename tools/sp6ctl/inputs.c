// SPDX-License-Identifier: GPL-2.0-only
/* inputs.c - see inputs.h. */
#include <string.h>

#include "inputs.h"
#include "text.h"

static bool name_is_good(const char *name)
{
	size_t length = strlen(name);

	if (!length || length > INPUT_NAME_MAX)
		return false;
	for (; *name; name++)
		if (*name < ' ' || *name > '~')
			return false;
	return true;
}

bool inputs_add(struct inputs *inputs, const char *name, char why[], size_t size)
{
	if (!name_is_good(name))
		return refuse(why, size, "'%s' cannot be an input device: give a name as in "
			      "/sys/class/input/input*/name, of 1 to %d characters", name,
			      INPUT_NAME_MAX);
	for (unsigned int i = 0; i < inputs->num; i++)
		if (!strcmp(inputs->name[i], name))
			return refuse(why, size, "the guest has the input device '%s' already",
				      name);
	if (inputs->num == MAX_INPUTS)
		return refuse(why, size, "a guest can have %d input devices and no more",
			      MAX_INPUTS);
	strcpy(inputs->name[inputs->num++], name);
	return true;
}
