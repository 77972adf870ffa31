package dev.signalbox.api.http;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.error.ErrorCode;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The upgrade of one connection, and what comes over it. Upgrades pass no filter, so everything is checked here.
final class WsUpgrade implements WsListener {
    private static final int MAX_MESSAGE = 1024 * 1024;
    private static final String BEARER = "bearer.";
    private static final Map<ErrorCode, Status> STATUSES = Map.of(
            ErrorCode.UNAUTHENTICATED, Status.UNAUTHORIZED_401,
            ErrorCode.FORBIDDEN, Status.FORBIDDEN_403,
            ErrorCode.RATE_LIMITED, Status.TOO_MANY_REQUESTS_429,
            ErrorCode.UNAVAILABLE, Status.SERVICE_UNAVAILABLE_503);
    private static final int UNSUPPORTED = 1003;
    private static final int TOO_BIG = 1009;

    private final WsProtocol protocol;
    private final Gate gate;
    private final Streams streams;
    private final WsConnection.Timing timing;
    private final StringBuilder message = new StringBuilder();
    private @Nullable Principal principal;
    private Streams.@Nullable Permit permit;
    private @Nullable WsConnection connection;
    private boolean refused;

    WsUpgrade(WsProtocol protocol, Gate gate, Streams streams, WsConnection.Timing timing) {
        this.protocol = protocol;
        this.gate = gate;
        this.streams = streams;
        this.timing = timing;
    }

    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) {
        try {
            Optional<String> host = headers.first(HeaderNames.HOST);
            gate.checkHost(host);
            gate.checkOrigin(headers.first(HeaderNames.ORIGIN), host);
            List<String> offered = headers.values(HeaderNames.create("Sec-WebSocket-Protocol")).stream()
                    .flatMap(value -> Arrays.stream(value.split(",")))
                    .map(String::strip)
                    .toList();
            Principal who = who(prologue, headers, offered);
            who.require(Capability.VIEW);
            permit = streams.admit(who.subject());
            principal = who;
            if (!offered.contains(protocol.name())) {
                return Optional.empty();
            }
            WritableHeaders<?> answer = WritableHeaders.create();
            answer.set(HeaderNames.create("Sec-WebSocket-Protocol"), protocol.name());
            return Optional.of(answer);
        } catch (RefusedException e) {
            throw refusal(e.refusal());
        }
    }

    private Principal who(HttpPrologue prologue, Headers headers, List<String> offered) {
        Optional<String> authorization = headers.first(HeaderNames.AUTHORIZATION);
        if (authorization.isPresent()) {
            return gate.principal(authorization);
        }
        Optional<String> token = offered.stream()
                .filter(name -> name.startsWith(BEARER))
                .map(name -> name.substring(BEARER.length()))
                .findFirst();
        return gate.principalOf(
                token.or(() -> prologue.query().all("token", List::of).stream().findFirst()));
    }

    private static RequestException refusal(Refusal refusal) {
        return RequestException.builder()
                .type(DirectHandler.EventType.OTHER)
                .status(STATUSES.getOrDefault(refusal.code(), Status.BAD_REQUEST_400))
                .setKeepAlive(false)
                .message(refusal.message())
                .build();
    }

    @Override
    public void onOpen(WsSession session) {
        var who = principal;
        var counted = permit;
        if (who == null || counted == null) {
            throw new IllegalStateException("opened without an upgrade");
        }
        connection = new WsConnection(who, session, protocol, streams, timing, counted::close);
        connection.start();
    }

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
        var open = connection;
        if (open == null || refused) {
            return;
        }
        open.heard();
        if (message.length() + text.length() > MAX_MESSAGE) {
            refused = true;
            message.setLength(0);
            open.close(TOO_BIG, "a message is larger than " + MAX_MESSAGE + " characters");
            return;
        }
        message.append(text);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            open.received(whole);
        }
    }

    @Override
    public void onMessage(WsSession session, BufferData buffer, boolean last) {
        var open = connection;
        if (open != null && !refused) {
            refused = true;
            open.close(UNSUPPORTED, "messages of clients are text");
        }
    }

    @Override
    public void onPing(WsSession session, BufferData buffer) {
        var open = connection;
        if (open != null) {
            open.pinged(buffer.readBytes());
        }
    }

    @Override
    public void onPong(WsSession session, BufferData buffer) {
        var open = connection;
        if (open != null) {
            open.heard();
        }
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        var open = connection;
        if (open != null) {
            open.end();
        }
    }

    @Override
    public void onError(WsSession session, Throwable t) {
        var open = connection;
        if (open != null) {
            open.end();
        }
    }
}
