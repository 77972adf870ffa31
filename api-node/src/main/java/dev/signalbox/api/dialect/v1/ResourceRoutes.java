package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.measure.Measurements;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a session's processes use.
final class ResourceRoutes {
    private static final Duration USUAL_WAIT = Duration.ofSeconds(3);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final ApiCore core;
    private final Reads reads;
    private final Writes writes;
    private final Measurements measurements;

    ResourceRoutes(ApiCore core, Reads reads, Writes writes) {
        this.core = core;
        this.reads = reads;
        this.writes = writes;
        this.measurements = new Measurements(core.views(), core.commands());
    }

    List<Route> routes() {
        return List.of(writes.telling(Route.of("GET", "/v1/sessions/{session}/resources", VIEW, this::resources)
                .asking("wait")));
    }

    private Reply resources(Request request) throws InterruptedException {
        Duration wait = Parameters.duration(request, "wait", LONGEST_WAIT).orElse(USUAL_WAIT);
        reads.ready(request);
        String id = reads.id(request, Kind.SESSION, "session");
        Measurements.Reading reading = measurements.read(request.principal(), id, wait);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sessionId", id);
        json.put("at", reading.measured().at());
        json.put("memoryBytes", reading.measured().memoryBytes());
        json.put("cpuPercent", reading.measured().cpuPercent());
        json.put("processes", reading.measured().processes());
        json.put("fresh", reading.fresh());
        return reads.shown(request, core.views().n(request.principal().namespace()), json);
    }
}
