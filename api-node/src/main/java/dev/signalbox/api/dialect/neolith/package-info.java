/// Speaks as Neolith's orchestrator daemon: its WebSocket and the HTTP routes under `/api/daemon`.
@NullMarked
package dev.signalbox.api.dialect.neolith;

import org.jspecify.annotations.NullMarked;
