package dev.signalbox.host;

import dev.signalbox.host.identity.HostIdentity;
import dev.signalbox.host.identity.IdentityFiles;
import dev.signalbox.host.identity.Joining;
import dev.signalbox.host.kafka.KafkaClients;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.KafkaAccess;
import dev.signalbox.settings.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon of one host. Starting returns at once: the agent is live, and says by [#readiness] what it waits for
/// until it takes work. Closing it leaves the sessions alone; the next agent on the same data directory finds them
/// again.
public final class HostAgent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HostAgent.class);
    private static final long RETRY_MILLIS = 500;
    private static final long LONGEST_RETRY_MILLIS = 10_000;
    private static final long LOOK_MILLIS = 500;

    private final HostSettings settings;
    private final Map<String, String> environment;
    private final IdentityFiles files;
    private volatile HostIdentity identity;
    private volatile Readiness readiness = new Readiness.Waiting("starting");
    private volatile @Nullable HostRuntime runtime;
    private volatile boolean closed;
    private final Thread thread;

    /// Whether the agent takes work.
    public sealed interface Readiness {
        /// @param instance the name that this run of the agent has in the log
        record Ready(String instance) implements Readiness {}

        record Waiting(String why) implements Readiness {}

        /// It never will again. Whoever runs it ends the process, so that it can be started anew; sessions live on.
        sealed interface Over extends Readiness {
            String why();
        }

        /// A fault, or what nobody but its operator can mend.
        record Failed(String why) implements Over {}

        /// A newer agent of this host runs elsewhere. Started anew this one would fence that in its turn.
        record Fenced(String why) implements Over {}
    }

    private HostAgent(HostSettings settings, Map<String, String> environment, IdentityFiles files) throws IOException {
        this.settings = settings;
        this.environment = Map.copyOf(environment);
        this.files = files;
        this.identity = files.identity();
        this.thread = Thread.ofPlatform().daemon().name("host-agent").start(this::run);
    }

    /// @param environment the host agent's own, of which sessions get an allowed part
    /// @throws IOException when the data directory cannot be used, or another agent has it
    public static HostAgent start(HostSettings settings, Map<String, String> environment) throws IOException {
        IdentityFiles files = IdentityFiles.open(settings.dataDir());
        try {
            return new HostAgent(settings, environment, files);
        } catch (IOException e) {
            files.close();
            throw e;
        }
    }

    public String hostId() {
        return identity.hostId();
    }

    /// The host's name, as it asks to be called.
    public String name() {
        if (settings.name() != null) {
            return settings.name();
        }
        try {
            String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
            return name.isEmpty() || !Character.isLetterOrDigit(name.charAt(0)) ? "host-" + name : name;
        } catch (UnknownHostException _) {
            return "host";
        }
    }

    public Readiness readiness() {
        return readiness;
    }

    private void run() {
        try {
            long pause = RETRY_MILLIS;
            while (!closed && !begun()) {
                Thread.sleep(pause);
                pause = Math.min(LONGEST_RETRY_MILLIS, pause * 2);
            }
            while (!closed && !(readiness instanceof Readiness.Over)) {
                Thread.sleep(LOOK_MILLIS);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Error e) {
            fail(e.toString());
            throw e;
        }
    }

    /// An agent that lacks a part looks alive and does half of its work: better none.
    private void look() {
        HostRuntime now = runtime;
        if (now != null && !closed) {
            now.deadPart().ifPresent(part -> fail("its " + part + " ended unexpectedly"));
        }
    }

    private void fail(String why) {
        tell(new Readiness.Failed(why));
        stopRuntime();
    }

    /// What fails here may be better in a while: Kafka's name resolves, the disk has room.
    ///
    /// @return false when it is to be tried again
    private boolean begun() throws InterruptedException {
        try {
            HostIdentity.Membership membership = join();
            if (membership == null) {
                return true;
            }
            String servers = servers(membership);
            tell(new Readiness.Waiting("waits for Kafka at " + servers));
            KafkaClients clients = new KafkaClients(KafkaAccess.clientProperties(servers, settings.kafkaProperties()));
            HostRuntime started = new HostRuntime(settings, environment, identity, membership, clients, this::fenced);
            runtime = started;
            started.start(files.nextIncarnation(), why -> tell(new Readiness.Waiting(why)));
            tell(new Readiness.Ready(started.instance()));
            log.atInfo().addKeyValue("hostId", hostId()).log("the host takes work");
            return true;
        } catch (IOException | RuntimeException e) {
            stopRuntime();
            String why = Reason.of(e);
            if (Failures.lasting(e)) {
                tell(new Readiness.Failed("it cannot begin: " + why));
                return true;
            }
            tell(new Readiness.Waiting("cannot begin yet: " + why));
            log.atError().addKeyValue("hostId", hostId()).log("the host agent cannot begin: {}", why);
            return false;
        }
    }

    /// What is over stays so.
    private synchronized void tell(Readiness now) {
        if (!(readiness instanceof Readiness.Over)) {
            readiness = now;
        }
    }

    private HostIdentity.@Nullable Membership join() throws IOException, InterruptedException {
        while (true) {
            HostIdentity.Membership known = identity.membership();
            if (known != null) {
                return known;
            }
            if (settings.join() == null) {
                tell(new Readiness.Failed(
                        "the host has not joined yet: give a join token (./signalbox host join-token makes one)"));
                return null;
            }
            Joining.Answer answer = Joining.ask(settings.api(), settings.join().value(), identity, name(), labels());
            switch (answer) {
                case Joining.Answer.Joined(var membership) -> identity = files.joined(identity, membership);
                case Joining.Answer.Refused(var message) -> {
                    tell(new Readiness.Failed("joining was refused: " + message));
                    return null;
                }
                case Joining.Answer.Later(var why) -> {
                    tell(new Readiness.Waiting("waits for an API node: " + why));
                    Thread.sleep(RETRY_MILLIS);
                }
            }
        }
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        for (String label : settings.labels()) {
            int equals = label.indexOf('=');
            labels.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return labels;
    }

    private String servers(HostIdentity.Membership membership) {
        return settings.kafkaServers() == null || settings.kafkaServers().isEmpty()
                ? membership.bootstrapServers()
                : settings.kafkaServers().stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    /// A newer agent of this host runs elsewhere: this one must not act any more.
    private void fenced(String by) {
        tell(new Readiness.Fenced("another agent of this host took over: " + by));
        Thread.ofVirtual().start(this::stopRuntime);
    }

    private void stopRuntime() {
        HostRuntime now = runtime;
        if (now != null) {
            now.close();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        stopRuntime();
        files.close();
    }
}
