package dev.signalbox.host.session;

import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.SessionEnd;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the host has written down of one session before it acted: enough to find the process again, to know what
/// was done and what may have been, and to tell it once more.
///
/// @param driver name of the driver that runs it
/// @param process set once the process was seen
/// @param inputs prompts, in the order of their arrival; see [#told] for how long
/// @param writerEpoch of the newest writer of its keyboard, 0 before the first
/// @param end set once the session is over
/// @param done whether the log has the end and all of the output
/// @param forgetAfter sequence of the directive that allowed to remove all of it; 0 before that
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
        boolean done,
        long forgetAfter) {

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

    /// How many prompts that were told stay, to be told again when a report was lost.
    private static final int TOLD_KEPT = 64;

    /// A prompt and how far it got.
    ///
    /// @param text null once it is settled
    /// @param directive sequence of the directive that brought it; 0 for the one that came with the launch
    /// @param told whether the log has how it was settled
    /// @param why of a refused one
    /// @param answers the request of the agent's that it was written as an answer to, null for one of its own
    public record Prompt(
            Step step,
            @Nullable String text,
            long directive,
            boolean told,
            @Nullable ErrorCode why,
            @Nullable String answers) {
        static Prompt waiting(String text, long directive) {
            return new Prompt(Step.WAITING, text, directive, false, null, null);
        }

        Prompt at(Step next) {
            return new Prompt(next, null, directive, false, null, answers);
        }

        Prompt refused(ErrorCode code) {
            return new Prompt(Step.REFUSED, null, directive, false, code, answers);
        }

        Prompt wasTold() {
            return new Prompt(step, text, directive, true, why, answers);
        }

        Prompt answering(@Nullable String requestId) {
            return new Prompt(step, text, directive, told, why, requestId);
        }

        public enum Step {
            WAITING,
            /// Its bytes are being written: after a crash nobody knows how many were.
            WRITING,
            DELIVERED,
            UNKNOWN,
            REFUSED
        }
    }

    /// Requests that have their answer. One that was maybe written is none: who asks again loses nothing.
    Set<String> answered() {
        return inputs.values().stream()
                .filter(prompt -> prompt.step() == Prompt.Step.DELIVERED)
                .map(Prompt::answers)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    SessionNote at(Place newPlace) {
        return new SessionNote(
                sessionId, epoch, spec, driver, newPlace, process, inputs, writerEpoch, end, done, forgetAfter);
    }

    SessionNote running(ProcessRef newProcess) {
        return new SessionNote(
                sessionId, epoch, spec, driver, place, newProcess, inputs, writerEpoch, end, done, forgetAfter);
    }

    SessionNote with(String inputId, Prompt prompt) {
        Map<String, Prompt> changed = new LinkedHashMap<>(inputs);
        changed.put(inputId, prompt);
        return new SessionNote(
                sessionId, epoch, spec, driver, place, process, changed, writerEpoch, end, done, forgetAfter);
    }

    /// The log has how a prompt was settled. It stays as long as its directive may be read again after a crash, or
    /// it would be delivered twice; of those behind that, the newest stay.
    ///
    /// @param passed the newest directive that is never read again
    SessionNote told(String inputId, long passed) {
        Map<String, Prompt> changed = new LinkedHashMap<>(inputs);
        changed.computeIfPresent(inputId, (_, prompt) -> prompt.wasTold());
        List<String> removable = changed.entrySet().stream()
                .filter(entry -> entry.getValue().told() && entry.getValue().directive() <= passed)
                .map(Map.Entry::getKey)
                .toList();
        removable.subList(0, Math.max(0, removable.size() - TOLD_KEPT)).forEach(changed::remove);
        return new SessionNote(
                sessionId, epoch, spec, driver, place, process, changed, writerEpoch, end, done, forgetAfter);
    }

    SessionNote over(SessionEnd newEnd) {
        return new SessionNote(
                sessionId, epoch, spec, driver, place, process, inputs, writerEpoch, newEnd, done, forgetAfter);
    }

    SessionNote writer(long epoch) {
        return new SessionNote(sessionId, epoch(), spec, driver, place, process, inputs, epoch, end, done, forgetAfter);
    }

    /// What is left is what may be told again.
    SessionNote completed() {
        Map<String, Prompt> settled = new LinkedHashMap<>(inputs);
        settled.values().removeIf(prompt -> prompt.text() != null);
        return new SessionNote(
                sessionId, epoch, spec, driver, place, process, settled, writerEpoch, end, true, forgetAfter);
    }

    /// It may go, once the directive that says so is never read again.
    SessionNote forgotten(long directive) {
        return new SessionNote(
                sessionId, epoch, spec, driver, place, process, inputs, writerEpoch, end, done, directive);
    }
}
