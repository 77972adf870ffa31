package dev.signalbox.api.http;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.limit.Quota;
import dev.signalbox.api.core.limit.RateLimiter;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The smallest API that uses everything that one may have.
final class ToyApi implements Api.Refusals {
    /// Whose upgrades were prepared.
    static final Set<String> PREPARED = ConcurrentHashMap.newKeySet();

    static final Access ACCESS = new TokenAccess(ToyApi::verify, TokenAccess.Query.UPGRADES);

    /// Tokens are `<subject>` or `<subject>-<seconds that it is good for>`; the subject may be `<name>@<namespace>`.
    /// `bad` is none.
    static Optional<Principal> verify(String token) {
        if (token.equals("bad")) {
            return Optional.empty();
        }
        if (token.equals("away")) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the keys cannot be had").asException();
        }
        int dash = token.indexOf('-');
        Instant expires = dash < 0 ? null : Instant.now().plusSeconds(Integer.parseInt(token.substring(dash + 1)));
        String[] who = (dash < 0 ? token : token.substring(0, dash)).split("@", 2);
        return Optional.of(new Principal(
                who[0],
                who.length == 1 ? "default" : who[1],
                token.startsWith("guest") ? Set.of() : Principal.PERSON,
                "k",
                expires));
    }

    static Api api(String name) {
        var limits = new RateLimits(new RateLimiter(InstantSource.system(), 100), RateLimits::standard);
        return Api.of(
                        name,
                        List.of(
                                Route.of("GET", "/hello", Capability.VIEW, ToyApi::hello),
                                Route.of("POST", "/hello", Capability.CREATE, ToyApi::hello),
                                limits.limit(
                                        Route.of("GET", "/limited", Capability.VIEW, ToyApi::limited),
                                        new Quota("few", 2, Duration.ofMinutes(5))),
                                Route.open("GET", "/", _ -> Reply.text(200, "text/plain", "root")),
                                Route.open("GET", "/asked", ToyApi::asked),
                                Route.open(
                                        "GET",
                                        "/stream",
                                        _ -> new Reply.Streamed(
                                                200,
                                                Map.of(),
                                                "text/event-stream",
                                                -1,
                                                out -> out.write(new byte[] {':', '\n', '\n'})))),
                        new ToyApi(),
                        ACCESS)
                .speaking(
                        new Echo("/refused", WsProtocol.Unknown.REFUSED),
                        new Echo("/closed", WsProtocol.Unknown.CLOSED),
                        new Echo("/late", WsProtocol.Unknown.ASKED),
                        new Echo("/any", WsProtocol.Unknown.ASKED))
                .allowing(new Cors(
                        Set.of("http://localhost:5173"),
                        List.of("GET", "POST"),
                        List.of("Content-Type", "Last-Event-ID"),
                        List.of("X-Seen"),
                        true));
    }

    private static Reply hello(Request request) {
        return Reply.json(
                200,
                Map.of(
                        "subject", request.principal().subject(),
                        "path", request.path(),
                        "prefix", request.prefix()));
    }

    private static Reply limited(Request request) {
        throw Refusal.of(ErrorCode.INVALID_REQUEST, "always").asException();
    }

    private static Reply asked(Request request) {
        return Reply.json(200, Map.of("local", request.credentials().local()));
    }

    @Override
    public Reply.Whole render(Refusal refusal, String requestId) {
        int status = switch (refusal.code()) {
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 503;
            default -> 400;
        };
        return Reply.json(status, Map.of("error", refusal.code().name()));
    }

    @Override
    public Reply.Whole unknownRoute(String method, String path, String requestId) {
        return Reply.text(404, "text/plain", "404 Not Found");
    }

    @Override
    public Reply.Whole wrongMethod(String method, Collection<String> allowed, String requestId) {
        return Reply.text(405, "text/plain", "not " + method);
    }

    /// Says everything back; `i am <token>` introduces.
    record Echo(String at, Unknown unknown) implements WsProtocol {
        @Override
        public Optional<String> path() {
            return at.equals("/any") ? Optional.empty() : Optional.of(at);
        }

        @Override
        public Optional<String> subprotocol() {
            return Optional.of("toy");
        }

        @Override
        public Duration introduction() {
            return Duration.ofSeconds(at.equals("/late") ? 1 : 60);
        }

        @Override
        public int maxMessage() {
            return 64;
        }

        @Override
        public boolean binaryIsText() {
            return at.equals("/any");
        }

        @Override
        public Beginning prepared(@Nullable Principal who) {
            if (who != null) {
                PREPARED.add(who.subject());
            }
            return this::begin;
        }

        @Override
        public Conversation begin(WsPeer peer) {
            return new Conversation() {
                @Override
                public void message(String text) throws InterruptedException {
                    try {
                        if (text.startsWith("\"i am ")) {
                            peer.introduce(
                                    verify(text.substring(6, text.length() - 1)).orElseThrow());
                        }
                        peer.send("[" + text + ",\"" + peer.principal().subject() + "\",\"" + peer.path() + "\"]");
                    } catch (RefusedException e) {
                        peer.send("\"" + e.refusal().code() + "\"");
                    }
                }

                @Override
                public void unreadable() throws InterruptedException {
                    peer.send("\"unreadable\"");
                }

                @Override
                public void end() {}
            };
        }
    }
}
