package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.gateway.CommandLog;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.gateway.Gateway;
import dev.signalbox.api.core.gateway.OutcomeWaiters;
import dev.signalbox.api.core.limit.Allowance;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class DirectoryTest {
    private final Views views = new Views();
    private final Gateway gateway = new Gateway(
            new Undecided(),
            new OutcomeWaiters(),
            "node",
            Duration.ofMillis(20),
            new Allowance(InstantSource.system(), 100));
    private final ApiCore core =
            new ApiCore(views, gateway, new Commands(gateway, views), null, null, null, null, null, null, null, null);

    /// A log that takes commands, and nobody who decides them.
    private static final class Undecided implements CommandLog {
        @Override
        public CompletableFuture<Void> append(CommandRecord record) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public String unreachable() {
            return "";
        }
    }

    /// A stop that is answered "no active session" though one runs is believed.
    @Test
    void what_is_not_known_is_not_told_as_missing() {
        var directory = new Directory(core);
        for (ThrowingCallable question : List.<ThrowingCallable>of(
                () -> directory.agent(Principal.ANYBODY, "el-1"),
                () -> directory.session(Principal.ANYBODY, "session-1"),
                () -> directory.activeNow(Principal.ANYBODY, "el-1"))) {
            assertThatThrownBy(question)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
    }
}
