package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request of one API through gate and router to its handler, and makes an answer of whatever comes of it.
final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Gate gate;
    private final Api api;
    private final Router router;

    Dispatcher(Gate gate, Api api) {
        this.gate = gate;
        this.api = api;
        this.router = new Router(api.routes());
    }

    /// @param template of the route, for metrics; `-` where there is none
    record Answered(Reply reply, String template) {}

    Answered answer(Request.Exchange exchange) {
        String requestId = requestId();
        Optional<String> origin = exchange.header("Origin");
        Optional<String> host = exchange.header("Host");
        try {
            gate.checkHost(host);
            gate.checkOrigin(origin, host, api.cors());
        } catch (RefusedException e) {
            return new Answered(api.refusals().render(e.refusal(), requestId), "-");
        }
        if (origin.isEmpty()) {
            return route(exchange, requestId);
        }
        if (exchange.method().equals("OPTIONS")
                && exchange.header("Access-Control-Request-Method").isPresent()) {
            return new Answered(with(Reply.empty(204), api.cors().preflight(origin.get())), "-");
        }
        Answered answered = route(exchange, requestId);
        return new Answered(with(answered.reply(), api.cors().answering(origin.get())), answered.template());
    }

    private Answered route(Request.Exchange exchange, String requestId) {
        String method = exchange.method();
        try {
            var segments = Paths.segments(exchange.path());
            var match = router.match(method, segments);
            if (match instanceof Router.Match.OtherMethods && method.equals("HEAD")) {
                match = router.match("GET", segments);
            }
            return switch (match) {
                case Router.Match.Found(var route, var parameters) ->
                    new Answered(serve(exchange, route, parameters, requestId), route.template());
                case Router.Match.OtherMethods(var some) -> {
                    var allowed = new TreeSet<>(some);
                    if (allowed.contains("GET")) {
                        allowed.add("HEAD");
                    }
                    Reply refusal = api.refusals().wrongMethod(method, allowed, requestId);
                    yield new Answered(
                            refusal.status() == 405 ? refusal.header("Allow", String.join(", ", allowed)) : refusal,
                            "-");
                }
                case Router.Match.Nothing _ ->
                    new Answered(api.refusals().unknownRoute(method, exchange.path(), requestId), "-");
            };
        } catch (RefusedException e) {
            return new Answered(api.refusals().render(e.refusal(), requestId), "-");
        }
    }

    private Reply serve(Request.Exchange exchange, Route route, Map<String, String> parameters, String requestId) {
        Request request = null;
        Reply reply;
        try {
            var credentials = new Credentials(exchange, gate, false);
            Principal principal = null;
            if (route.needs() != null) {
                principal = api.access().principal(credentials);
                principal.require(route.needs());
            }
            refuseUnknown(exchange.queryNames(), route.query());
            request = new Request(exchange, parameters, credentials, principal);
            reply = route.handler().handle(request);
        } catch (Exception e) {
            reply = refusal(e, route, requestId);
        }
        return request == null ? reply : with(reply, request.promised());
    }

    private static void refuseUnknown(Set<String> given, @Nullable Set<String> known) {
        if (known == null) {
            return;
        }
        for (String name : given) {
            if (!known.contains(name)) {
                throw Refusal.of(ErrorCode.INVALID_REQUEST, name, name + " is no parameter of this operation")
                        .hint(known.isEmpty() ? "it has none" : "it has " + String.join(", ", new TreeSet<>(known)))
                        .asException();
            }
        }
    }

    private Reply refusal(Exception failure, Route route, String requestId) {
        var refusals = api.refusals();
        return switch (failure) {
            case RefusedException e -> refusals.render(e.refusal(), requestId);
            case InvalidFieldException e ->
                refusals.render(Refusal.of(e.code(), e.field(), String.valueOf(e.getMessage())), requestId);
            case LogAwayException e ->
                refusals.render(Refusal.of(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage())), requestId);
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield refusals.render(Refusal.of(ErrorCode.UNAVAILABLE, "this node is stopping"), requestId);
            }
            default -> {
                log.atError()
                        .addKeyValue("requestId", requestId)
                        .addKeyValue("api", api.name())
                        .addKeyValue("route", route.template())
                        .setCause(failure)
                        .log("a request failed");
                yield refusals.render(
                        Refusal.of(ErrorCode.INTERNAL, "an unexpected fault; it is in the log"), requestId);
            }
        };
    }

    private static Reply with(Reply reply, Map<String, String> headers) {
        Reply more = reply;
        for (var header : headers.entrySet()) {
            more = more.header(header.getKey(), header.getValue());
        }
        return more;
    }

    static String requestId() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return "r-" + HexFormat.of().formatHex(bytes);
    }
}
