package dev.signalbox.api.core.gateway;

import dev.signalbox.api.core.limit.Allowance;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A log that takes every command, and a decider behind it that answers at once, or never.
final class DecidingLog implements CommandLog {
    final OutcomeWaiters waiters = new OutcomeWaiters();
    final List<CommandRecord> taken = new ArrayList<>();
    private final Function<CommandRecord, @Nullable Outcome> decider;

    /// @param decider null: no answer
    DecidingLog(Function<CommandRecord, @Nullable Outcome> decider) {
        this.decider = decider;
    }

    Gateway gateway() {
        return new Gateway(this, waiters, "node", Duration.ofMillis(50), new Allowance(InstantSource.system(), 1_000));
    }

    /// Accepts with this number, as event `n`.
    static Outcome accept(CommandRecord record, long n, @Nullable Long number) {
        return new Outcome(
                record.id(), record.id(), record.namespace(), n, Instant.EPOCH, true, null, null, null, null, number);
    }

    @Override
    public CompletableFuture<Void> append(CommandRecord record) {
        taken.add(record);
        Outcome outcome = decider.apply(record);
        if (outcome != null) {
            waiters.arrived(outcome);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String unreachable() {
        return "";
    }
}
