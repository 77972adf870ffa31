/// Signalbox as its users have it: a process started by the launcher, spoken to over HTTP and WebSocket.
@NullMarked
package dev.signalbox.bench.system;

import org.jspecify.annotations.NullMarked;
