package dev.signalbox.api.http;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.Collection;
import java.util.List;

/// One outside protocol as a whole: what it answers, how it says no, what it speaks over WebSockets, whom it lets in
/// and from which pages. A listener serves it at `/` or behind a prefix that it does not see in its paths.
///
/// @param name a short word, which is also its prefix on the main listener and its tag in metrics
public record Api(
        String name, List<Route> routes, Refusals refusals, List<WsProtocol> sockets, Access access, Cors cors) {
    public Api {
        routes = List.copyOf(routes);
        sockets = List.copyOf(sockets);
    }

    /// Without sockets, for pages of no other origin.
    public static Api of(String name, List<Route> routes, Refusals refusals, Access access) {
        return new Api(name, routes, refusals, List.of(), access, Cors.NONE);
    }

    /// The first one whose path fits speaks; one for any path stands last.
    public Api speaking(WsProtocol... protocols) {
        return new Api(name, routes, refusals, List.of(protocols), access, cors);
    }

    public Api allowing(Cors pages) {
        return new Api(name, routes, refusals, sockets, access, pages);
    }

    /// How an API says no.
    @FunctionalInterface
    public interface Refusals {
        /// @param requestId names this request in answers and logs
        Reply.Whole render(Refusal refusal, String requestId);

        /// No route has this path.
        default Reply.Whole unknownRoute(String method, String path, String requestId) {
            return render(Refusal.of(ErrorCode.NOT_FOUND, "there is no such path"), requestId);
        }

        /// Routes have this path, but none this method. `Allow` is added to whatever this says, if its status is 405.
        default Reply.Whole wrongMethod(String method, Collection<String> allowed, String requestId) {
            Reply.Whole refusal = render(
                    Refusal.of(ErrorCode.INVALID_REQUEST, "method", "this path takes " + String.join(", ", allowed)),
                    requestId);
            return new Reply.Whole(405, refusal.headers(), refusal.contentType(), refusal.body());
        }
    }
}
