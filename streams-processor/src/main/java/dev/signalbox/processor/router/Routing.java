package dev.signalbox.processor.router;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import org.jspecify.annotations.Nullable;

/// Where a record of `directives-out` goes. Pure.
sealed interface Routing {

    /// @param session the key on the host's topic, null for what is about the whole host
    record ToHost(String hostId, @Nullable String session) implements Routing {}

    record Unroutable(String why) implements Routing {}

    static Routing of(byte @Nullable [] value) {
        try {
            DirectiveRecord record = Json.decode(value, DirectiveRecord.class);
            // A host's id becomes a topic's name.
            if (record.hostId() == null || record.directive() == null || !Ids.HOST.matches(record.hostId())) {
                return new Unroutable("no directive for a host's id");
            }
            return new ToHost(record.hostId(), session(record.directive()));
        } catch (MalformedException e) {
            return new Unroutable(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String session(Directive directive) {
        return switch (directive) {
            case Directive.Launch launch -> launch.sessionId();
            case Directive.Stop stop -> stop.sessionId();
            case Directive.DeliverInput input -> input.sessionId();
            case Directive.Resize resize -> resize.sessionId();
            case Directive.InspectRepository inspect -> inspect.repositoryId();
            case Directive.AddWorktree add -> add.repositoryId();
            case Directive.RemoveWorktree remove -> remove.repositoryId();
            case Directive.Measure measure -> measure.sessionId();
            case Directive.GrantWriter grant -> grant.sessionId();
            case Directive.Forget forget -> forget.sessionId();
            case Directive.Fence _, Directive.TakeInventory _ -> null;
        };
    }
}
