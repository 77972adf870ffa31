package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Gateway;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import java.time.Duration;
import java.util.function.Function;

/// Wishes, with their outcomes: a request goes on when what it asked for is decided, and this node shows it.
final class Commands {
    private static final Duration VISIBLE = Duration.ofSeconds(2);
    private static final int MINTINGS = 8;

    private final ApiCore core;

    Commands(ApiCore core) {
        this.core = core;
    }

    /// @throws RefusedException what the decider refused; UNAVAILABLE when it did not decide in time
    Outcome decided(Principal principal, Command command) throws InterruptedException {
        Answer answer = core.gateway().submit(principal, Gateway.Submission.of(command));
        return switch (answer) {
            case Answer.Decided(var outcome) -> {
                if (!outcome.accepted()) {
                    throw refusal(outcome).asException();
                }
                if (!core.views().awaitN(principal.namespace(), outcome.n(), VISIBLE)) {
                    throw Refusal.of(ErrorCode.UNAVAILABLE, "it is decided, but this node cannot show it yet")
                            .asException();
                }
                yield outcome;
            }
            case Answer.Pending _ ->
                throw Refusal.of(ErrorCode.UNAVAILABLE, "it is in the log, but not decided yet")
                        .hint("look whether it has happened before sending it again")
                        .asException();
            case Answer.Unavailable(var _, var written, var why) ->
                throw Refusal.of(ErrorCode.UNAVAILABLE, why)
                        .hint(
                                written
                                        ? "look whether it has happened before sending it again"
                                        : "nothing was written: send it again")
                        .asException();
        };
    }

    /// Makes something under a fresh id, another one when that is taken.
    ///
    /// @return the ids under which it was made
    OrchestraIds.Session made(Principal principal, String agentType, Function<OrchestraIds.Session, Command> command)
            throws InterruptedException {
        for (int i = 1; ; i++) {
            OrchestraIds.Session ids = OrchestraIds.session(agentType);
            try {
                var _ = decided(principal, command.apply(ids));
                return ids;
            } catch (RefusedException e) {
                ErrorCode code = e.refusal().code();
                boolean taken = code == ErrorCode.ID_TAKEN || code == ErrorCode.NAME_TAKEN;
                if (!taken || i == MINTINGS) {
                    throw e.refusal().with(OrchestraRefusals.SESSION, ids.id()).asException();
                }
            }
        }
    }

    private static Refusal refusal(Outcome outcome) {
        ErrorCode code = outcome.code() == null ? ErrorCode.INTERNAL : outcome.code();
        String message = outcome.message() == null ? code.meaning() : outcome.message();
        return Refusal.of(code, outcome.field(), message);
    }
}
