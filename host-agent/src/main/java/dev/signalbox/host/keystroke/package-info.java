@NullMarked
package dev.signalbox.host.keystroke;

import org.jspecify.annotations.NullMarked;
