package dev.signalbox.api.http;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a request or an upgrade shows of itself before anybody is known by it. Nothing of it may be logged.
public final class Credentials {
    private static final String SCHEME = "bearer ";
    private static final String SUBPROTOCOL = "bearer.";

    private final Source source;
    private final Gate gate;
    private final boolean upgrade;

    /// What the server underneath gives.
    interface Source {
        Optional<String> header(String name);

        List<String> query(String name);
    }

    Credentials(Source source, Gate gate, boolean upgrade) {
        this.source = source;
        this.gate = gate;
        this.upgrade = upgrade;
    }

    public Optional<String> header(String name) {
        return source.header(name);
    }

    /// A parameter of the query string; given twice, it is refused.
    public Optional<String> query(String name) {
        List<String> all = source.query(name);
        if (all.size() > 1) {
            throw Refusal.of(ErrorCode.INVALID_REQUEST, name, name + " is given more than once")
                    .asException();
        }
        return all.stream().findFirst();
    }

    /// The token of `Authorization: Bearer`; without that header, at an upgrade, that of the subprotocol
    /// `bearer.<token>`, which is what a browser can send.
    public Optional<String> bearer() {
        Optional<String> authorization = header("Authorization");
        if (authorization.isPresent() || !upgrade) {
            return authorization
                    .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                    .map(value -> value.substring(SCHEME.length()).strip());
        }
        return offered(source).stream()
                .filter(name -> name.startsWith(SUBPROTOCOL))
                .map(name -> name.substring(SUBPROTOCOL.length()))
                .findFirst();
    }

    /// Whether this is the upgrade to a WebSocket.
    public boolean upgrade() {
        return upgrade;
    }

    /// Whether it comes from this machine, and nobody says that it was passed on for somebody else.
    public boolean local() {
        return gate.local(source);
    }

    /// Whether it is [#local] and its listener asks for nothing from such.
    public boolean open() {
        return gate.open() && local();
    }

    /// The subprotocols that a client offers.
    static List<String> offered(Source source) {
        return source.header("Sec-WebSocket-Protocol").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .toList();
    }
}
