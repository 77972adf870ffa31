/// Positions in streams, opaque to clients.
@NullMarked
package dev.signalbox.api.core.cursor;

import org.jspecify.annotations.NullMarked;
