package dev.signalbox.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.demo.OutputWatch.Stream;
import dev.signalbox.dev.stack.DevStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The main job: delegate, stream, lose an API node, read on, look at the results, and read everything back.
public final class Demo {
    private static final long PLACING_SECONDS = 30;
    private static final long MIDDLE_SECONDS = 120;
    private static final int MIDDLE_LINE = 12;
    private static final int ANSWER_LINES = 6;
    private static final Set<String> LIVE = Set.of("REQUESTED", "PLACED", "STARTING", "RUNNING", "STOPPING");
    private static final String COMMAND = "command";

    private final DevStack stack;
    private final ApiClient client;
    private final Screen screen;
    private final Checks checks;
    private final String provider;

    /// @param provider `command`, or an AI's that this host has
    public Demo(DevStack stack, Screen screen, String provider) {
        this.stack = stack;
        this.client = new ApiClient(stack.api(), stack.token());
        this.screen = screen;
        this.checks = new Checks(screen);
        this.provider = provider;
    }

    /// What differed, one sentence each; empty when all was as it must be.
    ///
    public List<String> run(DemoRepository repository) throws IOException, InterruptedException {
        String head = repository.head();
        screen.say("Repository %s (%s), at commit %s"
                .formatted(repository.root(), repository.own() ? "made for this" : "yours", head.substring(0, 7)));
        List<DemoTask> tasks = provider.equals(COMMAND) ? DemoTask.programs() : DemoTask.prompts();
        screen.say("Delegating %d tasks, each in a worktree of its own:".formatted(tasks.size()));
        var delegated = new ArrayList<Delegated>();
        for (DemoTask task : tasks) {
            delegated.add(delegate(task, repository));
        }
        delegated.forEach(one -> one.reader().start());
        loseANode(delegated.getLast());
        for (Delegated one : delegated) {
            one.reader().join();
        }
        screen.say("");
        screen.say("Results");
        var results = new ArrayList<JsonNode>();
        for (Delegated one : delegated) {
            JsonNode task = client.get("/v1/tasks/" + one.taskId() + "?wait=PT60S");
            results.add(task);
            show(one.task().name(), task);
        }
        screen.say("");
        screen.say("Checks");
        checkSwitch(delegated.getLast());
        for (int i = 0; i < results.size(); i++) {
            checkResult(delegated.get(i).task(), results.get(i), repository);
            checkOutput(delegated.get(i));
        }
        checks.equal("your branch is where it was", head, repository.head());
        return checks.failures();
    }

    /// How many things were as they must be.
    public int passed() {
        return checks.passed();
    }

    /// Ends what still runs, for a demo that was broken off: sessions outlive their host agent.
    public void stopSessions() {
        for (JsonNode session : client.get("/v1/sessions?limit=100").path("items")) {
            String path = "/v1/sessions/" + session.path("id").asText();
            if (LIVE.contains(session.path("status").asText())) {
                client.send(
                        "POST",
                        path + "/stop",
                        Map.of("graceful", false, "reason", "the demo was broken off"),
                        Map.of());
                client.get(path + "?wait=PT3S");
            }
        }
    }

    private Delegated delegate(DemoTask task, DemoRepository repository) throws InterruptedException {
        String taskId = client.post("/v1/tasks", task.request(provider, stack.hostId(), repository))
                .path("id")
                .asText();
        screen.say("  %-8s %s  %s".formatted(task.name(), taskId, task.title()));
        String sessionId = sessionOf(taskId);
        var watch = new OutputWatch(
                new ApiClient(stack.api(), stack.token()),
                sessionId,
                line -> screen.output(task.name(), line),
                !provider.equals(COMMAND),
                provider.equals(COMMAND) ? MIDDLE_LINE : 1);
        return new Delegated(
                task,
                taskId,
                sessionId,
                watch,
                Thread.ofVirtual().name("watch-" + task.name()).unstarted(watch));
    }

    private String sessionOf(String taskId) throws InterruptedException {
        long deadline = System.nanoTime() + PLACING_SECONDS * 1_000_000_000L;
        JsonNode task = client.get("/v1/tasks/" + taskId);
        while (task.path("attempts").isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("task %s has no session after %d s: %s"
                        .formatted(
                                taskId,
                                PLACING_SECONDS,
                                task.path("waiting").asText(task.path("reason").asText("?"))));
            }
            Thread.sleep(20);
            task = client.get("/v1/tasks/" + taskId);
        }
        return task.path("attempts").path(0).path("sessionId").asText();
    }

    private void loseANode(Delegated reading) throws InterruptedException {
        if (!reading.watch().awaitMiddle(MIDDLE_SECONDS)) {
            checks.that("one API node stopped in the middle of a stream", false, "the stream had ended before");
            return;
        }
        screen.say("-- Stopping API node %s in the middle of '%s'"
                .formatted(stack.api().getFirst(), reading.task().name()));
        stack.stopApiNode(0);
    }

    private void show(String name, JsonNode task) {
        JsonNode result = task.path("result");
        JsonNode workspace = result.path("workspace");
        String commit = workspace.path("commit").asText("");
        String files = StreamSupport.stream(workspace.path("filesChanged").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        screen.say("  %-8s %s  exit %s  %s"
                .formatted(
                        name,
                        task.path("status").asText(),
                        result.path("exitCode").asText("?"),
                        commit.isEmpty()
                                ? "no commit: nothing changed"
                                : "commit %s on %s: %s"
                                        .formatted(
                                                commit.substring(0, 7),
                                                workspace.path("branch").asText(),
                                                files)));
        result.path("text").asText("").lines().limit(ANSWER_LINES).forEach(line -> screen.output(name, line));
    }

    private void checkResult(DemoTask task, JsonNode outcome, DemoRepository repository) throws IOException {
        JsonNode result = outcome.path("result");
        JsonNode workspace = result.path("workspace");
        checks.equal(
                task.name() + " completed", "COMPLETED", outcome.path("status").asText());
        checks.equal(
                task.name() + " ended with exit code 0",
                0,
                result.path("exitCode").asInt(-1));
        String commit = workspace.path("commit").asText("");
        if (task.changesFiles()) {
            checks.that(task.name() + " left a commit", !commit.isEmpty(), "there is none");
        }
        if (!commit.isEmpty()) {
            checks.equal(
                    task.name() + ": its branch ends at the commit that the result names",
                    commit,
                    repository.git().run("rev-parse", workspace.path("branch").asText()));
        }
    }

    private void checkSwitch(Delegated reading) {
        List<OutputWatch.Switch> switches = reading.watch().switches();
        if (switches.isEmpty()) {
            checks.that("another API node went on by cursor", false, "the stream never broke off");
            return;
        }
        OutputWatch.Switch change = switches.getFirst();
        checks.that(
                "'%s' went on at byte %,d from %s by the cursor of %s"
                        .formatted(reading.task().name(), change.atByte(), change.to(), change.from()),
                true,
                "");
    }

    private void checkOutput(Delegated one) throws IOException {
        String name = one.task().name();
        checks.equal(
                name + ": every byte came once and in order",
                List.of(),
                one.watch().faults());
        checks.equal(
                name + ": the stream ended complete",
                true,
                one.watch().end().map(end -> end.path("complete").asBoolean()).orElse(false));
        for (Stream stream : Stream.values()) {
            Path spool = stack.spool(one.sessionId(), stream.wire());
            Content written = Content.of(spool);
            Content readBack =
                    Content.of(client.bytes("/v1/sessions/" + one.sessionId() + "/output?stream=" + stream.wire()));
            if (written.length() == 0 && readBack.length() == 0) {
                continue;
            }
            checks.equal(
                    "%s: std%s streamed is the host's spool (%s)".formatted(name, stream.wire(), written),
                    written,
                    one.watch().received(stream));
            checks.equal(
                    "%s: std%s read back from the beginning is the host's spool".formatted(name, stream.wire()),
                    written,
                    readBack);
        }
    }
}
