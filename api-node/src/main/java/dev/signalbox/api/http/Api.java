package dev.signalbox.api.http;

import dev.signalbox.api.core.Refusal;
import java.util.List;

/// One outside protocol: its routes, and the form that it gives a refusal.
public record Api(List<Route> routes, Refusals refusals) {
    public Api {
        routes = List.copyOf(routes);
    }

    /// How an API says no.
    @FunctionalInterface
    public interface Refusals {
        /// @param requestId names this request in answers and logs
        Reply.Whole render(Refusal refusal, String requestId);
    }
}
