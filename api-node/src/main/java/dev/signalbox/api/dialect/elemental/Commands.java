package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Gateway;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/// Submits commands and waits until this node shows what became of them.
final class Commands {
    private static final Duration VISIBLE = Duration.ofSeconds(2);
    private static final int MINTS = 3;

    private final ApiCore core;

    Commands(ApiCore core) {
        this.core = core;
    }

    /// The outcome, whatever it is; this node shows it.
    ///
    /// @throws dev.signalbox.api.core.RefusedException UNAVAILABLE when it is not known in time
    Outcome decided(Principal principal, Command command) throws InterruptedException {
        return switch (core.gateway().submit(principal, Gateway.Submission.of(command))) {
            case Answer.Decided(var outcome) -> {
                boolean _ = core.views().awaitN(principal.namespace(), outcome.n(), VISIBLE);
                yield outcome;
            }
            case Answer.Pending _ -> throw unavailable("the request is in the log and will be decided; ask again");
            case Answer.Unavailable(var _, var written, var why) ->
                throw unavailable(written ? why + "; whether it is done is not known" : why + "; nothing was done");
        };
    }

    /// As [#decided], with an id of ours that nobody has yet.
    Outcome decided(Principal principal, Supplier<String> ids, Function<String, Command> command)
            throws InterruptedException {
        Outcome outcome = decided(principal, command.apply(ids.get()));
        for (int i = 1; i < MINTS && outcome.code() == ErrorCode.ID_TAKEN; i++) {
            outcome = decided(principal, command.apply(ids.get()));
        }
        return outcome;
    }

    /// @throws dev.signalbox.api.core.RefusedException what the decider refused
    Outcome accepted(Principal principal, Command command) throws InterruptedException {
        return accepted(decided(principal, command));
    }

    /// @throws dev.signalbox.api.core.RefusedException what the decider refused
    static Outcome accepted(Outcome outcome) {
        if (outcome.accepted()) {
            return outcome;
        }
        ErrorCode code = outcome.code() == null ? ErrorCode.INTERNAL : outcome.code();
        String message = outcome.message() == null ? code.meaning() : outcome.message();
        throw Refusal.of(code, outcome.field(), message).asException();
    }

    private static RuntimeException unavailable(String why) {
        return Refusal.of(ErrorCode.UNAVAILABLE, why).asException();
    }
}
