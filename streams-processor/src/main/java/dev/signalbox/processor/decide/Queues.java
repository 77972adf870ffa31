package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;

/// Gives room to those who wait: sessions first, then tasks by priority and age.
final class Queues {
    private Queues() {}

    static void fill(Draft draft) {
        if (!room(draft)) {
            return;
        }
        for (var entry : draft.first(Keys.waitingSessions(draft.namespace()), Limits.PLACED_AT_ONCE)) {
            if (entry.getValue() instanceof Row.Pointer pointer) {
                SessionDecider.place(draft, pointer.id());
            }
        }
        for (var entry : draft.first(Keys.taskQueue(draft.namespace()), Limits.PLACED_AT_ONCE)) {
            if (!room(draft)) {
                return;
            }
            if (entry.getValue() instanceof Row.Pointer pointer) {
                TaskDecider.assign(draft, pointer.id());
            }
        }
    }

    private static boolean room(Draft draft) {
        return draft.all(Host.class, EntityType.HOST).stream()
                .anyMatch(host -> host.status() == HostStatus.ONLINE && host.room() > 0);
    }
}
