package dev.signalbox.schemas.state;

import dev.signalbox.schemas.command.Command.OpenNamespace.Limits;
import java.time.Instant;

/// A tenant, and the unit of consistency: every decision in it is made in one order.
public record Namespace(String id, Limits limits, Instant openedAt, Cause cause) implements Entity {
    @Override
    public EntityRef ref() {
        return new EntityRef(EntityType.NAMESPACE, id);
    }
}
