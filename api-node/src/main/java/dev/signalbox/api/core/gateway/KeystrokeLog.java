package dev.signalbox.api.core.gateway;

import dev.signalbox.schemas.output.Keystrokes;
import java.util.concurrent.CompletableFuture;

/// The way into `keystrokes.<h>`.
public interface KeystrokeLog {
    /// Completes when the record is committed; records are written in the order of the calls.
    CompletableFuture<Void> append(String hostId, Keystrokes keystrokes);
}
