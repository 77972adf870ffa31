/// Commands on their way into the log, and their outcomes on the way back.
@NullMarked
package dev.signalbox.api.core.gateway;

import org.jspecify.annotations.NullMarked;
