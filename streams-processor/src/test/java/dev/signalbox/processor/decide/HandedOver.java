package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.EntityRef;
import java.util.Set;
import java.util.TreeSet;

/// A session that takes a task and the task's end are one decision: neither is without the other.
final class HandedOver {
    private static final String TO = "handed to session ";

    private HandedOver() {}

    /// @param instruction of every task, with which no prompt of a client begins
    static void check(Decision decision, String instruction) {
        Set<String> handed = new TreeSet<>();
        Set<String> told = new TreeSet<>();
        Set<String> begun = new TreeSet<>();
        EntityRef asked = decision.outcome() == null ? null : decision.outcome().subject();
        for (EventRecord record : decision.events()) {
            switch (record.event()) {
                case Event.TaskEnded ended
                when ended.reason() != null && ended.reason().startsWith(TO) ->
                    assertThat(handed.add(ended.reason().substring(TO.length())))
                            .isTrue();
                case Event.SessionRequested requested
                when requested.taskId() == null && record.entity().equals(asked) ->
                    begun.add(record.entity().id());
                case Event.InputQueued(var session, var text) when text.startsWith(instruction) -> told.add(session);
                default -> {}
            }
        }
        told.retainAll(begun);
        assertThat(handed)
                .as("sessions that took a task, and were told its instruction")
                .isEqualTo(told);
    }
}
