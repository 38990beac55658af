# Two LEDs at the GPIO controller that has the machine's power key on line 3. The second
# one is lit when its line is low, as LEDs often are wired.
fdt get value gpio /gpio-keys/poweroff gpios 0
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
