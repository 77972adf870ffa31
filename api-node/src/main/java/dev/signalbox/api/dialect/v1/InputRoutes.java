package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.INPUT;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.gateway.Keyboards;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.dialect.v1.Bodies.InputRequest;
import dev.signalbox.api.dialect.v1.Bodies.KeystrokesRequest;
import dev.signalbox.api.dialect.v1.Bodies.MoveRequest;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Input;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What goes into a session: prompts, and keystrokes.
final class InputRoutes {
    private static final long WRITTEN_SECONDS = 5;
    private static final int SUBJECT = 64;

    private final ApiCore core;
    private final Reads reads;
    private final Writes writes;
    private final String node;

    InputRoutes(ApiCore core, Reads reads, Writes writes, String node) {
        this.core = core;
        this.reads = reads;
        this.writes = writes;
        this.node = node;
    }

    List<Route> routes() {
        String inputs = "/v1/sessions/{session}/inputs";
        return List.of(
                Route.of("GET", inputs, VIEW, this::list).asking("limit", "page"),
                Route.of("POST", inputs, INPUT, this::send),
                Route.of("GET", inputs + "/{input}", VIEW, this::get),
                Route.of("DELETE", inputs + "/{input}", INPUT, this::cancel),
                Route.of("POST", inputs + "/{input}/move", INPUT, this::move),
                Route.of("POST", "/v1/sessions/{session}/keystrokes", INPUT, this::keystrokes));
    }

    private Reply list(Request request) throws InterruptedException {
        reads.ready(request);
        String namespace = request.principal().namespace();
        String session = reads.id(request, Kind.SESSION, "session");
        long n = core.views().n(namespace);
        var page = core.views().inputs(namespace, session, Parameters.page(request));
        return reads.shown(request, n, V1Json.page(page, V1Json::summary));
    }

    private Reply get(Request request) throws InterruptedException {
        long n = core.views().n(request.principal().namespace());
        Row<Input> row = reads.row(request, Kind.INPUT, "input");
        if (!row.entity().sessionId().equals(reads.id(request, Kind.SESSION, "session"))) {
            throw Views.missing(Kind.INPUT, "input");
        }
        return reads.shown(request, n, V1Json.entity(row));
    }

    private Reply send(Request request) throws InterruptedException {
        String session = reads.idForCommand(request, Kind.SESSION, "session");
        InputRequest body = request.json(InputRequest.class, true);
        String id = Ids.INPUT.mint();
        var command = new Command.SendInput(id, session, Check.text("text", body.text(), Check.MAX_TEXT));
        return writes.made(request, command, Kind.INPUT, id, "/v1/sessions/" + session + "/inputs/");
    }

    private Reply cancel(Request request) throws InterruptedException {
        String session = reads.idForCommand(request, Kind.SESSION, "session");
        String input = reads.idForCommand(request, Kind.INPUT, "input");
        return writes.change(request, new Command.CancelInput(session, input), Kind.INPUT, input);
    }

    private Reply move(Request request) throws InterruptedException {
        String session = reads.idForCommand(request, Kind.SESSION, "session");
        String input = reads.idForCommand(request, Kind.INPUT, "input");
        Integer position = request.json(MoveRequest.class, true).position();
        var command = new Command.MoveInput(session, input, Check.present("position", position));
        return writes.change(request, command, Kind.INPUT, input);
    }

    private Reply keystrokes(Request request) throws InterruptedException {
        reads.ready(request);
        String session = reads.id(request, Kind.SESSION, "session");
        KeystrokesRequest body = request.json(KeystrokesRequest.class, true);
        String subject = request.principal().subject();
        String writer = node + "/" + (subject.length() > SUBJECT ? subject.substring(0, SUBJECT) : subject);
        var typed = core.keyboards()
                .type(
                        request.principal(),
                        session,
                        writer,
                        bytes(body.data(), body.text()),
                        Bodies.orElse(body.takeover(), false));
        return switch (typed) {
            case Keyboards.Typed.Written written -> {
                awaitCommit(written);
                yield Reply.json(202, Map.of("epoch", written.epoch(), "seq", written.seq()));
            }
            case Keyboards.Typed.NoKeyboard(var answer) -> noKeyboard(answer);
        };
    }

    /// @throws dev.signalbox.api.core.RefusedException why the keyboard was not had
    static Reply noKeyboard(Answer answer) {
        if (answer instanceof Answer.Decided(var outcome)) {
            var _ = Commands.accepted(outcome);
        }
        if (answer instanceof Answer.Pending) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "whether the keyboard was had is not known yet")
                    .asException();
        }
        return Writes.pending(answer);
    }

    static byte[] bytes(@Nullable String data, @Nullable String text) {
        if ((data == null) == (text == null)) {
            throw Check.invalid("data", "or text is needed, and not both");
        }
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            throw Check.invalid("data", "must be base64");
        }
    }

    private static void awaitCommit(Keyboards.Typed.Written written) throws InterruptedException {
        try {
            written.done().get(WRITTEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the log did not take the keystrokes in time")
                    .hint("whether they arrive is not known: look at the screen before typing again")
                    .asException();
        }
    }
}
