package dev.signalbox.api.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Keystrokes;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.StateRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class KeyboardsTest {
    private static final String SESSION = "s-aaaaaaaaaaaaaaaa";
    private static final Cause CAUSE =
            new Cause(Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, Instant.EPOCH, null);

    private final Views views = new Views();
    private long epoch = 2;
    private final DecidingLog log = new DecidingLog(record -> DecidingLog.accept(record, 0, ++epoch));
    private final List<Keystrokes> typed = new ArrayList<>();
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
    private Instant now = Instant.EPOCH.plusSeconds(1);
    private final Keyboards keyboards = new Keyboards(
            log.gateway(),
            views,
            (_, record) -> {
                typed.add(record);
                return written;
            },
            () -> now);

    KeyboardsTest() {
        shows(1);
    }

    private void shows(long n) {
        show(n, Entities.running(SESSION, "h-1", true, CAUSE));
    }

    private void show(long n, Session session) {
        var record = new StateRecord("blue", n, session);
        views.apply(record, Json.encode(record));
        views.whole();
    }

    /// The session's keyboard as the record has it.
    private void held(String by, long since) {
        show(
                since,
                Entities.running(SESSION, "h-1", true, CAUSE)
                        .edit(s -> s.writer = new Session.Writer("holder", by, since, Instant.EPOCH)));
    }

    private List<Command.AcquireWriter> acquired() {
        return log.taken.stream()
                .map(CommandRecord::command)
                .filter(Command.AcquireWriter.class::isInstance)
                .map(Command.AcquireWriter.class::cast)
                .toList();
    }

    private static Principal who(String subject, Capability... may) {
        return new Principal(subject, "blue", Set.of(may), "k-" + subject, null);
    }

    private Keyboards.Typed type(Principal who) throws InterruptedException {
        return keyboards.type(who, SESSION, "writer", new byte[] {'x'}, false);
    }

    @Test
    void who_may_only_look_types_nothing_where_another_one_has_the_keyboard_by_the_same_name() throws Exception {
        assertThat(type(who("ann", Capability.INPUT))).isInstanceOf(Keyboards.Typed.Written.class);

        assertThatThrownBy(() -> type(who("ben", Capability.VIEW)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.FORBIDDEN));
        assertThat(typed).hasSize(1);
    }

    @Test
    void a_token_that_may_only_look_types_nothing_though_another_token_of_its_owner_has_the_keyboard()
            throws Exception {
        var _ = type(who("ann", Capability.INPUT));

        assertThatThrownBy(() -> type(who("ann", Capability.VIEW)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.FORBIDDEN));
        assertThat(typed).hasSize(1);
    }

    @Test
    void two_people_of_one_writers_name_have_a_keyboard_each() throws Exception {
        var _ = type(who("ann", Capability.INPUT));
        var _ = type(who("ben", Capability.INPUT));

        assertThat(log.taken).hasSize(2);
        assertThat(keyboards.writers()).isEqualTo(2);
    }

    @Test
    void what_is_typed_under_one_epoch_is_counted_and_asks_nobody() throws Exception {
        for (int i = 0; i < 3; i++) {
            var _ = type(who("ann", Capability.INPUT));
        }

        assertThat(log.taken).hasSize(1);
        assertThat(typed).extracting(Keystrokes::epoch).containsOnly(3L);
        assertThat(typed).extracting(Keystrokes::seq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void after_keys_whose_fate_is_not_known_the_count_begins_anew_under_another_holder() throws Exception {
        written = CompletableFuture.failedFuture(new IllegalStateException("the log is away"));
        var _ = type(who("ann", Capability.INPUT));
        var _ = type(who("ann", Capability.INPUT));

        assertThat(typed).extracting(Keystrokes::epoch).containsExactly(3L, 4L);
        assertThat(typed).extracting(Keystrokes::seq).containsExactly(1L, 1L);
        assertThat(acquired()).extracting(Command.AcquireWriter::holder).doesNotHaveDuplicates();
    }

    @Test
    void who_lost_the_keyboard_asks_for_it_and_takes_it_from_nobody_else() throws Exception {
        var _ = type(who("ann", Capability.INPUT));
        held("ben", 9);
        var _ = type(who("ann", Capability.INPUT));
        assertThat(acquired()).extracting(Command.AcquireWriter::takeover).containsExactly(false, false);

        held("ann", 10);
        var _ = type(who("ann", Capability.INPUT));
        assertThat(acquired().getLast().takeover())
                .as("from another of one's own connections")
                .isTrue();
    }

    @Test
    void it_is_given_back_once_by_whom_has_it() throws Exception {
        Principal ann = who("ann", Capability.INPUT);
        var _ = type(ann);
        keyboards.release(who("ben", Capability.INPUT), SESSION, "writer");
        assertThat(log.taken).hasSize(1);

        keyboards.release(ann, SESSION, "writer");
        keyboards.release(ann, SESSION, "writer");

        assertThat(log.taken).hasSize(2);
        assertThat(log.taken.getLast().command())
                .isEqualTo(
                        new Command.ReleaseWriter(SESSION, acquired().getFirst().holder()));
        assertThat(keyboards.writers()).isZero();
    }

    @Test
    void who_has_not_typed_for_long_is_forgotten() throws Exception {
        var _ = type(who("ann", Capability.INPUT));
        now = now.plus(Duration.ofMinutes(9));
        var _ = type(who("ben", Capability.INPUT));
        assertThat(keyboards.writers()).isEqualTo(2);

        now = now.plus(Duration.ofMinutes(2));
        var _ = type(who("ben", Capability.INPUT));

        assertThat(keyboards.writers()).isEqualTo(1);
    }

    @Test
    void a_writer_types_on_while_its_grant_is_not_shown_yet() throws Exception {
        var _ = type(who("ann", Capability.INPUT));
        shows(2);
        var _ = type(who("ann", Capability.INPUT));

        assertThat(log.taken).hasSize(1);
        assertThat(typed).extracting(Keystrokes::seq).containsExactly(1L, 2L);
    }

    @Test
    void a_writer_whose_keyboard_another_one_had_and_gave_back_takes_it_again() throws Exception {
        var _ = type(who("ann", Capability.INPUT));
        shows(9);
        var _ = type(who("ann", Capability.INPUT));

        assertThat(log.taken).hasSize(2);
        assertThat(typed).extracting(Keystrokes::seq).containsExactly(1L, 1L);
    }
}
