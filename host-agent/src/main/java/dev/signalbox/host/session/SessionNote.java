package dev.signalbox.host.session;

import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.SessionEnd;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the host has written down of one session before it acted: enough to find the process again, to know what was
/// done and what may have been, and to tell it once more.
///
/// @param driver name of the driver that runs it
/// @param process set once the process was seen
/// @param inputs prompts, in the order of their arrival; settled ones that were told are left out
/// @param writerEpoch of the newest writer of its keyboard, 0 before the first
/// @param end set once the session is over
/// @param done whether the log has the end and all of the output
public record SessionNote(
        String sessionId,
        long epoch,
        SessionSpec spec,
        String driver,
        @Nullable Place place,
        @Nullable ProcessRef process,
        Map<String, Prompt> inputs,
        long writerEpoch,
        @Nullable SessionEnd end,
        boolean done) {

    public SessionNote {
        inputs = inputs == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /// Where it works.
    ///
    /// @param repository the repository of a worktree that was made for it, null without one
    public record Place(
            String directory,
            @Nullable String repository,
            @Nullable String branch,
            @Nullable String baseCommit) {}

    /// A prompt and how far it got. @param text null once it is settled
    public record Prompt(Step step, @Nullable String text) {
        public enum Step {
            WAITING,
            /// Its bytes are being written: after a crash nobody knows how many were.
            WRITING,
            DELIVERED,
            UNKNOWN,
            REFUSED
        }
    }

    SessionNote at(Place newPlace) {
        return new SessionNote(sessionId, epoch, spec, driver, newPlace, process, inputs, writerEpoch, end, done);
    }

    SessionNote running(ProcessRef newProcess) {
        return new SessionNote(sessionId, epoch, spec, driver, place, newProcess, inputs, writerEpoch, end, done);
    }

    SessionNote with(String inputId, Prompt prompt) {
        Map<String, Prompt> changed = new LinkedHashMap<>(inputs);
        changed.put(inputId, prompt);
        return new SessionNote(sessionId, epoch, spec, driver, place, process, changed, writerEpoch, end, done);
    }

    SessionNote without(String inputId) {
        Map<String, Prompt> changed = new LinkedHashMap<>(inputs);
        changed.remove(inputId);
        return new SessionNote(sessionId, epoch, spec, driver, place, process, changed, writerEpoch, end, done);
    }

    SessionNote over(SessionEnd newEnd) {
        return new SessionNote(sessionId, epoch, spec, driver, place, process, inputs, writerEpoch, newEnd, done);
    }

    SessionNote writer(long epoch) {
        return new SessionNote(sessionId, epoch(), spec, driver, place, process, inputs, epoch, end, done);
    }

    SessionNote completed() {
        return new SessionNote(sessionId, epoch, spec, driver, place, process, Map.of(), writerEpoch, end, true);
    }
}
