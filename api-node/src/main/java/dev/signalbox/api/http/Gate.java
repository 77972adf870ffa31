package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What every request and every upgrade passes first: the host it names, the page it comes from, and who it is.
public final class Gate {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SCHEME = "bearer ";

    private final boolean loopback;
    private final Set<String> origins;
    private final Authenticator authenticator;

    /// @param loopback whether the listener is bound to the loopback interface, so that only its names
    /// can be meant
    /// @param origins further origins of pages that may use this server, `https://host[:port]`
    public Gate(boolean loopback, List<String> origins, Authenticator authenticator) {
        this.loopback = loopback;
        this.origins = new HashSet<>();
        origins.forEach(origin -> this.origins.add(origin.toLowerCase(Locale.ROOT)));
        this.authenticator = authenticator;
    }

    /// On the loopback interface a foreign name in `Host` is a page that had its own name point here.
    ///
    /// @throws dev.signalbox.api.core.RefusedException FORBIDDEN
    void checkHost(Optional<String> host) {
        if (loopback && host.isPresent() && !LOOPBACK.contains(nameOf(host.get()))) {
            throw Refusal.of(ErrorCode.FORBIDDEN, "Host", "this server answers to loopback names only")
                    .asException();
        }
    }

    /// A browser says which page sends; one that is not ours must not.
    ///
    /// @throws dev.signalbox.api.core.RefusedException FORBIDDEN
    void checkOrigin(Optional<String> origin, Optional<String> host) {
        if (origin.isPresent() && !allowed(origin.get().toLowerCase(Locale.ROOT), host.orElse(""))) {
            throw Refusal.of(ErrorCode.FORBIDDEN, "Origin", "pages of this origin may not use this server")
                    .asException();
        }
    }

    /// @throws dev.signalbox.api.core.RefusedException UNAUTHENTICATED
    Principal principal(Optional<String> authorization) {
        Optional<String> token = authorization
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()).strip());
        return principalOf(token);
    }

    /// @throws dev.signalbox.api.core.RefusedException UNAUTHENTICATED
    Principal principalOf(Optional<String> token) {
        return token.map(authenticator::authenticate)
                .orElseGet(authenticator::anonymous)
                .orElseThrow(() -> Refusal.of(ErrorCode.UNAUTHENTICATED, "a valid token is needed")
                        .hint("send Authorization: Bearer <token>; signalbox token create makes one")
                        .asException());
    }

    private boolean allowed(String origin, String host) {
        if (origins.contains(origin)) {
            return true;
        }
        try {
            URI uri = new URI(origin);
            String scheme = uri.getScheme();
            if (uri.getHost() == null
                    || !("http".equals(scheme) || "https".equals(scheme))
                    || !uri.getRawPath().isEmpty()
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null
                    || uri.getRawUserInfo() != null) {
                return false;
            }
            boolean own = origin.substring(scheme.length() + 3).equals(host.toLowerCase(Locale.ROOT));
            return own || (loopback && LOOPBACK.contains(uri.getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String nameOf(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        return colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
    }
}
