/// Streams from the log: resumed exactly, at each client's own speed.
@NullMarked
package dev.signalbox.api.core.feed;

import org.jspecify.annotations.NullMarked;
