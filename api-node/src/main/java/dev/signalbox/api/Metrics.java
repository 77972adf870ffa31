package dev.signalbox.api;

import dev.signalbox.api.core.gateway.OutcomeWaiters;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.http.HttpListener;
import dev.signalbox.api.http.Streams;
import dev.signalbox.api.kafka.KafkaNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;

/// What this node counts. Routes are told apart by their template and never by ids; namespaces not at all.
final class Metrics implements HttpListener.Observer {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Metrics(ApiCore core, KafkaNode kafka, OutcomeWaiters waiters, Streams streams) {
        Gauge.builder("signalbox_api_ready", () -> kafka.problems().isEmpty() ? 1 : 0)
                .register(registry);
        Gauge.builder("signalbox_api_streams_open", streams::size).register(registry);
        FunctionCounter.builder("signalbox_api_streams_cut", streams, Streams::cut)
                .description("Streams cut because their client did not read.")
                .register(registry);
        Gauge.builder("signalbox_api_commands_waiting", waiters::waiting).register(registry);
        FunctionCounter.builder("signalbox_api_records_unreadable", kafka, KafkaNode::poison)
                .register(registry);
        Gauge.builder("signalbox_api_output_partitions_followed", kafka::tailed).register(registry);
        Gauge.builder("signalbox_api_view_watched", () -> core.views().watched())
                .register(registry);
        Gauge.builder("signalbox_api_keyboards", () -> core.keyboards().writers())
                .register(registry);
        for (Kind<?, ?> kind : List.of(Kind.HOST, Kind.AGENT, Kind.SESSION, Kind.TASK)) {
            Gauge.builder("signalbox_api_view_entities", () -> core.views().count(kind))
                    .tag("kind", kind.word())
                    .register(registry);
        }
    }

    @Override
    public void answered(String api, String method, String template, int status, Duration took) {
        Timer.builder("signalbox_api_requests")
                .tag("api", api)
                .tag("method", template.equals("-") ? "-" : method)
                .tag("route", template)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(took);
        if (status >= 500) {
            Counter.builder("signalbox_api_failures")
                    .tag("api", api)
                    .tag("route", template)
                    .register(registry)
                    .increment();
        }
    }

    String scrape() {
        return registry.scrape();
    }

    void close() {
        registry.close();
    }
}
