package dev.signalbox.processor.carry;

import dev.signalbox.processor.decide.Decision;
import dev.signalbox.schemas.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decision as bytes. All of it is encoded and measured before the first byte is written, because a row that was put
/// stays put when a later record fails.
public sealed interface Parcel {
    /// The largest value of one record or row, in bytes; topics take a little more.
    int LIMIT = 900 * 1024;

    /// Ready to be written, in the order of the components.
    record Packed(
            List<Piece> rows,
            List<Piece> events,
            List<State> states,
            List<Piece> directives,
            @Nullable Piece outcome) implements Parcel {}

    /// One value is larger than [#LIMIT]; nothing of the decision may be written.
    record TooLarge(String what, int bytes) implements Parcel {}

    /// One record or row; a null value deletes. It is never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Piece(String key, byte @Nullable [] value) {
        public byte[] keyBytes() {
            return key.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// A record of `state`. @param n the event that it is from, which a tombstone cannot say itself
    record State(long n, Piece piece) {}

    static Parcel pack(Decision decision) {
        var scales = new Scales();
        List<Piece> rows = new ArrayList<>();
        decision.rows().forEach((key, row) -> rows.add(scales.weigh("a row", key, row)));
        List<Piece> events = new ArrayList<>();
        decision.events().forEach(event -> events.add(scales.weigh("an event", event.namespace(), event)));
        List<State> states = new ArrayList<>();
        decision.states()
                .forEach((key, state) ->
                        states.add(new State(state.n(), scales.weigh("an entity", key, state.record()))));
        List<Piece> directives = new ArrayList<>();
        decision.directives()
                .forEach(directive -> directives.add(scales.weigh("a directive", directive.hostId(), directive)));
        var outcome = decision.outcome();
        Piece answer = outcome == null ? null : scales.weigh("the outcome", outcome.commandId(), outcome);
        return scales.excess != null ? scales.excess : new Packed(rows, events, states, directives, answer);
    }

    /// Encodes, and remembers the first value that is too large.
    final class Scales {
        private @Nullable TooLarge excess;

        private Scales() {}

        private Piece weigh(String what, String key, @Nullable Object value) {
            byte[] bytes = value == null ? null : Json.encode(value);
            if (bytes != null && bytes.length > LIMIT && excess == null) {
                excess = new TooLarge(what, bytes.length);
            }
            return new Piece(key, bytes);
        }
    }
}
