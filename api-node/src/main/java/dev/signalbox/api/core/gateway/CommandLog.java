package dev.signalbox.api.core.gateway;

import dev.signalbox.schemas.command.CommandRecord;
import java.util.concurrent.CompletableFuture;

/// The way into `commands`.
public interface CommandLog {
    /// Completes when the record is committed. A failure means that it is not known whether it is.
    CompletableFuture<Void> append(CommandRecord record);

    /// Why nothing can be written at the moment, empty when it can; a record is then not even tried.
    String unreachable();
}
