package dev.signalbox.e2e.system;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.stack.DevStack;
import dev.signalbox.dev.stack.StackOptions;
import dev.signalbox.e2e.installed.AgentPrograms;
import dev.signalbox.e2e.model.ModelStandIn;
import dev.signalbox.schemas.state.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A broker, the processor, two API nodes and a host agent, started at first use and shared by all tests of the JVM,
/// on free ports and in a temporary directory that goes away with the JVM. Real agents, where they are found, call a
/// stand-in of their services.
///
/// A test that stops a node starts it again; a test that wants a namespace of its own asks for a token in it. Sessions
/// that a test starts are the test's to end.
public final class RunningSystem {
    private static @Nullable RunningSystem shared;

    private final DevStack stack;
    private final ModelStandIn model;
    private final ApiClient client;

    private RunningSystem(DevStack stack, ModelStandIn model) {
        this.stack = stack;
        this.model = model;
        this.client = new ApiClient(stack.api(), stack.token());
    }

    public static synchronized RunningSystem shared() {
        if (shared == null) {
            try {
                Path directory = Files.createTempDirectory("signalbox-e2e-").toRealPath();
                ModelStandIn model = ModelStandIn.start();
                Map<String, String> environment = AgentPrograms.environment(directory, model);
                var started = new RunningSystem(DevStack.start(StackOptions.in(directory), environment), model);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> started.end(directory), "end-of-system"));
                shared = started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return shared;
    }

    /// Base addresses of the two API nodes.
    public List<URI> nodes() {
        return stack.api();
    }

    /// Base address of a dialect's own listener on one node; the node runs.
    ///
    /// @param name `elemental`, `orchestra` or `neolith`
    public URI dialect(int node, String name) {
        return Objects.requireNonNull(stack.dialects(node).get(name), name + " is not served");
    }

    /// Everything that a person may do in the namespace `default`.
    public String token() {
        return stack.token();
    }

    /// A token for what the shared one is not good for: another namespace, fewer scopes.
    public String token(String namespace, Set<Capability> capabilities) {
        return stack.tokens()
                .mint("test", namespace, capabilities, Duration.ofHours(1))
                .token();
    }

    /// A token of somebody who was not there before: what is limited is counted by subject, and no test is to wait
    /// for what another one did.
    public String tokenOfANewcomer() {
        return stack.tokens()
                .mint("newcomer-" + UUID.randomUUID(), Namespace.DEFAULT, Principal.PERSON, Duration.ofHours(1))
                .token();
    }

    /// Asks whichever node answers.
    public ApiClient client() {
        return client;
    }

    /// Asks one node alone. To be closed.
    public ApiClient client(int node, @Nullable String token) {
        return new ApiClient(List.of(stack.api().get(node)), token);
    }

    /// Where sessions work by default, a real path.
    public Path baseDir() {
        return stack.baseDirs().getFirst();
    }

    public String hostId() {
        return stack.hostId();
    }

    /// `host:port` of the broker.
    public String kafka() {
        return stack.kafka();
    }

    /// The file on the host to which a session's stream is written.
    ///
    /// @param stream `out` or `err`
    public Path spool(String sessionId, String stream) {
        return stack.spool(sessionId, stream);
    }

    public void stopApiNode(int index) {
        stack.stopApiNode(index);
    }

    /// Returns when the node is ready.
    public void startApiNode(int index) throws InterruptedException {
        stack.startApiNode(index);
        stack.awaitReady();
    }

    /// What the real agents of the host take for their services.
    public ModelStandIn model() {
        return model;
    }

    /// The parts themselves, for tests that stop and start others than API nodes.
    public DevStack stack() {
        return stack;
    }

    private void end(Path directory) {
        try {
            client.close();
            stack.close();
            model.close();
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
