package dev.signalbox.schemas.state;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.signalbox.schemas.command.Actor;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The record that caused a state: proof that the state is not a guess.
///
/// @param ref command id, or `host/incarnation/sequence` of a report batch, or the name of a timer
/// @param what the type of the command or report, or the kind of the timer
/// @param topic topic of the input record, with its partition and offset
/// @param at append time of the input record
/// @param why one sentence for people
public record Cause(
        Kind kind,
        String ref,
        String what,
        @Nullable Actor actor,
        String topic,
        int partition,
        long offset,
        Instant at,
        @Nullable String why) {

    public enum Kind {
        COMMAND,
        REPORT,
        TIMER;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The same cause with a sentence for people.
    public Cause because(@Nullable String sentence) {
        return new Cause(kind, ref, what, actor, topic, partition, offset, at, sentence);
    }
}
