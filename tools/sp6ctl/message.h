/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * message.h - what sp6ctl says. Results go to standard output, complaints to
 * standard error with the program's name. Must not know what they are about.
 */
#ifndef SP6CTL_MESSAGE_H
#define SP6CTL_MESSAGE_H

__attribute__((format(printf, 1, 2))) void say(const char *format, ...);
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

/* From now on both go to the system's log. */
void message_to_log(void);

#endif /* SP6CTL_MESSAGE_H */
