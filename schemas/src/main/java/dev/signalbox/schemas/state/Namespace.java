package dev.signalbox.schemas.state;

import dev.signalbox.schemas.command.Command.OpenNamespace.Limits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A tenant, and the unit of consistency: every decision in it is made in one order.
public record Namespace(String id, Limits limits, Instant openedAt, Totals totals, Cause cause) implements Entity {
    /// Of who says nothing else.
    public static final String DEFAULT = "default";

    /// That of a tick, which is for all of a partition. No namespace can have this name.
    public static final String EVERY = "*";

    /// @param totals null: nothing was counted yet
    public Namespace(String id, Limits limits, Instant openedAt, @Nullable Totals totals, Cause cause) {
        this.id = id;
        this.limits = limits;
        this.openedAt = openedAt;
        this.totals = totals == null ? Totals.NONE : totals;
        this.cause = cause;
    }

    @Override
    public EntityRef ref() {
        return new EntityRef(EntityType.NAMESPACE, id);
    }

    public Namespace counting(Totals newTotals) {
        return new Namespace(id, limits, openedAt, newTotals, cause);
    }
}
