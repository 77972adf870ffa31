package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Streams;
import java.time.Duration;
import java.util.List;

/// All routes of v1, so that tests about all of them forget none.
public final class Operations {
    private Operations() {}

    /// @param needs null: open to everybody
    public record Operation(String method, String template, Capability needs) {}

    public static List<Operation> all() {
        var core = new ApiCore(null, null, null, null, null, null, null, null, null, null, null);
        try (var streams = new Streams(1)) {
            return V1.api(core, streams, new V1.Options("node", () -> "", Duration.ofSeconds(1))).routes().stream()
                    .map(route -> new Operation(route.method(), route.template(), route.needs()))
                    .toList();
        }
    }
}
