@NullMarked
package dev.signalbox.host.environment;

import org.jspecify.annotations.NullMarked;
