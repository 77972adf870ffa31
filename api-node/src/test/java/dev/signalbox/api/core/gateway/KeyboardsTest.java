package dev.signalbox.api.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Keystrokes;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.StateRecord;
import java.time.Instant;
import java.time.InstantSource;
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
    private final DecidingLog log = new DecidingLog(record -> DecidingLog.accept(record, 0, 3L));
    private final List<Keystrokes> typed = new ArrayList<>();
    private final Keyboards keyboards = new Keyboards(
            log.gateway(),
            views,
            (_, record) -> {
                typed.add(record);
                return CompletableFuture.completedFuture(null);
            },
            InstantSource.system());

    KeyboardsTest() {
        var session = Entities.running(SESSION, "h-1", true, CAUSE);
        var record = new StateRecord("blue", 1, session);
        views.apply(record, Json.encode(record));
        views.whole();
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
    void two_people_of_one_writers_name_have_a_keyboard_each() throws Exception {
        var _ = type(who("ann", Capability.INPUT));
        var _ = type(who("ben", Capability.INPUT));

        assertThat(log.taken).hasSize(2);
        assertThat(keyboards.writers()).isEqualTo(2);
    }
}
