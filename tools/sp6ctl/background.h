/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * background.h - a program that goes on after whoever started it was let go. Must not
 * know what it does there.
 */
#ifndef SP6CTL_BACKGROUND_H
#define SP6CTL_BACKGROUND_H

/*
 * Forks; before the first watch in xenstore, as libxenstore's thread stays behind.
 * Returns -1 in the child, which goes on and keeps @parent for background_leave(). The
 * parent gets its exit status: success once the child has left, else the child's own.
 */
int background_begin(int *parent);

/* Lets the parent go, and the terminal; messages go to the system's log from now on. */
void background_leave(int parent);

#endif /* SP6CTL_BACKGROUND_H */
