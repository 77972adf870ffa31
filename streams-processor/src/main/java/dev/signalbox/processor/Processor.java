package dev.signalbox.processor;

import dev.signalbox.processor.metrics.ProcessorMetrics;
import dev.signalbox.processor.provisioner.HostTopics;
import dev.signalbox.processor.provisioner.HostWatch;
import dev.signalbox.processor.provisioner.Provisioner;
import dev.signalbox.processor.provisioner.RefusedException;
import dev.signalbox.processor.provisioner.TopicIdentity;
import dev.signalbox.processor.reading.ReadingLoop;
import dev.signalbox.processor.router.Router;
import dev.signalbox.processor.settings.Membership;
import dev.signalbox.processor.settings.ProcessorSettings;
import dev.signalbox.processor.tick.Agenda;
import dev.signalbox.processor.tick.Ticker;
import dev.signalbox.processor.topology.Decisions;
import dev.signalbox.processor.topology.StreamsEngine;
import dev.signalbox.processor.topology.Wiring;
import dev.signalbox.settings.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processor of one process. `start` returns at once: until Kafka and its topics are there, it is live and not
/// ready, and says what it waits for. `close` stops it cleanly and may be called at any time.
public final class Processor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Processor.class);
    private static final long RETRY_MILLIS = 1_000;

    private final ProcessorSettings settings;
    private final Decisions decisions;
    private final ProcessorMetrics metrics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Thread starter;
    private volatile @Nullable String waitsFor = "not started";
    private volatile @Nullable Running running;

    /// What runs once Kafka and the topics are there.
    private record Running(StreamsEngine engine, Ticker ticker, ReadingLoop<String, byte[]> hostWatch, Router router) {}

    public Processor(ProcessorSettings settings, MeterRegistry registry) {
        this(settings, Decisions.DECIDER, registry);
    }

    Processor(ProcessorSettings settings, Decisions decisions, MeterRegistry registry) {
        this.settings = settings;
        this.decisions = decisions;
        this.metrics = new ProcessorMetrics(registry);
        this.starter = Thread.ofPlatform().name("processor-start").unstarted(this::startUntilRunning);
    }

    public void start() {
        starter.start();
    }

    public Health health() {
        String reason = waitsFor;
        if (reason != null) {
            return Health.waiting(reason);
        }
        Running now = running;
        if (now == null) {
            return Health.waiting("stops");
        }
        List<String> reasons = new ArrayList<>();
        now.engine().waitsFor().ifPresent(reasons::add);
        if (now.ticker().failing()) {
            reasons.add("waits for Kafka at " + settings.brokers());
        }
        now.hostWatch().trouble().ifPresent(reasons::add);
        now.router().trouble().ifPresent(reasons::add);
        return new Health(!now.engine().dead(), reasons.isEmpty(), List.copyOf(reasons));
    }

    private void startUntilRunning() {
        waitsFor = "waits for Kafka at " + settings.brokers();
        try {
            Optional<String> obstacle = startOnce();
            while (obstacle.isPresent()) {
                closeParts();
                waitsFor = obstacle.get();
                log.atInfo().log("not ready: {}", waitsFor);
                if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                obstacle = startOnce();
            }
            waitsFor = null;
        } catch (InterruptedException | InterruptException _) {
            log.debug("closed before it ran");
        }
    }

    /// Why it cannot run now; empty when it does.
    private Optional<String> startOnce() {
        try {
            Membership membership = Membership.of(settings);
            Admin admin = own(Admin.create(adminProperties(membership)));
            var provisioner = new Provisioner(admin, settings);
            provisioner.fixed();
            TopicIdentity.check(membership.home(), provisioner.identities());
            run(membership, provisioner);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of("waits for topics: " + e.getMessage());
        } catch (IOException e) {
            return Optional.of("a file cannot be used: " + e.getMessage());
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return Optional.of("waits for Kafka at " + settings.brokers() + ": " + Reason.of(e));
        }
    }

    private void run(Membership membership, Provisioner provisioner) {
        var agenda = new Agenda(() -> System.nanoTime() / 1_000_000);
        var wiring = Wiring.of(decisions, settings.partitions(), agenda, metrics, membership.home());
        StreamsEngine engine = own(StreamsEngine.start(settings, membership, wiring));
        Ticker ticker = own(Ticker.start(agenda, settings.keep(), membership));
        var hosts = new HostTopics(provisioner);
        var hostWatch = own(HostWatch.start(hosts, provisioner, membership, InstantSource.system()));
        Router router = own(Router.start(hosts, provisioner, metrics, membership));
        running = new Running(engine, ticker, hostWatch, router);
    }

    private static Map<String, Object> adminProperties(Membership membership) {
        var properties = membership.client("provisioner");
        properties.put("request.timeout.ms", 3_000);
        properties.put("default.api.timeout.ms", 5_000);
        return properties;
    }

    private <T extends AutoCloseable> T own(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    @Override
    public void close() {
        closing.countDown();
        starter.interrupt();
        try {
            starter.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        closeParts();
    }

    private void closeParts() {
        synchronized (parts) {
            while (!parts.isEmpty()) {
                closeQuietly(parts.pop());
            }
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.atWarn().setCause(e).log("{} did not close", part.getClass().getSimpleName());
        }
    }
}
