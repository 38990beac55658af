/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fake_kernel.h - as much of the kernel as backend/fbback_screen.c needs, for its unit test:
 * memory, lists, locks that complain, work that the test runs, and the types of what the
 * test plays itself. The headers beside this one are all this one.
 */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef int64_t ktime_t;
typedef uint16_t domid_t;

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define READ_ONCE(x)		(x)
#define WRITE_ONCE(x, value)	((x) = (value))

#define ERR_PTR(err)		((void *)(intptr_t)(err))
#define PTR_ERR(p)		((int)(intptr_t)(p))
#define IS_ERR(p)		((uintptr_t)(p) > (uintptr_t)-4096)

#define GFP_KERNEL		0
#define kzalloc(size, gfp)	calloc(1, size)
#define kmalloc_array(n, size, gfp) malloc((n) * (size))
#define kfree(p)		free(p)

#define ktime_get()		((ktime_t)0)
#define ktime_us_delta(a, b)	((a) - (b) + 1)
#define msecs_to_jiffies(ms)	(ms)

/* Nobody traces. */
#define TP_PROTO(...)		__VA_ARGS__
#define TRACE_EVENT(name, proto, ...)	static inline void trace_##name(proto) {}

#define pr_info(...)			fake_say(__VA_ARGS__)
#define pr_notice(...)			fake_say(__VA_ARGS__)
#define pr_notice_ratelimited(...)	fake_say(__VA_ARGS__)
#define pr_err_ratelimited(...)		fake_say(__VA_ARGS__)
void fake_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

struct list_head {
	struct list_head *next;
	struct list_head *prev;
};

#define LIST_HEAD(name)	struct list_head name = { &name, &name }
#define list_entry(p, type, member) \
	((type *)((char *)(p) - offsetof(type, member)))
#define list_for_each_entry(p, head, member)				\
	for (p = list_entry((head)->next, __typeof__(*p), member);	\
	     &p->member != (head);					\
	     p = list_entry(p->member.next, __typeof__(*p), member))

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline void list_add_tail(struct list_head *new, struct list_head *head)
{
	new->prev = head->prev;
	new->next = head;
	head->prev->next = new;
	head->prev = new;
}

static inline void list_del(struct list_head *entry)
{
	entry->prev->next = entry->next;
	entry->next->prev = entry->prev;
}

struct mutex {
	bool held;
};

#define DEFINE_MUTEX(name)	struct mutex name

static inline void mutex_lock(struct mutex *lock)
{
	assert(!lock->held);
	lock->held = true;
}

static inline void mutex_unlock(struct mutex *lock)
{
	assert(lock->held);
	lock->held = false;
}

/* The test runs it. */
struct work_struct {
	void (*run)(struct work_struct *work);
};

struct delayed_work {
	struct work_struct work;
	bool queued;
	unsigned int delay;
};

#define DECLARE_DELAYED_WORK(name, function) struct delayed_work name = { .work.run = function }
#define system_long_wq		NULL

static inline void mod_delayed_work(void *queue, struct delayed_work *work, unsigned int delay)
{
	(void)queue;
	work->queued = true;
	work->delay = delay;
}

static inline void queue_delayed_work(void *queue, struct delayed_work *work, unsigned int delay)
{
	if (!work->queued)
		mod_delayed_work(queue, work, delay);
}

static inline void cancel_delayed_work_sync(struct delayed_work *work)
{
	work->queued = false;
}

struct iosys_map {
	u8 *at;
};

static inline void iosys_map_memcpy_to(struct iosys_map *map, size_t to, const void *from,
				       size_t len)
{
	memcpy(map->at + to, from, len);
}

static inline void iosys_map_memset(struct iosys_map *map, size_t to, int value, size_t len)
{
	memset(map->at + to, value, len);
}

struct font_desc {
	unsigned int width;
	unsigned int height;
	const void *data;
};

const struct font_desc *get_default_font(int xres, int yres, unsigned long *widths,
					 unsigned long *heights);

#define XBT_NIL		0
void *xenbus_read(int transaction, const char *dir, const char *node, unsigned int *len);

struct file;
struct module;

struct drm_client_dev {
	void *dev;
};

struct drm_client_buffer {
	u32 pitch;
	u8 *memory;
	bool mapped;
};

#endif /* FAKE_KERNEL_H */
