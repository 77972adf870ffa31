package dev.signalbox.processor.intake;

import dev.signalbox.processor.decide.Due;
import dev.signalbox.processor.row.Keys;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Actor;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Cause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Names the input record that a decision comes from.
///
/// @param now the partition's clock, in milliseconds since 1970
public record Causes(Position at, long now) {

    public Cause of(CommandRecord command) {
        String what = Json.typeName(command.command().getClass());
        return cause(Cause.Kind.COMMAND, command.id(), what, command.actor());
    }

    public Cause of(ReportBatch batch) {
        String ref = batch.hostId() + "/" + batch.incarnation() + "/" + batch.seq();
        String what = batch.reports().size() == 1
                ? Json.typeName(batch.reports().getFirst().getClass())
                : "report_batch";
        return cause(Cause.Kind.REPORT, ref, what, null);
    }

    /// The row that makes something due.
    public static String key(Due due) {
        return switch (due) {
            case Due.TimerOver(var timer) -> Keys.timer(timer);
            case Due.LeaseOver(var lease) -> Keys.lease(lease.namespace(), lease.hostId());
        };
    }

    private Cause cause(Cause.Kind kind, String ref, String what, @Nullable Actor actor) {
        return new Cause(
                kind, ref, what, actor, at.topic(), at.partition(), at.offset(), Instant.ofEpochMilli(now), null);
    }
}
