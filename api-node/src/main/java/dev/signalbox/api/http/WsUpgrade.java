package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.error.ErrorCode;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The upgrade of one connection, and what comes over it. Upgrades pass no filter, so everything is checked here.
final class WsUpgrade implements WsListener {
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int LATER = 1013;

    private final List<Mount> mounts;
    private final Gate gate;
    private final Streams streams;
    private final WsConnection.Timing timing;
    private @Nullable Opening opening;
    private @Nullable Refusal closing;
    private @Nullable WsConnection connection;
    private @Nullable WsMessages messages;

    /// An upgrade that was let through.
    ///
    /// @param principal null: not known
    record Opening(
            WsProtocol protocol,
            Credentials credentials,
            String path,
            @Nullable Principal principal,
            WsProtocol.Beginning beginning) {}

    WsUpgrade(List<Mount> mounts, Gate gate, Streams streams, WsConnection.Timing timing) {
        this.mounts = mounts;
        this.gate = gate;
        this.streams = streams;
        this.timing = timing;
    }

    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) {
        String rawPath = prologue.uriPath().rawPath();
        Mount mount = Mount.of(mounts, rawPath);
        Api api = mount.api();
        String path = mount.inside(rawPath);
        var source = new Shown(prologue, headers);
        try {
            Optional<String> host = source.header("Host");
            gate.checkHost(host);
            gate.checkOrigin(source.header("Origin"), host, api.cors());
            WsProtocol protocol = api.sockets().stream()
                    .filter(one -> one.path().map(path::equals).orElse(true))
                    .findFirst()
                    .orElse(null);
            if (protocol == null) {
                throw DirectAnswers.of(api.refusals().unknownRoute("GET", path, Dispatcher.requestId()));
            }
            var credentials = new Credentials(source, gate, true);
            Principal principal = principal(api, protocol, credentials);
            // Counted when it is open: nobody is told of an upgrade that broke off.
            if (principal != null) {
                streams.check(principal);
            }
            opening = new Opening(protocol, credentials, path, principal, prepared(protocol, principal));
            return protocol.subprotocol()
                    .filter(Credentials.offered(source)::contains)
                    .map(name -> {
                        WritableHeaders<?> answer = WritableHeaders.create();
                        answer.set(HeaderNames.create("Sec-WebSocket-Protocol"), name);
                        return answer;
                    });
        } catch (RefusedException e) {
            throw DirectAnswers.of(api.refusals().render(e.refusal(), Dispatcher.requestId()));
        }
    }

    private static WsProtocol.Beginning prepared(WsProtocol protocol, @Nullable Principal who) {
        try {
            return protocol.prepared(who);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the server stops").asException();
        }
    }

    /// Null when it is not known, and that is no reason to refuse the upgrade.
    private @Nullable Principal principal(Api api, WsProtocol protocol, Credentials credentials) {
        try {
            Principal principal = api.access().principal(credentials);
            principal.require(protocol.needs());
            return principal;
        } catch (RefusedException e) {
            boolean unknown = e.refusal().code() == ErrorCode.UNAUTHENTICATED;
            return switch (protocol.unknown()) {
                case REFUSED -> throw e;
                case CLOSED -> {
                    closing = e.refusal();
                    yield null;
                }
                case ASKED -> {
                    if (!unknown) {
                        throw e;
                    }
                    yield null;
                }
            };
        }
    }

    @Override
    public void onOpen(WsSession session) {
        Opening open = opening;
        if (open == null) {
            throw new IllegalStateException("opened without an upgrade");
        }
        Refusal why = closing;
        if (why != null) {
            close(
                    session,
                    why.code() == ErrorCode.UNAVAILABLE
                            ? LATER
                            : open.protocol().closing(),
                    why.message());
            return;
        }
        try {
            begin(open, admit(open.principal(), session), session);
        } catch (RefusedException e) {
            close(session, LATER, e.refusal().message());
        }
    }

    private Streams.Permit admit(@Nullable Principal who, WsSession session) {
        return who == null
                ? streams.admitUnknown(session.socketContext().remotePeer().address())
                : streams.admit(who);
    }

    private void begin(Opening open, Streams.Permit permit, WsSession session) {
        try {
            var started = new WsConnection(open, permit, session, streams, timing);
            connection = started;
            messages = new WsMessages(open.protocol(), started);
            started.start();
        } catch (RuntimeException e) {
            permit.close();
            throw e;
        }
    }

    /// The client answers a close with its own; one that does not is cut off.
    private static void close(WsSession session, int code, String reason) {
        Thread reader = Thread.currentThread();
        session.close(code, reason);
        Thread.ofVirtual().name("ws-closing").start(() -> {
            try {
                if (!reader.join(CLOSING)) {
                    reader.interrupt();
                }
            } catch (InterruptedException e) {
                reader.interrupt();
            }
        });
    }

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
        WsMessages open = messages;
        if (open != null) {
            open.text(text, last);
        }
    }

    @Override
    public void onMessage(WsSession session, BufferData buffer, boolean last) {
        WsMessages open = messages;
        if (open != null) {
            open.binary(buffer.readBytes(), last);
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
            open.closed();
        }
    }

    @Override
    public void onError(WsSession session, Throwable t) {
        var open = connection;
        if (open != null) {
            open.closed();
        }
    }

    /// The upgrade's own headers and query.
    private record Shown(HttpPrologue prologue, Headers headers) implements Credentials.Source {
        @Override
        public Optional<String> header(String name) {
            var values = headers.values(HeaderNames.create(name));
            return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
        }

        @Override
        public List<String> query(String name) {
            return prologue.query().all(name, List::of);
        }
    }
}
