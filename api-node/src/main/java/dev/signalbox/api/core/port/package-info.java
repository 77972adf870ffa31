/// The core as a dialect has it.
@NullMarked
package dev.signalbox.api.core.port;

import org.jspecify.annotations.NullMarked;
