@NullMarked
package dev.signalbox.host.process;

import org.jspecify.annotations.NullMarked;
