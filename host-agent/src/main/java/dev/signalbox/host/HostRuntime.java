package dev.signalbox.host;

import dev.signalbox.host.assignment.Directives;
import dev.signalbox.host.assignment.Position;
import dev.signalbox.host.assignment.PositionFile;
import dev.signalbox.host.driver.Executables;
import dev.signalbox.host.driver.HeadlessDriver;
import dev.signalbox.host.driver.SessionDriver;
import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.driver.ShimLauncher;
import dev.signalbox.host.driver.TmuxDriver;
import dev.signalbox.host.identity.HostIdentity;
import dev.signalbox.host.kafka.KafkaClients;
import dev.signalbox.host.kafka.TopicReader;
import dev.signalbox.host.keystroke.Keyboard;
import dev.signalbox.host.keystroke.KeystrokeIntake;
import dev.signalbox.host.provider.ProviderProbe;
import dev.signalbox.host.provider.Providers;
import dev.signalbox.host.reporting.Contact;
import dev.signalbox.host.reporting.Heartbeats;
import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.host.session.HostSessions;
import dev.signalbox.host.session.LaunchPreparation;
import dev.signalbox.host.session.LiveSession;
import dev.signalbox.host.session.Notes;
import dev.signalbox.host.session.Places;
import dev.signalbox.host.session.Watch;
import dev.signalbox.host.shipping.OutputLog;
import dev.signalbox.host.workspace.BaseDirectories;
import dev.signalbox.host.workspace.Repositories;
import dev.signalbox.host.workspace.RepositoryWork;
import dev.signalbox.host.workspace.Worktrees;
import dev.signalbox.schemas.codec.Signatures;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One incarnation of a host agent that has joined: everything that runs until it is closed or fenced. What was
/// opened last is closed first.
final class HostRuntime implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HostRuntime.class);
    private static final Duration PROBE = Duration.ofSeconds(20);
    private static final long RETRY_MILLIS = 300;

    private final HostSettings settings;
    private final Map<String, String> environment;
    private final HostIdentity identity;
    private final HostIdentity.Membership membership;
    private final KafkaClients clients;
    private final Consumer<String> fenced;
    private final String instance = UUID.randomUUID().toString();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<String, BooleanSupplier> vital = new ConcurrentHashMap<>();
    private boolean closed;

    HostRuntime(
            HostSettings settings,
            Map<String, String> environment,
            HostIdentity identity,
            HostIdentity.Membership membership,
            KafkaClients clients,
            Consumer<String> fenced) {
        this.settings = settings;
        this.environment = environment;
        this.identity = identity;
        this.membership = membership;
        this.clients = clients;
        this.fenced = fenced;
    }

    /// The random name of this run of the agent.
    String instance() {
        return instance;
    }

    /// What must run as long as this does, and has ended though nobody closed it.
    Optional<String> deadPart() {
        return vital.entrySet().stream()
                .filter(part -> !part.getValue().getAsBoolean())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Recovers what an earlier incarnation left, reports it, and begins to take work. Returns when the log has the
    /// first report.
    ///
    /// @param waiting told what is being waited for
    void start(long incarnation, Consumer<String> waiting) throws IOException, InterruptedException {
        BaseDirectories bases = bases();
        ShimLauncher launcher = opened(ShimLauncher.open(settings.dataDir()));
        Producer<byte[], byte[]> producer = opened(clients.promptProducer("reports-" + identity.hostId()));
        Reporter reporter = opened(new Reporter(
                new Reporter.Sender(
                        membership.namespace(),
                        identity.hostId(),
                        incarnation,
                        instance,
                        privateKey(),
                        membership.partitions()),
                producer,
                new Contact(settings.dataDir())));
        vital.put("reporter", reporter::alive);
        ProviderProbe probe = new ProviderProbe(environment, terminals(), PROBE);
        CompletableFuture<List<ProviderProbe.Finding>> findings = CompletableFuture.supplyAsync(
                () -> find(probe), task -> Thread.ofVirtual().name("probe").start(task));
        waiting.accept("waits for the host's topics");
        awaitTopics();
        OutputLog output = opened(OutputLog.open(
                clients, identity.hostId(), incarnation, settings.dataDir().resolve("ledger.json")));
        Notes notes = new Notes(settings.dataDir());
        PositionFile positions = new PositionFile(settings.dataDir().resolve("directives.json"));
        Places places = new Places(bases, new Worktrees(bases, settings.dataDir(), environment), notes);
        HostSessions sessions = opened(new HostSessions(new HostSessions.Parts(
                settings.dataDir(),
                settings.spoolQuota().bytes(),
                settings.idleAfter(),
                environment,
                notes,
                drivers(launcher),
                new LaunchPreparation(places, environment),
                places,
                reporter,
                output,
                () -> positions.written().seq())));
        sessions.recover();
        Watch watch = new Watch(sessions, reporter.clock());
        RepositoryWork repositories = opened(RepositoryWork.open(
                new Repositories(bases, settings.dataDir(), environment), reporter, settings.dataDir()));

        waiting.accept("looks for providers");
        Position position = positions.written();
        Fingerprint fingerprint = Fingerprints.of(settings, findings.join());
        waiting.accept("waits for the log to take its first report");
        await(reporter.tell(
                new Report.HostStarted(fingerprint, position.seq(), sessions.inventory(), sessions.done())));
        sessions.retell();
        repositories.recover(settings.bases());
        vital.put("heartbeat", opened(new Heartbeats(reporter, settings.heartbeat()))::alive);

        Keyboard keyboard = new Keyboard(id -> handle(sessions, id), reporter);
        sessions.all()
                .forEach(session -> keyboard.restore(
                        session.note().sessionId(), session.note().writerEpoch()));
        sessions.whenOver(keyboard::forget);
        String typed = Topics.keystrokes(identity.hostId()).name();
        KeystrokeIntake intake =
                opened(KeystrokeIntake.open(settings.dataDir().resolve("keystrokes"), keyboard, clients.endOf(typed)));
        vital.put("reader of keystrokes", opened(new TopicReader(clients, typed, intake.from(), intake))::alive);
        Directives directives = new Directives(
                sessions,
                repositories,
                keyboard,
                reporter,
                positions,
                (newest, other) -> fence(incarnation, newest, other));
        String told = Topics.directives(identity.hostId()).name();
        vital.put("reader of directives", opened(new TopicReader(clients, told, position.offset(), directives))::alive);
        ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("chores").factory());
        opened((AutoCloseable) chores::shutdownNow);
        chores.scheduleWithFixedDelay(() -> round(keyboard::expire), 1, 1, TimeUnit.SECONDS);
        chores.scheduleWithFixedDelay(() -> round(watch), 1, 1, TimeUnit.SECONDS);
        chores.scheduleWithFixedDelay(() -> round(sessions::sweep), 1, 5, TimeUnit.SECONDS);
    }

    /// An executor drops for ever what fails once.
    private static void round(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException | Error e) {
            log.error("a chore failed: {}", e.toString());
        }
    }

    private static @Nullable SessionHandle handle(HostSessions sessions, String sessionId) {
        LiveSession session = sessions.find(sessionId);
        return session == null ? null : session.handle();
    }

    private void fence(long incarnation, long newest, String other) {
        boolean me = newest == incarnation && other.equals(instance);
        if (!me && newest >= incarnation) {
            fenced.accept("incarnation " + newest);
        }
    }

    private BaseDirectories bases() throws IOException {
        List<Path> bases = new ArrayList<>();
        for (Path base : settings.bases()) {
            Files.createDirectories(base);
            bases.add(base.toAbsolutePath());
        }
        return BaseDirectories.of(bases);
    }

    private boolean terminals() {
        return Executables.find("tmux", environment.getOrDefault("PATH", ""), settings.dataDir())
                .isPresent();
    }

    private static List<ProviderProbe.Finding> find(ProviderProbe probe) {
        try {
            return probe.findings(Providers.all());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private Map<String, SessionDriver> drivers(ShimLauncher launcher) throws IOException {
        Map<String, SessionDriver> drivers = new HashMap<>();
        drivers.put(HeadlessDriver.NAME, new HeadlessDriver(launcher));
        if (terminals()) {
            drivers.put(TmuxDriver.NAME, TmuxDriver.open(launcher, settings.tmuxSocket()));
        }
        return drivers;
    }

    private PrivateKey privateKey() throws IOException {
        try {
            return Signatures.privateKey(identity.privateKey());
        } catch (IllegalArgumentException e) {
            throw new IOException("the host's key cannot be read", e);
        }
    }

    /// The provisioner makes them when the host has joined; until then nothing can be written or read.
    private void awaitTopics() throws InterruptedException {
        try (var consumer = clients.consumer("topics-" + identity.hostId())) {
            while (true) {
                try {
                    boolean all = Topics.ofHost(identity.hostId()).stream()
                            .allMatch(topic ->
                                    !consumer.partitionsFor(topic.name()).isEmpty());
                    if (all) {
                        return;
                    }
                } catch (KafkaException e) {
                    log.atDebug().log("not yet: {}", e.getMessage());
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private static void await(CompletableFuture<Void> future) throws IOException, InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private synchronized <C extends AutoCloseable> C opened(C part) throws IOException {
        if (closed) {
            try {
                part.close();
            } catch (Exception e) {
                log.debug("closing: {}", e.toString());
            }
            throw new IOException("the host agent is being stopped");
        }
        open.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("closing {}: {}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }
}
