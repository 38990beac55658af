// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_sp6_picture.c - test pictures: colours that are one domain's alone, another picture
 * for each name and frame, nothing drawn beside it; and sp6-picture's command line, with
 * the file that it writes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The program, as a function. */
#define main sp6_picture_main
#include "tools/sp6-picture.c"
#undef main

#define WIDTH	800
#define HEIGHT	480

static const char *const domains[] = { "dom0", "domu", "guest2", "domain 7" };

#define NUM_DOMAINS (sizeof(domains) / sizeof(domains[0]))

/* Drawn with a margin, which stays as it was. */
static uint32_t *draw(unsigned int width, unsigned int height, const char *domain,
		      const char *name, unsigned int frame)
{
	const struct picture picture = { width, height, domain, name, frame };
	size_t stride = width + 3;
	uint32_t *pixels = malloc((stride * height + 1) * sizeof(*pixels));
	uint32_t *packed = malloc(((size_t)width * height + 1) * sizeof(*packed));

	assert_non_null(pixels);
	assert_non_null(packed);
	memset(pixels, 0xaa, (stride * height + 1) * sizeof(*pixels));
	picture_draw(&picture, pixels, stride);
	for (size_t y = 0; y < height; y++) {
		for (size_t x = width; x < stride; x++)
			assert_int_equal(pixels[y * stride + x], 0xaaaaaaaa);
		memcpy(packed + y * width, pixels + y * stride, width * sizeof(*packed));
	}
	assert_int_equal(pixels[stride * height], 0xaaaaaaaa);
	free(pixels);
	return packed;
}

static size_t num_different(const uint32_t *a, const uint32_t *b)
{
	size_t num = 0;

	for (size_t i = 0; i < WIDTH * HEIGHT; i++)
		num += a[i] != b[i];
	return num;
}

static bool has(const uint32_t palette[PICTURE_COLOURS], uint32_t colour)
{
	for (int i = 0; i < PICTURE_COLOURS; i++)
		if (palette[i] == colour)
			return true;
	return false;
}

static void no_two_domains_have_a_colour_in_common(void **state)
{
	uint32_t palettes[NUM_DOMAINS][PICTURE_COLOURS];

	(void)state;
	for (size_t i = 0; i < NUM_DOMAINS; i++) {
		picture_palette(domains[i], palettes[i]);
		for (size_t j = 0; j < i; j++)
			for (int c = 0; c < PICTURE_COLOURS; c++)
				assert_false(has(palettes[j], palettes[i][c]));
	}
}

/* Whatever the domain is called. Black is what is beside a picture. */
static void a_palette_has_different_colours(void **state)
{
	uint32_t palette[PICTURE_COLOURS];
	char name[32];

	(void)state;
	for (int n = 0; n < 2000; n++) {
		snprintf(name, sizeof(name), "guest%d", n);
		picture_palette(name, palette);
		for (int i = 0; i < PICTURE_COLOURS; i++) {
			assert_int_equal(palette[i] >> 24, 0);
			assert_int_not_equal(palette[i], 0);
			for (int j = 0; j < i; j++)
				assert_int_not_equal(palette[i], palette[j]);
		}
	}
}

static void a_picture_has_all_colours_of_its_domain_and_no_other(void **state)
{
	(void)state;
	for (size_t i = 0; i < NUM_DOMAINS; i++) {
		uint32_t *pixels = draw(WIDTH, HEIGHT, domains[i], "A", i);
		uint32_t palette[PICTURE_COLOURS];
		size_t used[PICTURE_COLOURS] = { 0 };

		picture_palette(domains[i], palette);
		for (size_t p = 0; p < WIDTH * HEIGHT; p++) {
			assert_true(has(palette, pixels[p]));
			for (int c = 0; c < PICTURE_COLOURS; c++)
				used[c] += pixels[p] == palette[c];
		}
		for (int c = 0; c < PICTURE_COLOURS; c++)
			assert_true(used[c] > 2000);
		free(pixels);
	}
}

static void another_name_domain_or_frame_is_another_picture(void **state)
{
	uint32_t *pictures[] = {
		draw(WIDTH, HEIGHT, "domu", "A", 0), draw(WIDTH, HEIGHT, "domu", "B", 0),
		draw(WIDTH, HEIGHT, "domu", "A", 1), draw(WIDTH, HEIGHT, "dom0", "A", 0),
		draw(WIDTH, HEIGHT, "domu", "AB", 0),
	};
	uint32_t *same = draw(WIDTH, HEIGHT, "domu", "A", 0);
	uint32_t *round = draw(WIDTH, HEIGHT, "domu", "A", 1024);
	size_t num = sizeof(pictures) / sizeof(pictures[0]);

	(void)state;
	assert_int_equal(num_different(pictures[0], same), 0);
	assert_int_equal(num_different(pictures[0], round), 0);
	for (size_t i = 0; i < num; i++)
		for (size_t j = 0; j < i; j++)
			assert_true(num_different(pictures[i], pictures[j]) > WIDTH * HEIGHT / 10);
	for (size_t i = 0; i < num; i++)
		free(pictures[i]);
	free(same);
	free(round);
}

/* One that is shown a pixel beside its place is seen to be. */
static void a_picture_is_not_like_itself_beside_its_place(void **state)
{
	uint32_t *pixels = draw(WIDTH, HEIGHT, "domu", "A", 0);
	size_t right = 0, below = 0;

	(void)state;
	for (size_t i = 0; i + WIDTH < WIDTH * HEIGHT; i++) {
		right += pixels[i] != pixels[i + 1];
		below += pixels[i] != pixels[i + WIDTH];
	}
	assert_true(right > WIDTH * HEIGHT / 50);
	assert_true(below > WIDTH * HEIGHT / 50);
	free(pixels);
}

static void the_border_is_drawn(void **state)
{
	uint32_t *pixels = draw(WIDTH, HEIGHT, "domu", "A", 7);
	uint32_t palette[PICTURE_COLOURS];

	(void)state;
	picture_palette("domu", palette);
	for (size_t x = 0; x < WIDTH; x++) {
		assert_int_equal(pixels[x], palette[PICTURE_COLOURS - 1]);
		assert_int_equal(pixels[(HEIGHT - 1) * WIDTH + x], palette[PICTURE_COLOURS - 1]);
	}
	for (size_t y = 0; y < HEIGHT; y++) {
		assert_int_equal(pixels[y * WIDTH], palette[PICTURE_COLOURS - 1]);
		assert_int_equal(pixels[y * WIDTH + WIDTH - 1], palette[PICTURE_COLOURS - 1]);
	}
	free(pixels);
}

static void any_size_and_any_name(void **state)
{
	static const unsigned int sizes[][2] = {
		{ 1, 1 }, { 1, 480 }, { 800, 1 }, { 2, 2 }, { 17, 15 }, { 64, 64 }, { 1023, 3 },
	};
	static const char *const names[] = {
		"A", "a name of 63 characters, as long as a name can be, with many on", "\xff\x01~",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (size_t j = 0; j < sizeof(names) / sizeof(names[0]); j++)
			free(draw(sizes[i][0], sizes[i][1], names[j], names[j], 4294967295u));
}

/* The program */

static int run(const char *first, const char *second, const char *third, const char *fourth)
{
	const char *argv[] = { "sp6-picture", first, second, third, fourth, NULL };
	int argc = 1;

	while (argv[argc])
		argc++;
	optind = 0;	/* getopt begins anew */
	return sp6_picture_main(argc, (char **)argv);
}

static void a_file_holds_the_picture(void **state)
{
	char path[] = "/tmp/test_sp6_picture.XXXXXX", head[16] = "";
	uint32_t *pixels = draw(100, 50, "domu", "B", 0);
	int file = mkstemp(path);
	FILE *stream;

	(void)state;
	assert_true(file >= 0);
	close(file);
	assert_int_equal(run("--domain=domu", "--size=100x50", "--file", path), EXIT_SUCCESS);
	assert_int_equal(run("--domain=domu", "--size=100x50", "--file=/nowhere/x", "B"),
			 EXIT_FAILURE);
	optind = 0;
	assert_int_equal(sp6_picture_main(6, (char *[]){ "sp6-picture", "--domain=domu",
					  "--size=100x50", "--file", path, "B", NULL }),
			 EXIT_SUCCESS);

	stream = fopen(path, "r");
	assert_non_null(stream);
	assert_int_equal(fread(head, 1, 14, stream), 14);
	assert_string_equal(head, "P6\n100 50\n255\n");
	for (size_t i = 0; i < 100 * 50; i++) {
		uint32_t red = getc(stream), green = getc(stream), blue = getc(stream);

		assert_int_equal(red << 16 | green << 8 | blue, pixels[i]);
	}
	assert_int_equal(getc(stream), EOF);
	fclose(stream);
	unlink(path);
	free(pixels);
}

static void wrong_usage(void **state)
{
	static const char *const wrong[][2] = {
		{ "--size=800", NULL }, { "--size=0x480", NULL }, { "--size=800x480x32", NULL },
		{ "--size=16385x1", NULL }, { "--size=-1x1", NULL }, { "--rate=1001", NULL },
		{ "--rate=", NULL }, { "--rate=1x", NULL }, { "--frames=9999999", NULL },
		{ "--domain=", NULL }, { "--animate", "--text" }, { "--file=x", "--palette" },
		{ "A", "B" }, { "", NULL }, { "--colour", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (run(wrong[i][0], wrong[i][1], NULL, NULL) != EXIT_USAGE)
			fail_msg("%s %s", wrong[i][0], wrong[i][1] ? wrong[i][1] : "");
}

static void a_screen_that_is_none(void **state)
{
	(void)state;
	assert_int_equal(run("--device=/nowhere/fb0", NULL, NULL, NULL), EXIT_FAILURE);
	assert_int_equal(run("--device=/dev/null", "--animate", NULL, NULL), EXIT_FAILURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_two_domains_have_a_colour_in_common),
		cmocka_unit_test(a_palette_has_different_colours),
		cmocka_unit_test(a_picture_has_all_colours_of_its_domain_and_no_other),
		cmocka_unit_test(another_name_domain_or_frame_is_another_picture),
		cmocka_unit_test(a_picture_is_not_like_itself_beside_its_place),
		cmocka_unit_test(the_border_is_drawn),
		cmocka_unit_test(any_size_and_any_name),
		cmocka_unit_test(a_file_holds_the_picture),
		cmocka_unit_test(wrong_usage),
		cmocka_unit_test(a_screen_that_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
