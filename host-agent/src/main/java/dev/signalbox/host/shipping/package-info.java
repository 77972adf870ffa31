@NullMarked
package dev.signalbox.host.shipping;

import org.jspecify.annotations.NullMarked;
