package dev.signalbox.api.http;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What every request and every upgrade of a listener passes first: the host it names and the page it comes from.
public final class Gate {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    private final boolean loopback;
    private final boolean open;
    private final Set<String> origins;

    /// @param loopback whether the listener is bound to the loopback interface, so that only its names
    /// can be meant
    /// @param origins further origins of pages that may use this server, `https://host[:port]`
    /// @param open whether nothing needs to be shown by whoever is on this machine; only on loopback
    public Gate(boolean loopback, List<String> origins, boolean open) {
        if (open && !loopback) {
            throw new IllegalArgumentException("only a listener on loopback may be open");
        }
        this.loopback = loopback;
        this.open = open;
        this.origins = new HashSet<>();
        origins.forEach(origin -> this.origins.add(origin.toLowerCase(Locale.ROOT)));
    }

    boolean open() {
        return open;
    }

    /// Only a listener on loopback knows that its clients are on this machine, and only those that no proxy there
    /// speaks for.
    boolean local(Credentials.Source source) {
        return loopback
                && FORWARDED.stream().allMatch(name -> source.header(name).isEmpty());
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

    /// A browser says which page sends; one that is not ours must not. Pages of this machine may where they need a
    /// token besides.
    ///
    /// @throws dev.signalbox.api.core.RefusedException FORBIDDEN
    void checkOrigin(Optional<String> origin, Optional<String> host, Cors cors) {
        if (origin.isPresent() && !allowed(origin.get().toLowerCase(Locale.ROOT), host.orElse(""), cors)) {
            throw Refusal.of(ErrorCode.FORBIDDEN, "Origin", "pages of this origin may not use this server")
                    .asException();
        }
    }

    private boolean allowed(String origin, String host, Cors cors) {
        if (Stream.of(origins, cors.origins()).anyMatch(all -> all.contains(origin))) {
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
            return own || (loopback && !open && LOOPBACK.contains(uri.getHost()));
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
