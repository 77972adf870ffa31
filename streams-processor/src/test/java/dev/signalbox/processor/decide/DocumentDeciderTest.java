package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentDeciderTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final DeciderKit kit = new DeciderKit();

    private static Command put(Object value, @Nullable Long ifVersion, @Nullable Duration ttl) {
        return new Command.PutDocument("things", "a/b c", Map.of("value", value), ifVersion, ttl);
    }

    private Document document() {
        return kit.document("things", "a/b c");
    }

    @Test
    void is_written_and_says_its_version() {
        Outcome outcome = kit.accept(put(1, null, null));

        assertThat(outcome.subject()).isEqualTo(Document.ref("things", "a/b c"));
        assertThat(outcome.number()).isEqualTo(document().version()).isEqualTo(outcome.n());
        assertThat(document().body()).isEqualTo(Map.of("value", 1));
        assertThat(document().expiresAt()).isNull();
        assertThat(kit.counter().documents()).isEqualTo(1);
    }

    @Test
    void is_replaced_by_whoever_knows_its_version() {
        long first = kit.accept(put(1, 0L, null)).number();
        Instant created = kit.now();
        kit.wait(MINUTE);
        long second = kit.accept(put(2, first, null)).number();

        assertThat(second).isGreaterThan(first);
        assertThat(document().createdAt()).isEqualTo(created);
        assertThat(document().updatedAt()).isEqualTo(kit.now());
        kit.refuse(ErrorCode.VERSION_CONFLICT, put(3, first, null));
        assertThat(document().body()).isEqualTo(Map.of("value", 2));
        assertThat(kit.counter().documents()).isEqualTo(1);
    }

    @Test
    void is_made_once_by_two_who_want_to_be_first() {
        kit.accept(put(1, 0L, null));

        Outcome refusal = kit.refuse(ErrorCode.VERSION_CONFLICT, put(2, 0L, null));

        assertThat(refusal.field()).isEqualTo("ifVersion");
        assertThat(refusal.subject()).isEqualTo(document().ref());
        assertThat(document().body()).isEqualTo(Map.of("value", 1));
    }

    @Test
    void counts_as_absent_when_its_time_is_over_even_before_the_tick() {
        long first = kit.accept(put(1, 0L, MINUTE)).number();
        kit.wait(MINUTE);

        kit.refuse(ErrorCode.VERSION_CONFLICT, put(2, first, null));
        kit.accept(put(2, 0L, null));

        assertThat(document().createdAt()).isEqualTo(kit.now());
        assertThat(kit.counter().documents()).isEqualTo(1);
    }

    @Test
    void goes_by_itself_when_its_time_is_over() {
        kit.accept(put(1, null, MINUTE));
        kit.pass(MINUTE.minusSeconds(1));
        assertThat(document()).isNotNull();

        kit.pass(Duration.ofSeconds(2));

        assertThat(document()).isNull();
        assertThat(kit.events()).containsExactly(new Event.DocumentDeleted(true));
        assertThat(kit.counter().documents()).isZero();
    }

    @Test
    void stays_as_long_as_it_is_written_again() {
        kit.accept(put(1, null, MINUTE));
        kit.pass(Duration.ofSeconds(50));
        kit.accept(put(1, null, MINUTE));
        kit.pass(Duration.ofSeconds(50));
        assertThat(document()).isNotNull();

        kit.accept(put(1, null, null));
        kit.pass(Duration.ofMinutes(3));

        assertThat(document().expiresAt()).isNull();
    }

    @Test
    void is_deleted_and_is_no_more_what_it_was_when_it_is_written_again() {
        long first = kit.accept(put(1, null, MINUTE)).number();
        kit.refuse(ErrorCode.VERSION_CONFLICT, new Command.DeleteDocument("things", "a/b c", first + 1));
        kit.accept(new Command.DeleteDocument("things", "a/b c", first));

        assertThat(kit.events()).containsExactly(new Event.DocumentDeleted(false));
        assertThat(document()).isNull();
        kit.accept(new Command.DeleteDocument("things", "a/b c", null));
        assertThat(kit.events()).isEmpty();
        kit.refuse(ErrorCode.VERSION_CONFLICT, new Command.DeleteDocument("things", "a/b c", first));

        long again = kit.accept(put(1, 0L, null)).number();
        assertThat(again).isGreaterThan(first);
        kit.pass(MINUTE.plusSeconds(5));
        assertThat(document()).as("the first one's time is not this one's").isNotNull();
    }

    @Test
    void is_refused_when_it_is_too_large() {
        kit.refuse(ErrorCode.TOO_LARGE, put("x".repeat(64 * 1024), null, null));
        kit.accept(put("x".repeat(63 * 1024), null, null));
    }

    @Test
    void are_bounded_in_number() {
        for (int i = 0; i < 20; i++) {
            kit.accept(new Command.PutDocument("things", "k" + i, Map.of(), 0L, null));
        }
        assertThat(kit.counter().documents()).isEqualTo(20);
    }
}
