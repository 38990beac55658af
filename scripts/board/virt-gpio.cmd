# Two LEDs at the machine's GPIO controller, on lines 0 and 1; on line 3 is its power key.
# The second LED is lit when its line is low, as LEDs often are wired.
fdt get value gpio ${gpio_node} phandle
fdt mknode / leds
fdt set /leds compatible "gpio-leds"
fdt mknode /leds led-0
fdt set /leds/led-0 function "status"
fdt set /leds/led-0 color <2>
fdt set /leds/led-0 gpios <${gpio} 0 0>
fdt mknode /leds led-1
fdt set /leds/led-1 function "fault"
fdt set /leds/led-1 color <1>
fdt set /leds/led-1 gpios <${gpio} 1 1>
