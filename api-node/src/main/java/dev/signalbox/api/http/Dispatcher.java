package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request through gate and router to its handler, and makes an answer of whatever comes of it.
final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Set<String> SAFE = Set.of("GET");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Gate gate;
    private final Router router;
    private final Api.Refusals refusals;

    Dispatcher(Gate gate, Api api) {
        this.gate = gate;
        this.router = new Router(api.routes());
        this.refusals = api.refusals();
    }

    /// @param template of the route, for metrics; `-` where there is none
    record Answered(Reply reply, String template) {}

    Answered answer(Request.Exchange exchange) {
        String requestId = requestId();
        String template = "-";
        try {
            Optional<String> host = exchange.header("Host");
            gate.checkHost(host);
            String method = exchange.method();
            var match = router.match(method, Paths.segments(exchange.path()));
            Reply reply = switch (match) {
                case Router.Match.Found(var route, var parameters) -> {
                    template = route.template();
                    yield serve(exchange, route, parameters, host);
                }
                case Router.Match.OtherMethods(var allowed) -> {
                    Reply.Whole refusal = refusals.render(
                            Refusal.of(
                                    ErrorCode.INVALID_REQUEST,
                                    "method",
                                    "this path takes " + String.join(", ", allowed)),
                            requestId);
                    yield new Reply.Whole(405, refusal.headers(), refusal.contentType(), refusal.body())
                            .header("Allow", String.join(", ", allowed));
                }
                case Router.Match.Nothing _ ->
                    refusals.render(Refusal.of(ErrorCode.NOT_FOUND, "there is no such path"), requestId);
            };
            return new Answered(reply, template);
        } catch (RefusedException e) {
            return new Answered(refusals.render(e.refusal(), requestId), template);
        } catch (InvalidFieldException e) {
            var refusal = Refusal.of(e.code(), e.field(), String.valueOf(e.getMessage()));
            return new Answered(refusals.render(refusal, requestId), template);
        } catch (LogAwayException e) {
            var refusal = Refusal.of(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()));
            return new Answered(refusals.render(refusal, requestId), template);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answered(
                    refusals.render(Refusal.of(ErrorCode.UNAVAILABLE, "this node is stopping"), requestId), template);
        } catch (Exception e) {
            log.atError()
                    .addKeyValue("requestId", requestId)
                    .addKeyValue("route", template)
                    .setCause(e)
                    .log("a request failed");
            return new Answered(
                    refusals.render(Refusal.of(ErrorCode.INTERNAL, "an unexpected fault; it is in the log"), requestId),
                    template);
        }
    }

    private Reply serve(Request.Exchange exchange, Route route, Map<String, String> parameters, Optional<String> host)
            throws Exception {
        if (!SAFE.contains(exchange.method())) {
            gate.checkOrigin(exchange.header("Origin"), host);
        }
        if (route.needs() == null) {
            return route.handler().handle(new Request(exchange, parameters, null));
        }
        Principal principal = gate.principal(exchange.header("Authorization"));
        principal.require(route.needs());
        return route.handler().handle(new Request(exchange, parameters, principal));
    }

    private static String requestId() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return "r-" + HexFormat.of().formatHex(bytes);
    }

    List<Route> routes() {
        return router.routes();
    }
}
