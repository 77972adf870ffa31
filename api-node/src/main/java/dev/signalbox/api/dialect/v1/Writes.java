package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.http.RateLimits;
import dev.signalbox.api.http.Replays;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What all commands have in common: the idempotency key, the outcome, and the state that shows it.
final class Writes {
    private final ApiCore core;

    Writes(ApiCore core) {
        this.core = core;
    }

    /// A route that sends commands, each answer of which says how many more may be sent.
    Route telling(Route route) {
        if (route.needs() == null) {
            return route;
        }
        return new Route(route.method(), route.template(), route.needs(), route.query(), request -> {
            try {
                return route.handler().handle(request);
            } catch (RefusedException e) {
                if (e.refusal().code() == ErrorCode.RATE_LIMITED) {
                    long seconds = core.gateway().left(request.principal()).secondsToMore();
                    request.promise("Retry-After", Long.toString(seconds));
                }
                throw e;
            } finally {
                RateLimits.standard(core.gateway().left(request.principal())).forEach(request::promise);
            }
        });
    }

    /// Submits a command and shows the entity that it changed.
    ///
    /// @param id of the entity when the outcome names none of this kind
    Reply change(Request request, Command command, Kind<?, ?> kind, String id) throws InterruptedException {
        return shown(request, submit(request, command), kind, id, null);
    }

    /// Submits a command and shows the entity that it made.
    ///
    /// @param path to which its id is added to say where it is
    Reply made(Request request, Command command, Kind<?, ?> kind, String id, String path) throws InterruptedException {
        return shown(request, submit(request, command), kind, id, path);
    }

    /// Shows the entity that a command changed.
    Reply changed(Request request, Answer answer, Kind<?, ?> kind, String id) {
        return shown(request, answer, kind, id, null);
    }

    private Reply shown(Request request, Answer answer, Kind<?, ?> kind, String id, @Nullable String path) {
        if (!(answer instanceof Answer.Decided(var outcome))) {
            return pending(answer);
        }
        var _ = Commands.accepted(outcome);
        var subject = outcome.subject();
        String subjectId = subject != null && subject.type() == kind.type() ? subject.id() : id;
        String namespace = request.principal().namespace();
        Optional<? extends Row<?>> row = core.views().get(namespace, kind, subjectId);
        if (row.isEmpty()) {
            return pending(new Answer.Pending(outcome.commandId()));
        }
        Reply reply = Reply.json(path == null ? 200 : 201, V1Json.entity(row.get()));
        return done(outcome, row.get().n(), path == null ? reply : reply.header("Location", path + subjectId));
    }

    /// Submits a command that leaves nothing to be shown.
    Reply gone(Request request, Command command) throws InterruptedException {
        Answer answer = submit(request, command);
        if (!(answer instanceof Answer.Decided(var outcome))) {
            return pending(answer);
        }
        var _ = Commands.accepted(outcome);
        return done(outcome, outcome.n(), Reply.empty(204));
    }

    Answer submit(Request request, Command command) throws InterruptedException {
        return core.commands().repeatable(request.repetition()).answer(request.principal(), command);
    }

    /// An answer to a command that was accepted: with its id, and the cursor of what it shows.
    ///
    /// @param n of what is shown, which may be newer than the outcome
    static Reply done(Outcome outcome, long n, Reply reply) {
        var shown = new Cursor.State(outcome.namespace(), Math.max(n, outcome.n()));
        Reply with = reply.header(Reads.CURSOR, shown.encode()).header("Signalbox-Command", outcome.commandId());
        return Replays.marked(outcome, with);
    }

    /// @throws RefusedException UNAVAILABLE with the command's id, when it is not known to be in the log
    static Reply pending(Answer answer) {
        if (answer instanceof Answer.Unavailable(var commandId, var written, var why)) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, why)
                    .hint(
                            written
                                    ? "whether the command is in the log is not known: send it again with the same"
                                            + " Idempotency-Key, or ask for /v1/commands/" + commandId + " later"
                                    : "nothing was written: send it again")
                    .with(Refusal.COMMAND, commandId)
                    .asException();
        }
        String path = "/v1/commands/" + answer.commandId();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("commandId", answer.commandId());
        json.put("outcome", path);
        return Reply.json(202, json).header("Location", path);
    }
}
