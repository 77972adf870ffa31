package dev.signalbox.processor.topology;

import dev.signalbox.processor.settings.Membership;
import dev.signalbox.processor.settings.ProcessorSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The topology, running. A thread that dies is replaced within a budget; when that is spent, the engine is dead.
public final class StreamsEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamsEngine.class);
    private static final Duration CLOSE = Duration.ofSeconds(8);

    private final KafkaStreams streams;

    private StreamsEngine(KafkaStreams streams) {
        this.streams = streams;
    }

    /// Begins; the partitions come later.
    public static StreamsEngine start(ProcessorSettings settings, Membership membership, Wiring wiring) {
        var streams = new KafkaStreams(
                ProcessorTopology.build(wiring), StreamsProperties.of(settings, membership), wiring.commit());
        var budget = new ThreadBudget();
        streams.setUncaughtExceptionHandler(fault -> {
            boolean replace = budget.spend(Instant.now());
            log.atError()
                    .setCause(fault)
                    .log(replace ? "a stream thread died and is replaced" : "stream threads keep dying; giving up");
            wiring.metrics().threadReplaced();
            return replace
                    ? StreamThreadExceptionResponse.REPLACE_THREAD
                    : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        return new StreamsEngine(streams);
    }

    /// Why it does not decide at the moment; empty when it does.
    public Optional<String> waitsFor() {
        return switch (streams.state()) {
            case RUNNING -> Optional.empty();
            case CREATED, REBALANCING -> Optional.of("takes its partitions and restores its tables");
            case PENDING_SHUTDOWN, NOT_RUNNING -> Optional.of("stops");
            case PENDING_ERROR, ERROR -> Optional.of("stream threads died too often; see the log");
        };
    }

    /// Whether it will never decide again.
    public boolean dead() {
        return switch (streams.state()) {
            case PENDING_ERROR, ERROR -> true;
            case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN, NOT_RUNNING -> false;
        };
    }

    /// Stops cleanly and stays a member of the group, so that a restart finds its partitions.
    @Override
    public void close() {
        if (!streams.close(CloseOptions.timeout(CLOSE))) {
            log.atWarn().log("streams did not stop within {}", CLOSE);
        }
    }
}
