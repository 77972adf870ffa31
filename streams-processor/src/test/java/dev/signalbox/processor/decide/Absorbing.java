package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Document;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.Task;
import org.jspecify.annotations.Nullable;

/// That what is over stays over: which events may still be about it.
final class Absorbing {
    private Absorbing() {}

    static void check(@Nullable Entity before, Event event) {
        boolean may = switch (before) {
            case null -> true;
            case Session session ->
                !session.status().terminal()
                        || event instanceof Event.SessionResumed
                        || event instanceof Event.SessionReaped
                        || event instanceof Event.SessionForgotten
                        || event instanceof Event.KeystrokesDropped;
            case Task task ->
                !task.status().terminal() || event instanceof Event.TaskRetried || event instanceof Event.TaskForgotten;
            case Input input ->
                input.status() == InputStatus.QUEUED
                        || input.status() == InputStatus.SENT
                        || event instanceof Event.InputForgotten;
            case Host host -> host.status() != HostStatus.REMOVED || event instanceof Event.HostForgotten;
            case Agent _, Namespace _, OutputIndex _, Document _, Repository _ -> true;
        };
        assertThat(may).as("%s happened to %s", event, before).isTrue();
    }
}
