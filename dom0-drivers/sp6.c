// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6 - LEDs and buttons of the SP6 FPGA.
 *
 * Six LED class devices, sp6_led0 to sp6_led5, and one input device,
 * reptar_sp6_buttons, from one regmap and one interrupt. Must not know what is
 * behind the regmap (a real board's bus, or sp6-link), nor that Xen exists.
 *
 * The regmap may sleep, so the registers are touched in process context only.
 */
#include <linux/bitops.h>
#include <linux/devm-helpers.h>
#include <linux/err.h>
#include <linux/input.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/leds.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/regmap.h>
#include <linux/workqueue.h>

#include "sp6.h"

/* How often the levels are read while a button is down; people don't notice. */
#define SP6_POLL	msecs_to_jiffies(10)

/* Presses that one interrupt may find: far more than hands can do. */
#define SP6_MAX_LOOKS	100

struct sp6_led {
	struct led_classdev cdev;
	struct sp6 *sp6;
	u16 mask;
};

struct sp6 {
	struct device *dev;
	struct regmap *regs;

	struct mutex led_lock;		/* `lit`, and the order in which it is written */
	u16 lit;			/* what SP6_LED holds, or should */
	struct sp6_led leds[SP6_NUM_CPU_LEDS];

	struct mutex button_lock;	/* `levels`, from the look to the report */
	unsigned int levels;		/* as last reported */
	struct input_dev *buttons;
	struct delayed_work poll;
};

static struct sp6_led *to_sp6_led(struct led_classdev *cdev)
{
	return container_of(cdev, struct sp6_led, cdev);
}

/*
 * The register is written as a whole from `lit` and never read. CPU_OWNS stays
 * 0: LEDs 6 and 7 are left to the encoder.
 *
 * Returns 0 even if the write failed. The LED core has no error path: the
 * writer has long been told that all is well, and all that an error brings is a
 * message for each write. The regmap's supplier has said once what is wrong.
 */
static int sp6_led_set(struct led_classdev *cdev, enum led_brightness brightness)
{
	struct sp6_led *led = to_sp6_led(cdev);
	struct sp6 *sp6 = led->sp6;

	mutex_lock(&sp6->led_lock);
	if (brightness)
		sp6->lit |= led->mask;
	else
		sp6->lit &= ~led->mask;
	regmap_write(sp6->regs, SP6_LED, sp6->lit);
	mutex_unlock(&sp6->led_lock);
	return 0;
}

static int sp6_add_led(struct sp6 *sp6, unsigned int n)
{
	struct sp6_led *led = &sp6->leds[n];

	led->sp6 = sp6;
	led->mask = BIT(n);
	led->cdev.name = devm_kasprintf(sp6->dev, GFP_KERNEL, "sp6_led%u", n);
	if (!led->cdev.name)
		return -ENOMEM;
	led->cdev.max_brightness = 1;
	led->cdev.brightness_set_blocking = sp6_led_set;

	return devm_led_classdev_register(sp6->dev, &led->cdev);
}

static int sp6_add_leds(struct sp6 *sp6)
{
	unsigned int n;
	int err;

	mutex_init(&sp6->led_lock);
	err = regmap_write(sp6->regs, SP6_LED, sp6->lit);

	for (n = 0; !err && n < SP6_NUM_CPU_LEDS; n++)
		err = sp6_add_led(sp6, n);
	return err;
}

/* In the order of the bits. */
#define SP6_KEY(bit, name)	KEY_##name,
static const unsigned int sp6_keys[SP6_NUM_BUTTONS] = { SP6_BUTTONS(SP6_KEY) };

/* Under button_lock. */
static void sp6_buttons_report(struct sp6 *sp6, unsigned int levels)
{
	unsigned long changed = levels ^ sp6->levels;
	unsigned int n;

	if (!changed)
		return;

	for_each_set_bit(n, &changed, SP6_NUM_BUTTONS)
		input_report_key(sp6->buttons, sp6_keys[n], !!(levels & BIT(n)));
	input_sync(sp6->buttons);
	sp6->levels = levels;
}

static int sp6_irq_enable(struct sp6 *sp6)
{
	return regmap_write(sp6->regs, SP6_IRQ_CTL, SP6_IRQ_ENABLE | SP6_IRQ_CLEAR);
}

/* Clears the interrupt. Returns the button whose press raised it, as its bit, or 0. */
static unsigned int sp6_irq_take(struct sp6 *sp6)
{
	unsigned int ctl;

	if (regmap_read(sp6->regs, SP6_IRQ_CTL, &ctl) || !(ctl & SP6_IRQ_STATUS))
		return 0;

	sp6_irq_enable(sp6);
	return BIT((ctl & SP6_IRQ_BUTTON_MASK) >> SP6_IRQ_BUTTON_SHIFT);
}

/*
 * Reads the levels, reports what changed, and looks again while a button is
 * down, since a release raises no interrupt. The interrupt and the poll both
 * come here; the lock covers reading and reporting, so that an older look is
 * never reported after a newer one.
 *
 * Presses while STATUS is set are lost, so it is cleared before the levels are
 * read. A button that was pressed, and is not down in this look or the last one,
 * was let go of in between. So each look takes the interrupt: one that is left to
 * a later look would be of a press that was reported.
 *
 * Buttons that cannot be read are up: none stays pressed on a dead board.
 *
 * Returns whether the interrupt was raised.
 */
static bool sp6_buttons_look(struct sp6 *sp6)
{
	unsigned int pressed;
	unsigned int levels;

	mutex_lock(&sp6->button_lock);
	pressed = sp6_irq_take(sp6);
	if (regmap_read(sp6->regs, SP6_PUSH_BUT, &levels))
		levels = 0;
	levels &= SP6_PUSH_BUT_MASK;

	if (!(pressed & (levels | sp6->levels)))
		sp6_buttons_report(sp6, sp6->levels | pressed);
	sp6_buttons_report(sp6, levels);
	if (levels)
		schedule_delayed_work(&sp6->poll, SP6_POLL);
	mutex_unlock(&sp6->button_lock);

	return pressed;
}

static void sp6_buttons_poll(struct work_struct *work)
{
	sp6_buttons_look(container_of(to_delayed_work(work), struct sp6, poll));
}

/*
 * The trigger may be an edge that was too short to be seen, so the interrupt is taken
 * until it stays low. If it never does the chip is broken, and the thread must end all
 * the same, or the driver could not be removed.
 */
static irqreturn_t sp6_irq_thread(int irq, void *data)
{
	struct sp6 *sp6 = data;
	unsigned int looks = 0;

	while (sp6_buttons_look(sp6)) {
		if (looks++ == SP6_MAX_LOOKS) {
			dev_err_once(sp6->dev, "the interrupt cannot be cleared\n");
			break;
		}
	}
	return looks ? IRQ_HANDLED : IRQ_NONE;
}

static void sp6_irq_disable(void *data)
{
	struct sp6 *sp6 = data;

	regmap_write(sp6->regs, SP6_IRQ_CTL, 0);
}

static int sp6_add_input(struct sp6 *sp6)
{
	struct input_dev *input;
	unsigned int n;

	input = devm_input_allocate_device(sp6->dev);
	if (!input)
		return -ENOMEM;

	input->name = "reptar_sp6_buttons";
	input->phys = "sp6/input0";
	input->id.bustype = BUS_HOST;
	for (n = 0; n < SP6_NUM_BUTTONS; n++)
		input_set_capability(input, EV_KEY, sp6_keys[n]);

	sp6->buttons = input;
	return input_register_device(input);
}

/*
 * devres undoes this from the end. First the interrupt is freed, so that no
 * thread can enable it in the chip again; then it is disabled in the chip; then
 * the poll, which nobody else starts any more, is cancelled; and only then does
 * the input device go that both report to.
 *
 * The chip is left enabled by a driver that crashed, or by a reboot: it is
 * silenced before the interrupt is requested. Presses until then raise nothing,
 * so buttons held already are found by a look.
 */
static int sp6_add_buttons(struct sp6 *sp6, struct platform_device *pdev)
{
	int irq, err;

	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;

	mutex_init(&sp6->button_lock);
	err = sp6_add_input(sp6);
	if (err)
		return err;

	err = devm_delayed_work_autocancel(sp6->dev, &sp6->poll, sp6_buttons_poll);
	if (err)
		return err;

	sp6_irq_disable(sp6);
	err = devm_add_action_or_reset(sp6->dev, sp6_irq_disable, sp6);
	if (err)
		return err;

	/* No IRQF_TRIGGER_*: the device tree or the parent knows the type. */
	err = devm_request_threaded_irq(sp6->dev, irq, NULL, sp6_irq_thread,
					IRQF_ONESHOT, dev_name(sp6->dev), sp6);
	if (err)
		return dev_err_probe(sp6->dev, err, "cannot request interrupt %d\n", irq);

	err = sp6_irq_enable(sp6);
	if (err)
		return err;

	sp6_buttons_look(sp6);
	return 0;
}

static const struct regmap_config sp6_mmio_regmap = {
	.reg_bits	= 16,
	.reg_stride	= 2,
	.val_bits	= 16,
	.max_register	= SP6_MAX_REGISTER,
};

/* The parent's if it has one, as an emulated board's has; else memory-mapped. */
static struct regmap *sp6_get_regmap(struct platform_device *pdev)
{
	struct regmap *regs = dev_get_regmap(pdev->dev.parent, NULL);
	void __iomem *base;

	if (regs)
		return regs;

	base = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(base))
		return ERR_CAST(base);
	return devm_regmap_init_mmio(&pdev->dev, base, &sp6_mmio_regmap);
}

static int sp6_check_constant(struct sp6 *sp6)
{
	unsigned int value;
	int err;

	err = regmap_read(sp6->regs, SP6_CONSTANT, &value);
	if (err)
		return err;

	if (value != SP6_CONSTANT_VALUE)
		return dev_err_probe(sp6->dev, -ENODEV,
				     "no SP6 here: CONSTANT is %#06x, not %#06x (is the FPGA loaded?)\n",
				     value, SP6_CONSTANT_VALUE);
	return 0;
}

/* Removal is devres alone; the LED core turns each LED off as it goes. */
static int sp6_probe(struct platform_device *pdev)
{
	struct sp6 *sp6;
	int err;

	sp6 = devm_kzalloc(&pdev->dev, sizeof(*sp6), GFP_KERNEL);
	if (!sp6)
		return -ENOMEM;

	sp6->dev = &pdev->dev;
	sp6->regs = sp6_get_regmap(pdev);
	if (IS_ERR(sp6->regs))
		return dev_err_probe(sp6->dev, PTR_ERR(sp6->regs), "cannot reach the registers\n");

	err = sp6_check_constant(sp6);
	if (err)
		return err;

	err = sp6_add_leds(sp6);
	if (err)
		return err;

	return sp6_add_buttons(sp6, pdev);
}

static const struct platform_device_id sp6_ids[] = {
	{ "sp6" },
	{}
};
MODULE_DEVICE_TABLE(platform, sp6_ids);

/*
 * MODULE_DEVICE_TABLE(of, ...) does not survive a cross build against a
 * distribution's headers, whose modpost has the pointers of its own machine. These
 * are the aliases that it would make.
 */
static const struct of_device_id sp6_of_match[] = {
	{ .compatible = "heig-vd,reptar-sp6" },
	{}
};
MODULE_ALIAS("of:N*T*Cheig-vd,reptar-sp6");
MODULE_ALIAS("of:N*T*Cheig-vd,reptar-sp6C*");

static struct platform_driver sp6_driver = {
	.probe		= sp6_probe,
	.id_table	= sp6_ids,
	.driver		= {
		.name		= "sp6",
		.of_match_table	= sp6_of_match,
	},
};
module_platform_driver(sp6_driver);

MODULE_DESCRIPTION("LEDs and buttons of the SP6 FPGA");
MODULE_LICENSE("GPL");
