// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-picture.c - draws a test picture on a domain's screen, still or moving, and can write
 * the same picture into a file: what a screen shows can be compared with it.
 *
 * Uses what any program would use, a framebuffer device; must not know Xen, nor who
 * shows it.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/fb.h>
#include <linux/kd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "tools/picture.h"

#define EXIT_USAGE	2
#define TERMINAL	"/dev/tty0"	/* the virtual terminal that is shown */
#define MAX_SIZE	16384
#define MAX_RATE	1000
#define MAX_TEXT	63		/* characters of a name */

static const char help[] =
	"Usage: sp6-picture [--size WIDTHxHEIGHT] [--domain NAME] [PICTURE]\n"
	"       sp6-picture --animate [--rate N] [--frames N] [PICTURE]\n"
	"       sp6-picture --file FILE [--size WIDTHxHEIGHT] [--domain NAME] [PICTURE]\n"
	"       sp6-picture --text\n"
	"       sp6-picture --palette [--domain NAME]\n"
	"\n"
	"Draws a test picture on this domain's screen, in colours that are the domain's own.\n"
	"PICTURE is its name, up to 63 characters (default: A); with another one it is another\n"
	"picture. The text console's cursor is switched off.\n"
	"\n"
	"  --animate      lets it move, until Ctrl-C\n"
	"  --rate N       with so many frames a second (default: 25; 0: as fast as it can)\n"
	"  --frames N     ends after so many frames\n"
	"  --size WIDTHxHEIGHT\n"
	"                 gives the screen another size first; of a file, its size\n"
	"                 (default: 800x480)\n"
	"  --text         gives the screen back to the text console, with its cursor\n"
	"  --file FILE    writes the picture into a file (PPM); - is standard output\n"
	"  --palette      says which colours the domain's pictures have\n"
	"  --domain NAME  as if it were another domain (default: this one's host name)\n"
	"  --device FILE  the framebuffer (default: /dev/fb0)\n"
	"\n"
	"Exit status: 1 failed, 2 wrong usage.\n";

enum { OPTION_FILE = 256, OPTION_FRAMES, OPTION_PALETTE, OPTION_TEXT };

static const struct option long_options[] = {
	{ "animate", no_argument, NULL, 'a' },
	{ "device", required_argument, NULL, 'd' },
	{ "domain", required_argument, NULL, 'n' },
	{ "file", required_argument, NULL, OPTION_FILE },
	{ "frames", required_argument, NULL, OPTION_FRAMES },
	{ "help", no_argument, NULL, 'h' },
	{ "palette", no_argument, NULL, OPTION_PALETTE },
	{ "rate", required_argument, NULL, 'r' },
	{ "size", required_argument, NULL, 's' },
	{ "text", no_argument, NULL, OPTION_TEXT },
	{ 0 },
};

struct settings {
	const char *device, *file;
	struct picture picture;		/* size 0: the screen's */
	unsigned int rate, frames;	/* frames 0: without end */
	bool animate, palette, text;
};

static volatile sig_atomic_t told_to_end;

static void tell_to_end(int number)
{
	(void)number;
	told_to_end = 1;
}

__attribute__((format(printf, 1, 2)))
static void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("sp6-picture: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

/* The text console */

/* The cursor would blink in the picture. Where there is no text console, nothing does. */
static void show_cursor(bool shown)
{
	const char *sequence = shown ? "\033[?25h" : "\033[?25l";
	int terminal = open(TERMINAL, O_WRONLY | O_NOCTTY | O_CLOEXEC);

	if (terminal < 0)
		return;
	if (write(terminal, sequence, strlen(sequence)) < 0)
		complain(TERMINAL ": %s", strerror(errno));
	close(terminal);
}

/* From graphics to text, the kernel draws the whole text anew. */
static int show_text(void)
{
	int terminal = open(TERMINAL, O_RDWR | O_NOCTTY | O_CLOEXEC);
	int status = EXIT_FAILURE;

	if (terminal >= 0 && !ioctl(terminal, KDSETMODE, KD_GRAPHICS) &&
	    !ioctl(terminal, KDSETMODE, KD_TEXT))
		status = EXIT_SUCCESS;
	else
		complain(TERMINAL ": %s", strerror(errno));
	if (terminal >= 0)
		close(terminal);
	show_cursor(true);
	return status;
}

/* The screen */

struct screen {
	int file;
	struct fb_var_screeninfo mode;
	size_t stride;		/* in bytes */
	uint32_t *pixels;	/* a frame, as the device has it */
};

static bool is_byte(const struct fb_bitfield *field)
{
	return field->length == 8 && field->offset <= 24 && !field->msb_right;
}

/* 32 bits a pixel, a byte for each colour, wherever. */
static bool is_known(const struct screen *screen)
{
	const struct fb_var_screeninfo *mode = &screen->mode;

	return mode->bits_per_pixel == 32 && is_byte(&mode->red) && is_byte(&mode->green) &&
	       is_byte(&mode->blue) && screen->stride % 4 == 0 && screen->stride >= mode->xres * 4;
}

static bool resize(struct screen *screen, const struct picture *picture)
{
	struct fb_var_screeninfo mode = screen->mode;

	mode.xres = picture->width;
	mode.yres = picture->height;
	mode.xres_virtual = mode.xres;
	mode.yres_virtual = mode.yres;
	mode.activate = FB_ACTIVATE_NOW;
	if (!ioctl(screen->file, FBIOPUT_VSCREENINFO, &mode) &&
	    !ioctl(screen->file, FBIOGET_VSCREENINFO, &screen->mode) &&
	    screen->mode.xres == picture->width && screen->mode.yres == picture->height)
		return true;
	complain("the screen cannot be %ux%u", picture->width, picture->height);
	return false;
}

static bool measure(struct screen *screen)
{
	struct fb_fix_screeninfo fixed;

	if (ioctl(screen->file, FBIOGET_VSCREENINFO, &screen->mode) ||
	    ioctl(screen->file, FBIOGET_FSCREENINFO, &fixed))
		return false;
	screen->stride = fixed.line_length;
	return true;
}

/* With the size of @picture, or else the picture gets that of the screen. */
static bool screen_open(struct screen *screen, const char *device, struct picture *picture)
{
	screen->file = open(device, O_RDWR | O_CLOEXEC);
	if (screen->file < 0 || !measure(screen)) {
		complain("%s: %s: has this domain a screen?", device, strerror(errno));
		return false;
	}
	if (picture->width && !resize(screen, picture))
		return false;
	if (!is_known(screen)) {
		complain("%s: %u bits a pixel, or their order, is not supported", device,
			 screen->mode.bits_per_pixel);
		return false;
	}
	picture->width = screen->mode.xres;
	picture->height = screen->mode.yres;
	screen->pixels = calloc(screen->mode.yres, screen->stride);
	if (!screen->pixels)
		complain("%s", strerror(errno));
	return screen->pixels;
}

static void screen_close(struct screen *screen)
{
	free(screen->pixels);
	if (screen->file >= 0)
		close(screen->file);
}

/* From 0xrrggbb to the device's own order. */
static void convert(struct screen *screen)
{
	const struct fb_var_screeninfo *mode = &screen->mode;
	size_t num = screen->stride / 4 * mode->yres;

	if (mode->red.offset == 16 && mode->green.offset == 8 && mode->blue.offset == 0)
		return;
	for (size_t i = 0; i < num; i++) {
		uint32_t pixel = screen->pixels[i];

		screen->pixels[i] = (pixel >> 16 & 0xff) << mode->red.offset |
				    (pixel >> 8 & 0xff) << mode->green.offset |
				    (pixel & 0xff) << mode->blue.offset;
	}
}

/* Written at once, so that the driver hears of the whole frame. */
static bool screen_show(struct screen *screen, const struct picture *picture)
{
	size_t size = screen->stride * screen->mode.yres, done = 0;
	const char *bytes = (const char *)screen->pixels;

	picture_draw(picture, screen->pixels, screen->stride / 4);
	convert(screen);
	while (done < size) {
		ssize_t written = pwrite(screen->file, bytes + done, size - done, (off_t)done);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			complain("cannot write to the screen: %s",
				 written ? strerror(errno) : "it is smaller than it says");
			return false;
		}
		done += (size_t)written;
	}
	return true;
}

static long long microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

/* A frame that is late does not make the next ones come faster. */
static void await_frame(long long *due, unsigned int rate)
{
	long long left;

	if (!rate)
		return;
	*due += 1000000 / rate;
	left = *due - microseconds();
	if (left > 0)
		usleep((useconds_t)left);
	else
		*due -= left;
}

static bool animate(struct screen *screen, const struct settings *settings)
{
	struct picture picture = settings->picture;
	long long begin = microseconds(), due = begin;
	bool good = true;

	signal(SIGINT, tell_to_end);
	signal(SIGTERM, tell_to_end);
	while (good && !told_to_end && (!settings->frames || picture.frame < settings->frames)) {
		good = screen_show(screen, &picture);
		picture.frame++;
		await_frame(&due, settings->rate);
	}
	printf("%u frames in %lld ms\n", picture.frame, (microseconds() - begin) / 1000);
	return good;
}

static int show(struct settings *settings)
{
	struct screen screen = { .file = -1 };
	bool good = screen_open(&screen, settings->device, &settings->picture);

	if (good) {
		show_cursor(false);
		good = settings->animate ? animate(&screen, settings) :
					   screen_show(&screen, &settings->picture);
	}
	screen_close(&screen);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The file */

static void write_ppm(FILE *file, const struct picture *picture, const uint32_t *pixels)
{
	fprintf(file, "P6\n%u %u\n255\n", picture->width, picture->height);
	for (size_t i = 0; i < (size_t)picture->width * picture->height; i++) {
		putc(pixels[i] >> 16 & 0xff, file);
		putc(pixels[i] >> 8 & 0xff, file);
		putc(pixels[i] & 0xff, file);
	}
}

static int write_file(struct settings *settings)
{
	struct picture *picture = &settings->picture;
	bool is_stdout = !strcmp(settings->file, "-");
	FILE *file = is_stdout ? stdout : fopen(settings->file, "we");
	uint32_t *pixels;
	bool good;

	if (!picture->width)
		*picture = (struct picture){ 800, 480, picture->domain, picture->name, 0 };
	pixels = calloc(picture->width, picture->height * sizeof(*pixels));
	if (file && pixels) {
		picture_draw(picture, pixels, picture->width);
		write_ppm(file, picture, pixels);
	}
	good = file && pixels && !fflush(file) && !ferror(file);
	if (!good)
		complain("%s: %s", settings->file, strerror(errno));
	if (file && !is_stdout)
		fclose(file);
	free(pixels);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int say_palette(const struct settings *settings)
{
	uint32_t palette[PICTURE_COLOURS];

	picture_palette(settings->picture.domain, palette);
	for (int i = 0; i < PICTURE_COLOURS; i++)
		printf("%06x\n", palette[i]);
	return EXIT_SUCCESS;
}

/* What was typed */

static int misused(const char *what)
{
	complain("%s; sp6-picture --help shows the usage", what);
	return EXIT_USAGE;
}

/* A number and nothing else, or, with @end, up to there. */
static bool parse_number(const char *text, unsigned int max, unsigned int *number,
			 const char **end)
{
	size_t digits = strspn(text, "0123456789");

	if (!digits || digits > 9 || (!end && text[digits]) || sscanf(text, "%9u", number) != 1)
		return false;
	if (end)
		*end = text + digits;
	return *number <= max;
}

static bool parse_size(const char *text, struct picture *picture)
{
	const char *rest;

	return parse_number(text, MAX_SIZE, &picture->width, &rest) && *rest == 'x' &&
	       parse_number(rest + 1, MAX_SIZE, &picture->height, NULL) &&
	       picture->width && picture->height;
}

/* 0 or the exit status. */
static int parse_option(int letter, struct settings *settings)
{
	switch (letter) {
	case 'a':
		settings->animate = true;
		return 0;
	case 'd':
		settings->device = optarg;
		return 0;
	case 'n':
		settings->picture.domain = optarg;
		return 0;
	case 'r':
		return parse_number(optarg, MAX_RATE, &settings->rate, NULL) ? 0 :
		       misused("--rate wants 0 to 1000 frames a second");
	case 's':
		return parse_size(optarg, &settings->picture) ? 0 :
		       misused("--size wants a width and a height in pixels, as in 800x480");
	case OPTION_FILE:
		settings->file = optarg;
		return 0;
	case OPTION_FRAMES:
		return parse_number(optarg, 1000000, &settings->frames, NULL) ? 0 :
		       misused("--frames wants a number of frames, up to 1000000");
	case OPTION_PALETTE:
		settings->palette = true;
		return 0;
	case OPTION_TEXT:
		settings->text = true;
		return 0;
	default:	/* getopt has said what is wrong */
		return EXIT_USAGE;
	}
}

static bool is_name(const char *text)
{
	return *text && strlen(text) <= MAX_TEXT;
}

static int check(const struct settings *settings)
{
	if (!is_name(settings->picture.domain) || !is_name(settings->picture.name))
		return misused("a name has 1 to 63 characters");
	if (settings->animate + settings->palette + settings->text + !!settings->file > 1)
		return misused("give one of --animate, --file, --palette and --text");
	return 0;
}

int main(int argc, char *argv[])
{
	char host[MAX_TEXT + 1] = "";
	struct settings settings = { .device = "/dev/fb0", .rate = 25,
				     .picture = { .domain = host, .name = "A" } };
	int letter, status;

	gethostname(host, sizeof(host) - 1);
	while ((letter = getopt_long(argc, argv, "h", long_options, NULL)) >= 0) {
		if (letter == 'h') {
			fputs(help, stdout);
			return EXIT_SUCCESS;
		}
		status = parse_option(letter, &settings);
		if (status)
			return status;
	}
	if (argc - optind > 1)
		return misused("too many arguments");
	if (optind < argc)
		settings.picture.name = argv[optind];
	status = check(&settings);
	if (status)
		return status;
	if (settings.text)
		return show_text();
	if (settings.palette)
		return say_palette(&settings);
	return settings.file ? write_file(&settings) : show(&settings);
}
