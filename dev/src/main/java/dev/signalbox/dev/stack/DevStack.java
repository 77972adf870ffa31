package dev.signalbox.dev.stack;

import dev.signalbox.api.ApiNode;
import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.api.auth.Tokens;
import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.broker.BrokerOptions;
import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.host.HostAgent;
import dev.signalbox.host.spool.SessionFolder;
import dev.signalbox.processor.Processor;
import dev.signalbox.schemas.state.Namespace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A broker, the processor, two API nodes and a host agent in this JVM, over data that outlives them. `start`
/// returns when all of it is ready. `close` ends it within 10 s and leaves sessions running: the next stack on the
/// same data finds them.
public final class DevStack implements AutoCloseable {
    /// How long a start may take before it is given up.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration TOKEN_LIFE = Duration.ofDays(365);
    private static final Duration JOIN_TOKEN_LIFE = Duration.ofHours(1);
    private static final int NODES = 2;

    private final StackSettings settings;
    private final Map<String, String> environment;
    private final Ports ports;
    private final Tokens tokens;
    private final String token;
    private final DataDirectory directory;
    private final AtomicReferenceArray<@Nullable ApiNode> nodes = new AtomicReferenceArray<>(NODES);
    private volatile @Nullable EmbeddedBroker broker;
    private volatile @Nullable Processor processor;
    private volatile @Nullable HostAgent host;

    private DevStack(StackOptions options, Map<String, String> environment, DataDirectory directory) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.settings = StackSettings.of(options);
        this.ports = settings.ports();
        this.tokens = new Tokens(SecretFile.load(settings.secretFile()), InstantSource.system());
        this.token = tokens.mint("dev", Namespace.DEFAULT, Principal.PERSON, TOKEN_LIFE)
                .token();
    }

    /// @throws IOException when a part cannot start: its port or its data cannot be used, or another stack has the
    /// data
    /// @throws IllegalStateException that says what was still waited for, when it is not ready after two minutes
    public static DevStack start(StackOptions options) throws IOException, InterruptedException {
        return start(options, System.getenv());
    }

    /// As [#start(StackOptions)], with a host agent whose own environment is not this process's.
    public static DevStack start(StackOptions options, Map<String, String> environment)
            throws IOException, InterruptedException {
        DataDirectory directory = DataDirectory.hold(options.dataDir());
        var stack = new DevStack(options, environment, directory);
        try {
            stack.startParts();
            stack.awaitReady();
            return stack;
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /// Returns when every part that was started takes work, and every API node shows that.
    ///
    /// @throws IllegalStateException that says what was still waited for after two minutes
    public void awaitReady() throws InterruptedException {
        new Readiness(api(), token, hostId()).await(PATIENCE, this::hostReadiness);
    }

    /// All at once: each part waits by itself for what it needs.
    private void startParts() throws IOException, InterruptedException {
        CompletableFuture<Void> log = CompletableFuture.runAsync(
                () -> {
                    startBroker();
                    startProcessor();
                },
                task -> Thread.ofPlatform().name("start-broker").start(task));
        for (int i = 0; i < NODES; i++) {
            startApiNode(i);
        }
        startHostAgent();
        try {
            log.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(cause.getMessage(), cause);
        }
    }

    /// On the port that it had, with all that was written.
    public void startBroker() {
        broker = EmbeddedBroker.start(BrokerOptions.in(settings.brokerDir()).onPort(ports.kafka()));
    }

    public void startProcessor() {
        var started = new Processor(settings.processor(), new SimpleMeterRegistry());
        processor = started;
        started.start();
    }

    /// Does nothing when it does not run.
    public void stopProcessor() {
        Processor running = processor;
        processor = null;
        if (running != null) {
            running.close();
        }
    }

    /// Starts a node on the port that it had; it need not be ready when this returns.
    ///
    /// @param index 0 or 1
    public void startApiNode(int index) {
        nodes.set(index, new ApiNode(settings.api(index)).start());
    }

    /// Does nothing when it does not run.
    public void stopApiNode(int index) {
        ApiNode running = nodes.getAndSet(index, null);
        if (running != null) {
            running.close();
        }
    }

    public void startHostAgent() throws IOException {
        String joinToken = tokens.mint("dev", Namespace.DEFAULT, Set.of(Capability.JOIN), JOIN_TOKEN_LIFE)
                .token();
        host = HostAgent.start(settings.host(joinToken), environment);
    }

    /// Leaves its sessions running. Does nothing when it does not run.
    public void stopHostAgent() throws IOException {
        HostAgent running = host;
        host = null;
        if (running != null) {
            running.close();
        }
    }

    /// Whether the host agent takes work, or will again.
    public HostAgent.Readiness hostReadiness() {
        HostAgent running = host;
        return running == null ? new HostAgent.Readiness.Waiting("stopped") : running.readiness();
    }

    /// Base addresses of the API nodes.
    public List<URI> api() {
        return settings.nodes();
    }

    /// Base addresses of the dialects of a node, by name; empty while it does not run.
    ///
    /// @param index 0 or 1
    public Map<String, URI> dialects(int index) {
        Map<String, URI> bases = new TreeMap<>();
        if (nodes.get(index) != null) {
            ports.dialects().get(index).forEach((name, at) -> bases.put(name, URI.create("http://" + at)));
        }
        return bases;
    }

    /// Everything that a person may do in the default namespace.
    public String token() {
        return token;
    }

    /// The secret with which the API nodes verify tokens.
    public Tokens tokens() {
        return tokens;
    }

    /// `host:port` of the broker.
    public String kafka() {
        return settings.kafka();
    }

    /// The id of this machine as a host.
    public String hostId() {
        HostAgent running = host;
        if (running == null) {
            throw new IllegalStateException("the host agent does not run");
        }
        return running.hostId();
    }

    public Path dataDir() {
        return settings.options().dataDir();
    }

    /// Where sessions may work, the first by default.
    public List<Path> baseDirs() {
        return settings.options().baseDirs();
    }

    /// What could not be as wished, one sentence each.
    public List<String> notes() {
        return ports.notes();
    }

    /// The file on the host to which a session's stream is written.
    ///
    /// @param stream `out` or `err`
    public Path spool(String sessionId, String stream) {
        var folder = SessionFolder.in(settings.hostDir(), sessionId);
        return stream.equals("err") ? folder.err() : folder.out();
    }

    /// What holds back one part does not keep the others running.
    ///
    /// @throws IOException the first thing that went wrong
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Step step : List.<Step>of(
                this::stopHostAgent,
                () -> stopApiNode(0),
                () -> stopApiNode(1),
                this::stopProcessor,
                this::stopBroker,
                directory::close)) {
            try {
                step.run();
            } catch (IOException | RuntimeException e) {
                first = first == null ? new IOException(e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /// Does nothing when it does not run.
    public void stopBroker() {
        EmbeddedBroker running = broker;
        broker = null;
        if (running != null) {
            running.close();
        }
    }

    /// One thing to be closed.
    private interface Step {
        void run() throws IOException;
    }
}
