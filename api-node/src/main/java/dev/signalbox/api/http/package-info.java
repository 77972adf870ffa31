/// The little of HTTP and WebSocket that a dialect needs, around Helidon.
@NullMarked
package dev.signalbox.api.http;

import org.jspecify.annotations.NullMarked;
