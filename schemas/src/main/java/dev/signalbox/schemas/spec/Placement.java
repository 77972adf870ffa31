package dev.signalbox.schemas.spec;

import dev.signalbox.schemas.error.Check;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a session may run: on one host by id, or on any host that has all of the labels.
public record Placement(@Nullable String hostId, Map<String, String> labels) {
    public static final Placement ANYWHERE = new Placement(null, Map.of());

    public Placement {
        Check.optionalId("hostId", hostId);
        labels = Check.labels("labels", labels);
    }
}
