package dev.signalbox.api.core.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.StateRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The place of a cursor leaves the log between the look at its bounds and the reading.
final class OutputPlaceTest {
    private static final String SESSION = "s-aaaaaaaaaaaaaaaa";
    private static final Cause CAUSE =
            new Cause(Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, Instant.EPOCH, null);

    private final Views views = new Views();
    private final FakeLog<OutputRecord> log = new FakeLog<>(0, 1_000);

    OutputPlaceTest() {
        var record = new StateRecord("blue", 1, Entities.running(SESSION, "h-1", false, CAUSE));
        views.apply(record, Json.encode(record));
        views.whole();
        for (int seq = 1; seq <= 4; seq++) {
            log.append(SESSION, new OutputRecord(SESSION, seq, Kind.BYTES, Stream.OUT, seq - 1, 1, new byte[1]), 1);
        }
    }

    private OutputFeed behind(long seq) {
        var cursor = new Cursor.Session(SESSION, seq, new Hint(new UUID(1, 1), 0, seq - 1));
        return new OutputFeed(views, log, "blue", SESSION, new Start.Behind("cursor", cursor), false, 1_000);
    }

    @Test
    void it_is_too_old_when_what_follows_it_is_gone_too() {
        log.beforeRead = () -> log.forget(3);
        try (var feed = behind(2)) {
            assertThatThrownBy(feed::prime)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.CURSOR_EXPIRED));
        }
    }

    @Test
    void it_is_gone_on_from_when_only_what_was_given_is_gone() throws Exception {
        log.beforeRead = () -> log.forget(2);
        try (var feed = behind(2)) {
            feed.prime();

            assertThat(feed.next(Duration.ofSeconds(5)))
                    .isInstanceOfSatisfying(
                            OutputStep.Output.class,
                            output -> assertThat(output.record().seq()).isEqualTo(3));
        }
    }
}
